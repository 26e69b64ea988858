package main

import (
	"net"
	"os"
	"os/exec"
)

// command is how a node's process is started: pinned to a core and with a
// socket handed over, if it has one, as systemd does it. The shell is there
// because LISTEN_PID has to name the process that begins after it.
func (n *node) command(program string) *exec.Cmd {
	line := `exec "$0" serve`
	if n.core != "" {
		line = `exec taskset -c ` + n.core + ` "$0" serve`
	}
	if n.socket == nil {
		return exec.Command("/bin/sh", "-c", line, program)
	}
	cmd := exec.Command("/bin/sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=1 "+line, program)
	cmd.ExtraFiles = []*os.File{n.socket}
	return cmd
}

// hold opens the address of a node and keeps it open over its restarts.
func (n *node) hold() error {
	l, err := net.Listen("tcp", n.addr)
	if err != nil {
		return err
	}
	defer l.Close() // the file is another handle of the same socket
	if n.socket, err = l.(*net.TCPListener).File(); err != nil {
		return err
	}
	n.site.lab.undo(func() { _ = n.socket.Close() })
	return nil
}
