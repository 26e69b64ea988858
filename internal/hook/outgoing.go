package hook

import (
	"net/http"
	"time"
)

// Outgoing returns a transport that goes only where an address typed by somebody
// outside may lead: see the package's comment. It is for RoundTrip, not for a
// Client, which would follow redirects. The caller's context bounds the time.
func Outgoing(allowPrivate bool) *http.Transport { return transportOver(guarded(allowPrivate)) }

// Sign returns the Standard Webhooks headers of a body that is sent under an id
// at a time, signed with a secret in the form of Standard Webhooks.
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
