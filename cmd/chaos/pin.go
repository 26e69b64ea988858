package main

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
)

// Server and generator share the machine. Where it has two cores and taskset,
// each gets one, so that neither measures the other.
const (
	generatorCore = "0"
	serverCore    = "1"
)

func canPin() bool {
	_, err := exec.LookPath("taskset")
	return err == nil && runtime.NumCPU() >= 2
}

// pinned puts us on a core until the run is over, and says how the cores are
// shared.
func (l *lab) pinned() string {
	if !canPin() {
		return "generator and server share the cores"
	}
	us := strconv.Itoa(os.Getpid())
	if exec.Command("taskset", "-a", "-p", "-c", generatorCore, us).Run() != nil {
		return "generator and server share the cores"
	}
	all := "0-" + strconv.Itoa(runtime.NumCPU()-1)
	l.undo(func() { _ = exec.Command("taskset", "-a", "-p", "-c", all, us).Run() }) // else the rest runs on one core
	return "one core each for generator and server"
}
