package hook

import (
	"crypto/x509"
	"net"
	"time"
)

// Trust lets the tests' servers have certificates of their own making.
func (p *Poster) Trust(pool *x509.CertPool) { p.transport.TLSClientConfig.RootCAs = pool }

// Resolve replaces the machine's resolver.
func (p *Poster) Resolve(r *net.Resolver) { p.dialer.Resolver = r }

// Hurry shortens the time for a try.
func (p *Poster) Hurry(d time.Duration) { p.allowed = d }
