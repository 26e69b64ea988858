package hook

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/outbox"
)

// The bounds of a try.
const (
	allowed   = 10 * time.Second // for all of it: name, connection, TLS, answer
	maxHeader = 16 << 10         // bytes of the answer's status line and headers
	maxBody   = 16 << 10         // bytes of the answer's body that are read
	maxSaid   = 4 << 10          // bytes of them that are kept, where they are text
)

// agent is how we introduce ourselves.
const agent = "Latchkey/1 (+webhooks)"

// Poster posts deliveries. Any number of goroutines may use one.
type Poster struct {
	allowPrivate bool
	now          func() time.Time
	allowed      time.Duration
	dialer       *net.Dialer
	transport    *http.Transport
}

// New returns a Poster. allowPrivate is the operator's leave for private and
// loopback addresses and plain http; see CheckURL.
func New(allowPrivate bool, now func() time.Time) *Poster {
	dialer := guarded(allowPrivate)
	return &Poster{
		allowPrivate: allowPrivate,
		now:          now,
		allowed:      allowed,
		dialer:       dialer,
		transport:    transportOver(dialer),
	}
}

// guarded is a dialer that connects to public addresses only, unless the
// operator opened others.
func guarded(allowPrivate bool) *net.Dialer {
	return &net.Dialer{Timeout: allowed, Control: newGuard(allowPrivate).control}
}

func transportOver(dialer *net.Dialer) *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:       nil, // a proxy would connect where the guard cannot see
		DialContext: dialer.DialContext,
		// One connection per try: each is checked, none is shared between
		// endpoints, and a receiver cannot keep one open.
		DisableKeepAlives:      true,
		DisableCompression:     true, // a small answer stays small
		MaxResponseHeaderBytes: maxHeader,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		Protocols:              &protocols,
	}
}

// Post makes one try, signed with each of the post's secrets and the time of
// now, and returns within ten seconds.
func (p *Poster) Post(ctx context.Context, post outbox.Post) outbox.Answer {
	start := p.now()
	ctx, cancel := context.WithTimeout(ctx, p.allowed)
	defer cancel()
	req, err := p.request(ctx, post, start)
	if err != nil {
		return outbox.Answer{Error: err.Error()}
	}
	// RoundTrip and not Client.Do: nothing here follows a redirect.
	resp, err := p.transport.RoundTrip(req)
	if err != nil {
		return outbox.Answer{Error: inWords(err), Took: p.now().Sub(start), Sent: headLines(req.Header)}
	}
	defer resp.Body.Close()
	// The status decides. The body is taken in only so that a receiver which
	// is still writing it is not cut off, and its beginning is kept for people.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	a := judge(resp.StatusCode, resp.Header.Get("Retry-After"), start)
	a.Took, a.Sent, a.Said = p.now().Sub(start), headLines(req.Header), said(resp.Header.Get("Content-Type"), body)
	return a
}

// request makes the signed request. Its errors are in our own words.
func (p *Poster) request(ctx context.Context, post outbox.Post, at time.Time) (*http.Request, error) {
	// What was allowed when the endpoint was made need not be any more.
	if err := CheckURL(post.Endpoint.URL, p.allowPrivate); err != nil {
		return nil, err
	}
	body, err := Payload(post.Event)
	if err != nil {
		return nil, err
	}
	keys, err := keys(post.Secrets)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, post.Endpoint.URL, bytes.NewReader(body))
	if err != nil {
		return nil, errAddress
	}
	req.Header = sign(post.Endpoint.Style, post.Endpoint.HeaderPrefix, keys, letter{
		id: post.Event.ID, kind: post.Event.Type, body: body, at: at, replay: post.Replay,
	})
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", agent)
	return req, nil
}
