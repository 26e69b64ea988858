package main

import (
	"time"

	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory is how much of a node's memory lies in RAM, in bytes; 0: it has gone.
func (n *node) memory() int { return n.status("VmRSS:") }

// peakMemory is the most there ever was.
func (n *node) peakMemory() int { return n.status("VmHWM:") }

func (n *node) status(name string) int {
	if !n.running() {
		return 0
	}
	body, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", n.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(body)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				return 0
			}
			return kib << 10
		}
	}
	return 0
}

// files is how many files and connections a node has open.
func (n *node) files() int {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", n.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	return len(entries)
}

// serving counts the goroutines of a node that serve a connection in a dump of
// all of them, which its log ends with after SIGQUIT.
func (n *node) serving() (int, error) {
	body, err := os.ReadFile(n.log)
	if err != nil {
		return 0, err
	}
	_, dump, ok := bytes.Cut(body, []byte("SIGQUIT: quit"))
	if !ok {
		return 0, fmt.Errorf("%s has no dump of goroutines", n.log)
	}
	return bytes.Count(dump, []byte("net/http.(*conn).serve(")), nil
}

const mib = 1 << 20

// using begins to measure; what it returns is the part of a processor that the node
// has had since, 1 being a whole one. 0: it is not known.
func (n *node) using() (part func() float64) {
	before, since := n.worked(), stopwatch()
	return func() float64 { return (n.worked() - before).Seconds() / since().Seconds() }
}

// worked is how long a node has had a processor (proc_pid_stat(5), utime and
// stime, in the ticks of 10 ms that Linux shows to programs).
func (n *node) worked() time.Duration {
	if !n.running() {
		return 0
	}
	body, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", n.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	const ofUser, ofSystem, tick = 11, 12, 10 * time.Millisecond // counted from what follows the name
	_, rest, _ := strings.Cut(string(body), ") ")
	fields := strings.Fields(rest)
	if len(fields) <= ofSystem {
		return 0
	}
	user, _ := strconv.Atoi(fields[ofUser]) // the kernel wrote it
	system, _ := strconv.Atoi(fields[ofSystem])
	return time.Duration(user+system) * tick
}
