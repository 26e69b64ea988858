package hook

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"net"
	"time"
)

// Trust lets the tests' servers have certificates of their own making.
func (p *Poster) Trust(pool *x509.CertPool) { p.transport.TLSClientConfig.RootCAs = pool }

// Resolve replaces the machine's resolver.
func (p *Poster) Resolve(r *net.Resolver) { p.dialer.Resolver = r }

// Hurry shortens the time for a try.
func (p *Poster) Hurry(d time.Duration) { p.allowed = d }

// NewSecret makes a secret as an endpoint has it.
func NewSecret() string {
	key := make([]byte, 32)
	rand.Read(key)
	return secretPrefix + base64.StdEncoding.EncodeToString(key)
}
