package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Seen is what is told of a request once it was answered. All of it is of closed
// sets or a number: nothing says who asked, or for what.
type Seen struct {
	Method string
	Route  string // pattern of the path: "/{account}/p/{id}"
	Status int
	Took   time.Duration
	Check  string // how the link on it stood: "good", "expired"; empty: it carried none
}

// Watch is told that a request begins, and told through ended how it was
// answered. What it returns is the context that the request is answered with.
type Watch func(ctx context.Context) (watched context.Context, ended func(Seen))

// begin tells the watch, if there is one.
func (s *server) begin(ctx context.Context, v *visit) context.Context {
	if s.Watch != nil {
		ctx, v.ended = s.Watch(ctx)
	}
	return ctx
}

// tell passes on how a request was answered.
func (v *visit) tell(r *http.Request, status int, took time.Duration) {
	if v.ended != nil {
		v.ended(Seen{Method: method(r), Route: v.routeName(), Status: status, Took: took, Check: v.check})
	}
}

// checks names how a link stood.
var checks = map[portal.Standing]string{
	portal.Good: "good", portal.Damaged: "damaged", portal.Tampered: "tampered", portal.Policy: "policy",
	portal.Withdrawn: "withdrawn", portal.Superseded: "superseded", portal.NotYet: "not_yet", portal.Expired: "expired",
	portal.WasApproved: "approved", portal.WasDeclined: "declined", portal.IsBlocked: "blocked", portal.WasAnswered: "answered",
	portal.Forgotten: "forgotten",
}

// requestHeader is where a proxy names a request, and where we do to machines.
const requestHeader = "X-Request-Id"

// The length of a name that is taken from a proxy.
const (
	minRequestName = 8
	maxRequestName = 64
)

// requestName is the name that a trusted proxy gave a request, or a new one. It
// stands in every log line of the request, and on the page for our own faults,
// where a customer can read it out.
func (s *server) requestName(r *http.Request) string {
	if given := r.Header.Get(requestHeader); goodRequestName(given) && s.trusts(parseAddress(r.RemoteAddr)) {
		return given
	}
	var raw [5]byte
	rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	name := readable.EncodeToString(raw[:])
	return name[:4] + "-" + name[4:]
}

// readable has no letter that is taken for another one (Crockford's base 32).
var readable = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// goodRequestName keeps out of the log what could be an address or a link.
func goodRequestName(name string) bool {
	if len(name) < minRequestName || len(name) > maxRequestName {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return true
}
