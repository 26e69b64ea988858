//go:build !unix

package main

import "net"

// shortenBacklog does nothing where a listening socket cannot be asked again.
func shortenBacklog(net.Listener) {}
