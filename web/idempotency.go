package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// maxIdempotencyKey is the longest Idempotency-Key in bytes.
const maxIdempotencyKey = 255

// answered is an answer that can be kept and given again.
type answered struct {
	status int
	kind   string // content type
	body   []byte
}

// keeping says what is kept of an answer to a request with an Idempotency-Key.
type keeping int

const (
	// keepNothing: the key is free again, as after a request that was refused.
	keepNothing keeping = iota
	// keepBinding: the key stands for this request from now on, but the answer
	// is made anew each time. Nothing that carries a link in it is stored.
	keepBinding
	// keepAnswer: the same answer is given again.
	keepAnswer
)

// errBadIdempotencyKey means that the header holds no key.
var errBadIdempotencyKey = errors.New("Idempotency-Key must be 1 to 255 printable ASCII characters, given once")

// idempotencyKey reads the header; empty: there is none.
func idempotencyKey(r *http.Request) (string, error) {
	values := r.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return "", nil
	}
	key := values[0]
	if len(values) > 1 || key == "" || len(key) > maxIdempotencyKey {
		return "", errBadIdempotencyKey
	}
	for i := range len(key) {
		if key[i] < ' ' || key[i] > '~' {
			return "", errBadIdempotencyKey
		}
	}
	return key, nil
}

// fingerprint is what makes two requests the same: method, path and body.
func fingerprint(r *http.Request, body []byte) []byte {
	h := sha256.New()
	h.Write([]byte(r.Method + " " + visitOf(r).path + "\n"))
	h.Write(body)
	return h.Sum(nil)
}

// once runs a request under its Idempotency-Key, or returns the answer it had
// before. Errors: portal.ErrOtherBody, portal.ErrInProgress (another process is
// at it), and those of run.
func (s *server) once(
	ctx context.Context, key portal.Replay, run func() (answered, keeping, error),
) (a answered, before bool, err error) {
	defer s.turns.take(key.Account + "\n" + key.Caller + "\n" + key.Key)()
	kept, err := s.Portal.ClaimReplay(ctx, key)
	if err != nil {
		return answered{}, false, err
	}
	if kept.Status >= http.StatusOK {
		return answered{kept.Status, kept.Type, kept.Body}, true, nil
	}
	a, keep, err := run()
	// What was done is done, whether or not its caller is still there.
	ctx = context.WithoutCancel(ctx)
	switch {
	case kept.Status == portal.ReplayBound:
		return a, false, err
	case err != nil || keep == keepNothing:
		return a, false, errors.Join(err, s.Portal.ReleaseReplay(ctx, key))
	case keep == keepBinding:
		key.Status = portal.ReplayBound
	default:
		key.Status, key.Type, key.Body = a.status, a.kind, a.body
	}
	return a, false, s.Portal.FinishReplay(ctx, key)
}
