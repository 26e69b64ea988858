package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/coreos/go-systemd/v22/activation"
	"golang.org/x/net/netutil"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/limit"
	"github.com/latchkey-portal/latchkey/web"
)

// How many connections are taken. What comes beyond waits in the kernel, which
// refuses when backlog wait there; what comes from one address beyond its share
// is closed at once.
const (
	connections           = 1024
	connectionsPerAddress = 64
	backlog               = 256
)

// listen opens the address, or takes over the socket that systemd (or whoever
// started us) holds open for it: then nobody is refused while one process ends
// and the next begins.
func listen(addr string) (l net.Listener, handed bool, err error) {
	given, err := activation.Listeners()
	if err != nil {
		return nil, false, fmt.Errorf("socket that was handed over: %w", err)
	}
	for _, l := range given {
		if l != nil {
			return l, true, nil
		}
	}
	l, err = net.Listen("tcp", addr)
	if err != nil {
		return nil, false, fmt.Errorf("%w; choose another address with --addr", err)
	}
	shortenBacklog(l)
	return l, false, nil
}

// bounded takes so many connections of a listener, and no more.
func bounded(l net.Listener, c *config.Config) net.Listener {
	return netutil.LimitListener(limit.PerAddress(l, connectionsPerAddress, spared(c)), connections)
}

// spared are the addresses that may have any number of connections: the proxies
// in front, which bring everybody, and in development this machine.
func spared(c *config.Config) func(netip.Addr) bool {
	return func(a netip.Addr) bool {
		for _, p := range append(uncounted(c), c.TrustedProxies...) {
			if p.Contains(a) {
				return true
			}
		}
		return false
	}
}

// limits are those of the site; the figures are its own.
func limits(c *config.Config) web.Limits { return web.Limits{Spare: uncounted(c)} }

// uncounted are the networks that no rate holds back: this machine, in
// development and test.
func uncounted(c *config.Config) []netip.Prefix {
	if !c.Mode.Lenient() {
		return nil
	}
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}
