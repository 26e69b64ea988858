package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"time"

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

// maxDuplicateWait is how long a duplicate waits for the request that is under
// way, before it is told to come again.
const maxDuplicateWait = 5 * time.Second

// once runs a request under its Idempotency-Key, or returns the answer it had
// before. What it changes and the record of its answer are one transaction, and
// run may be run again. Errors: portal.ErrOtherBody, portal.ErrInProgress, and
// those of run.
func (s *server) once(
	ctx context.Context, key portal.Replay, run func(context.Context) (answered, keeping, error),
) (a answered, before bool, err error) {
	defer func() { s.repeated(before, err) }()
	left, done, ok := s.turns.take(ctx, key.Account+"\n"+key.Caller+"\n"+key.Key, maxDuplicateWait)
	if !ok {
		return answered{}, false, cmp.Or(ctx.Err(), portal.ErrInProgress)
	}
	defer done()
	kept, before, err := s.Portal.Once(ctx, key, left, func(ctx context.Context) (portal.Answering, error) {
		var keep keeping
		a, keep, err = run(ctx)
		switch {
		case err != nil || keep == keepNothing:
			return portal.Answering{}, err
		case keep == keepBinding:
			return portal.Answering{Status: portal.ReplayBound}, nil
		}
		return portal.Answering{Status: a.status, Type: a.kind, Body: a.body}, nil
	})
	if before {
		a = answered{kept.Status, kept.Type, kept.Body}
	}
	return a, before, err
}

// repeated tells what a request under a key was found to be.
func (s *server) repeated(before bool, err error) {
	result := ""
	switch {
	case errors.Is(err, portal.ErrOtherBody):
		result = "conflict"
	case errors.Is(err, portal.ErrInProgress):
		result = "in_progress"
	case before:
		result = "replayed"
	case err == nil:
		result = "first"
	}
	if s.Repeated != nil && result != "" {
		s.Repeated(result)
	}
}
