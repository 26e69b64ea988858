package limit

import (
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
)

// Listener is a net.Listener that takes so many connections of one network at
// once. What comes beyond is closed before a byte of it is read.
type Listener struct {
	net.Listener
	most  int
	spare func(netip.Addr) bool

	mu      sync.Mutex
	open    map[netip.Prefix]int // only networks with a connection: bounded by whoever bounds those
	refused atomic.Int64
}

// PerAddress bounds the connections per network (see Network); an address that
// spare names may have any number, as a proxy must.
func PerAddress(l net.Listener, most int, spare func(netip.Addr) bool) *Listener {
	return &Listener{Listener: l, most: most, spare: spare, open: map[netip.Prefix]int{}}
}

// Refused is how many connections were closed at once.
func (l *Listener) Refused() int64 { return l.refused.Load() }

// Accept returns the next connection that is not one too many.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		address, _ := netip.ParseAddrPort(c.RemoteAddr().String())
		if l.spare(address.Addr().Unmap()) {
			return c, nil
		}
		network := Network(address.Addr())
		if l.enter(network) {
			return &counted{Conn: c, leave: sync.OnceFunc(func() { l.leave(network) })}, nil
		}
		l.refused.Add(1)
		_ = c.Close() // it was never used
	}
}

func (l *Listener) enter(network netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[network] >= l.most {
		return false
	}
	l.open[network]++
	return true
}

func (l *Listener) leave(network netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[network]--; l.open[network] == 0 {
		delete(l.open, network)
	}
}

// counted is a connection that is counted until it is closed.
type counted struct {
	net.Conn
	leave func()
}

func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
