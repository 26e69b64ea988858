package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// replayLife is how long the answer to an idempotency key is kept.
const replayLife = 24 * time.Hour

// ErrOtherBody means that an idempotency key came again with another request.
var ErrOtherBody = errors.New("this Idempotency-Key was used with another request")

// Replayed returns the stored answer of an idempotency key; false: there is
// none. ErrOtherBody: the key stands for another request.
func (s *Service) Replayed(ctx context.Context, r Replay) (Replay, bool, error) {
	kept, err := s.store.Replay(ctx, r.Account, r.Caller, r.Key)
	switch {
	case errors.Is(err, ErrNotFound):
		return Replay{}, false, nil
	case err != nil:
		return Replay{}, false, fmt.Errorf("idempotency key: %w", err)
	case s.now().Sub(kept.At) > replayLife:
		return Replay{}, false, nil
	case !bytes.Equal(kept.Request, r.Request):
		return Replay{}, false, ErrOtherBody
	}
	return kept, true, nil
}

// KeepReplay stores the answer to an idempotency key. One that is there
// already stays: the first answer counts.
func (s *Service) KeepReplay(ctx context.Context, r Replay) error {
	r.At = s.now()
	err := s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.DropReplays(ctx, r.At.Add(-replayLife)); err != nil {
			return err
		}
		return tx.AddReplay(ctx, r)
	})
	if errors.Is(err, ErrExists) {
		return nil
	}
	return err
}
