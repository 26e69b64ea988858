package hook

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// errGuarded is what the guard refuses with, wrapped.
var errGuarded = errors.New("address is not a public one")

// guard says which addresses a connection may go to. The deny list is the
// library's: everything that IANA does not call global unicast, and what other
// addresses hide in it (IPv4-mapped, NAT64, 6to4, Teredo). It knows prefixes by
// purpose, not the clouds' metadata services at addresses of other kinds, so
// those are ours.
type guard struct{ inner *ssrf.Guardian }

// private is what an operator may open.
var (
	private4 = prefixes("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
	private6 = prefixes("::1/128", "fc00::/7")
)

// metadata are services that hand a machine's credentials to whoever asks from
// it. They stay closed when private addresses are open; the best known,
// 169.254.169.254, is link-local, which is never opened.
var metadata = prefixes(
	"100.100.100.200/32", // Alibaba Cloud
	"168.63.129.16/32",   // Azure, a public address that only its machines reach
	"fd00:ec2::254/128",  // AWS
	"fd20:ce::254/128",   // Google Cloud
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

func newGuard(allowPrivate bool) guard {
	if allowPrivate {
		return guard{ssrf.New(ssrf.WithAnyPort(),
			ssrf.WithAllowedV4Prefixes(private4...), ssrf.WithAllowedV6Prefixes(private6...))}
	}
	return guard{ssrf.New(ssrf.WithPorts(ports...))}
}

// control is called by a net.Dialer after the name was looked up and before
// the connection is made, with the address it will really go to.
func (g guard) control(network, address string, c syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", errGuarded, err)
	}
	if err := g.checkAddr(to.Addr()); err != nil {
		return err
	}
	if err := g.inner.Safe(network, address, c); err != nil {
		return fmt.Errorf("%w: %w", errGuarded, err)
	}
	return nil
}

func (g guard) checkAddr(ip netip.Addr) error {
	if ip.Zone() != "" || slices.ContainsFunc(metadata, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return errGuarded
	}
	if err := g.inner.SafeAddr(ip); err != nil {
		return fmt.Errorf("%w: %w", errGuarded, err)
	}
	return nil
}
