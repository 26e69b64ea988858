package pay

import (
	"context"
	"fmt"
)

// Complete asks for what an event left out: the method above all. Its Result
// says how the session stands now, which may be later than the event. A Result
// that is not Partial comes back as it is. Errors are those of Look.
func Complete(ctx context.Context, p Provider, r Result) (Result, error) {
	if !r.Partial {
		return r, nil
	}
	seen, err := p.Look(ctx, r.Session)
	if err != nil {
		return Result{}, err
	}
	if seen.Account != r.Account || seen.Payment != r.Payment || seen.Purpose != r.Purpose {
		return Result{}, fmt.Errorf("%w: the event told of another payment than the session", ErrUnknown)
	}
	seen.Event = r.Event
	return seen, nil
}
