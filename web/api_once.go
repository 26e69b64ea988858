package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// errOurFault undoes what an operation did that answers with a fault of ours.
var errOurFault = errors.New("the operation answered with a fault of ours")

// runOnce runs an operation under its Idempotency-Key, or gives its answer
// again.
func (a *api) runOnce(w http.ResponseWriter, r *http.Request, d door, name string, body []byte) *apiProblem {
	c := callOf(r.Context())
	var rec *capture
	key := portal.Replay{
		Account: c.account(), Caller: "key:" + c.key.ID + " " + visitOf(r).route, Key: name, Request: fingerprint(r, body),
	}
	kept, before, err := a.once(r.Context(), key, func(ctx context.Context) (answered, keeping, error) {
		rec, c.kept = newCapture(), nil
		r := r.WithContext(ctx)
		r.Body = io.NopCloser(bytes.NewReader(body))
		a.mux.ServeHTTP(rec, r)
		switch {
		case rec.status >= http.StatusInternalServerError:
			return answered{}, keepNothing, errOurFault
		case rec.status >= http.StatusMultipleChoices:
			return answered{}, keepNothing, nil
		}
		out := answered{rec.status, rec.header.Get("Content-Type"), rec.body.Bytes()}
		if c.kept == nil {
			return out, keepAnswer, nil
		}
		var err error
		out.body, err = encode(c.kept)
		return out, keepAnswer, err
	})
	switch {
	case errors.Is(err, portal.ErrOtherBody):
		return problemFor(http.StatusUnprocessableEntity, "idempotency-conflict",
			"This Idempotency-Key was used with another request. Use a new key for a new request.")
	case errors.Is(err, portal.ErrInProgress):
		w.Header().Set("Retry-After", "1")
		return inProgress()
	case errors.Is(err, errOurFault):
		rec.replay(w)
		return nil
	case err != nil:
		return a.problemOf(r.Context(), err)
	case before && d.refill != nil:
		whole, err := d.refill(r.Context(), kept.body)
		if err != nil {
			return a.problemOf(r.Context(), err)
		}
		if kept.body, err = encode(whole); err != nil {
			return a.problemOf(r.Context(), err)
		}
	case !before:
		rec.replay(w)
		return nil
	}
	kept.write(w)
	return nil
}

// write sends an answer that was kept.
func (k answered) write(w http.ResponseWriter) {
	if k.kind != "" {
		w.Header().Set("Content-Type", k.kind)
	}
	w.WriteHeader(k.status)
	_, _ = w.Write(k.body) // a failed write means that the caller has gone away
}

// capture takes an answer down.
type capture struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newCapture() *capture { return &capture{header: http.Header{}, status: http.StatusOK} }

func (c *capture) Header() http.Header         { return c.header }
func (c *capture) WriteHeader(status int)      { c.status = status }
func (c *capture) Write(b []byte) (int, error) { return c.body.Write(b) }

// replay sends what was taken down.
func (c *capture) replay(w http.ResponseWriter) {
	for name, values := range c.header {
		w.Header()[name] = values
	}
	w.WriteHeader(c.status)
	_, _ = w.Write(c.body.Bytes()) // a failed write means that the caller has gone away
}
