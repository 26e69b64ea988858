package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// node is one running `latchkey serve`. It keeps its address over restarts.
type node struct {
	site *site
	addr string // 127.0.0.1:port
	env  []string
	log  string // path of its standard error, over all restarts

	cmd   *exec.Cmd
	ended chan struct{} // closed when the process has gone
}

// readyWithin is how long a node may take to answer on a busy machine.
const readyWithin = 60 * time.Second

// node makes a node that is not started; env adds settings to the site's own.
func (s *site) node(env ...string) (*node, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	n := &node{site: s, addr: addr, env: env, log: filepath.Join(s.dir, "serve-"+addr[len("127.0.0.1:"):]+".log")}
	s.lab.undo(n.kill)
	return n, nil
}

// freeAddress is one that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// launch starts the process and does not wait until it answers.
func (n *node) launch() error {
	program, err := n.site.lab.program()
	if err != nil {
		return err
	}
	log, err := os.OpenFile(n.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // the child has its own
	cmd := exec.Command(program, "serve")
	cmd.Dir, cmd.Stderr = n.site.dir, log
	cmd.Env = append(append(n.site.environment(), "LATCHKEY_ADDR="+n.addr), n.env...)
	cmd.SysProcAttr = ours()
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in cmd.ProcessState
		close(ended)
	}()
	n.cmd, n.ended = cmd, ended
	return nil
}

// ours has a child end with us, in a process group of its own so that ^C
// reaches it through us alone.
func ours() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// start starts the process and returns how long it took until it answered.
func (n *node) start() (time.Duration, error) {
	took := stopwatch()
	if err := n.launch(); err != nil {
		return 0, err
	}
	err := n.ready()
	return took(), err
}

// ready returns when the node answers /readyz with 200.
func (n *node) ready() error {
	ctx, cancel := context.WithTimeout(n.site.lab.ctx, readyWithin)
	defer cancel()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.addr+"/readyz", nil)
		if err != nil {
			return err
		}
		if a, err := http.DefaultClient.Do(r); err == nil {
			_ = a.Body.Close()
			if a.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-n.ended:
			return fmt.Errorf("the program ended (%v) instead of serving: %s", n.cmd.ProcessState, tail(n.log))
		case <-ctx.Done():
			return fmt.Errorf("the program does not answer: %s", tail(n.log))
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// kill is kill −9 of whatever runs, and waits until it has gone.
func (n *node) kill() {
	n.signal(syscall.SIGKILL)
	n.wait()
}

// stop asks the process to end, as systemd does, and returns how it ended.
func (n *node) stop() error {
	n.signal(syscall.SIGTERM)
	select {
	case <-n.ended:
	case <-time.After(readyWithin):
		n.kill()
		return errors.New("the program did not stop when it was asked to")
	}
	if !n.cmd.ProcessState.Success() {
		return fmt.Errorf("the program stopped with %v: %s", n.cmd.ProcessState, tail(n.log))
	}
	return nil
}

// signal sends a signal to the process, if it runs.
func (n *node) signal(s syscall.Signal) {
	if n.running() {
		_ = syscall.Kill(-n.cmd.Process.Pid, s) // it may have gone this moment
	}
}

func (n *node) running() bool {
	if n.cmd == nil {
		return false
	}
	select {
	case <-n.ended:
		return false
	default:
		return true
	}
}

func (n *node) wait() {
	if n.cmd != nil {
		<-n.ended
	}
}

// tail is the end of a file, for an error.
func tail(path string) string {
	body, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(body[max(0, len(body)-2000):])
}
