package hook

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// Outgoing returns a transport that goes only where an address typed by somebody
// outside may lead: see the package's comment. It is for RoundTrip, not for a
// Client, which would follow redirects. wait bounds the making of a connection.
func Outgoing(allowPrivate bool, wait time.Duration) *http.Transport {
	t, _ := outgoing(allowPrivate, wait)
	return t
}

func outgoing(allowPrivate bool, wait time.Duration) (*http.Transport, *net.Dialer) {
	dialer := &net.Dialer{Timeout: wait, Control: newGuard(allowPrivate).control}
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
	}, dialer
}

// Sign returns the Standard Webhooks headers of a body that is sent under an id
// at a time, signed with a secret as NewSecret makes it.
func Sign(secret, id string, body []byte, at time.Time) (http.Header, error) {
	keys, err := keys([]string{secret})
	if err != nil {
		return nil, err
	}
	return signStandard(keys, letter{id: id, body: body, at: at}), nil
}

// InWords says why no answer came, in words of ours: an error of the network can
// quote an address with its query, and tell a stranger what our network looks
// like.
func InWords(err error) string { return inWords(err) }
