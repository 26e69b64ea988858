//go:build unix

package main

import (
	"net"
	"syscall"
)

// shortenBacklog has the kernel keep fewer connections waiting than it would on
// its own: what waits there longer than a browser does is work for nobody.
func shortenBacklog(l net.Listener) {
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return // it stays as long as the system has it
	}
	_ = raw.Control(func(fd uintptr) { _ = syscall.Listen(int(fd), backlog) })
}
