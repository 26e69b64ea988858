// Package limit bounds what a server takes: how many requests at once and which
// of them first (Gate), how many connections from one place (PerAddress), how
// many of anything per time (Rates), and how often somebody may be wrong
// (Strikes). All of them keep what they know in memory of a fixed size.
//
// It leaves out what a request is, which class it has and how it is answered
// when it does not get in. Each process counts for itself.
//
// Use: a Gate for the whole server, one of the others per thing that is counted.
// The time is given by the caller; it should never go back.
package limit

import "net/netip"

// Network is what counts as one visitor: an IPv4 address, or the /64 that a
// provider gives to one IPv6 customer. All invalid addresses are one network.
func Network(a netip.Addr) netip.Prefix {
	a = a.Unmap()
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
