package hook

import (
	"cmp"
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Signed reports whether the headers of a try, one per line, carry a signature
// that one of the secrets makes over the body of this event: what a receiver
// checks, but for the age.
func Signed(e portal.Endpoint, event portal.Event, secrets []string, head string) bool {
	sent := http.Header{}
	for line := range strings.Lines(head) {
		if name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); ok {
			sent.Add(name, value)
		}
	}
	prefix := "Webhook-"
	if e.Style == portal.TimedStyle {
		prefix = cmp.Or(e.HeaderPrefix, DefaultPrefix)
	}
	at, err := strconv.ParseInt(sent.Get(prefix+"Timestamp"), 10, 64)
	if err != nil {
		return false
	}
	body, err := Payload(event)
	if err != nil {
		return false
	}
	all, err := keys(secrets)
	if err != nil {
		return false
	}
	separator := " "
	if e.Style == portal.TimedStyle {
		separator = ","
	}
	given := strings.Split(sent.Get(prefix+"Signature"), separator)
	for _, key := range all {
		made := sign(e.Style, e.HeaderPrefix, [][]byte{key}, letter{id: event.ID, kind: event.Type, body: body, at: time.Unix(at, 0)})
		parts := strings.Split(made.Get(prefix+"Signature"), separator)
		want := parts[len(parts)-1]
		for _, one := range given {
			if subtle.ConstantTimeCompare([]byte(one), []byte(want)) == 1 {
				return true
			}
		}
	}
	return false
}
