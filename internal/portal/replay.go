package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// replayLife is how long an idempotency key stands for its request.
const replayLife = 7 * 24 * time.Hour

// claimLife is how long a key without an answer is waited for. Earlier releases
// wrote one before each request: whoever did and is not done by then has died.
const claimLife = time.Minute

// What an idempotency key is refused for.
var (
	ErrOtherBody  = errors.New("this Idempotency-Key was used with another request")
	ErrInProgress = errors.New("the request with this Idempotency-Key is under way")
)

// errKept means that another request with the key was done first.
var errKept = fmt.Errorf("%w, and is done this moment", ErrInProgress)

// Answering is what a request with an idempotency key came to. The zero
// Answering keeps nothing: the key is free again.
type Answering struct {
	Status int // of the answer, or ReplayBound
	Type   string
	Body   []byte
}

// Once runs a request that came with an idempotency key, or returns the answer
// that is kept (before is true then). What run changes under its context and the
// record of its answer are one transaction: there is never one without the
// other. run may be run again and touches nothing but what it makes itself; an
// error of it undoes everything. A duplicate that is under way in another
// process is waited for, at most for most. Errors: ErrOtherBody, ErrInProgress,
// those of run, and ours.
func (s *Service) Once(
	ctx context.Context, r Replay, most time.Duration, run func(context.Context) (Answering, error),
) (kept Replay, before bool, err error) {
	for range tries {
		kept, err := s.kept(ctx, r)
		switch {
		case err != nil:
			return Replay{}, false, err
		case kept.Status == ReplayBound:
			_, err := run(ctx)
			return Replay{}, false, err
		case kept.Status != 0:
			return kept, true, nil
		}
		if err := s.runOnce(ctx, r, most, run); !errors.Is(err, errKept) {
			return Replay{}, false, err
		}
	}
	return Replay{}, false, ErrInProgress
}

// kept is what the key stands for; the zero Replay: nothing.
func (s *Service) kept(ctx context.Context, r Replay) (Replay, error) {
	kept, err := s.store.Replay(ctx, r.Account, r.Caller, r.Key)
	switch {
	case errors.Is(err, ErrNotFound) || err == nil && kept.At.Before(s.now().Add(-replayLife)):
		return Replay{}, nil
	case err != nil:
		return Replay{}, fmt.Errorf("idempotency key: %w", err)
	case !bytes.Equal(kept.Request, r.Request):
		return Replay{}, ErrOtherBody
	}
	return kept, nil
}

// runOnce takes the key with the first change that run makes, so that a
// duplicate waits, and keeps the answer with the last.
func (s *Service) runOnce(ctx context.Context, r Replay, most time.Duration, run func(context.Context) (Answering, error)) error {
	r.At = s.now()
	claim := func(tx Tx) error {
		err := tx.AddReplay(ctx, r, r.At.Add(-replayLife), r.At.Add(-claimLife), most)
		if errors.Is(err, ErrExists) {
			return errKept
		}
		return err
	}
	return s.store.Whole(ctx, claim, func(ctx context.Context) error {
		a, err := run(ctx)
		if err != nil {
			return err
		}
		err = s.store.InTx(context.WithoutCancel(ctx), func(tx Tx) error {
			if a.Status == 0 {
				return tx.DropReplay(ctx, r)
			}
			r.Status, r.Type, r.Body = a.Status, a.Type, a.Body
			return tx.SetReplay(ctx, r)
		})
		if err != nil {
			return fmt.Errorf("idempotency key: %w", err)
		}
		return nil
	})
}

// ForgetReplays drops a batch of the answers whose keys are free again. more:
// some were left for the next call.
func (s *Service) ForgetReplays(ctx context.Context) (n int, more bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		gone, err := tx.DropReplays(ctx, s.now().Add(-replayLife), forgetBatch)
		n = int(gone)
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("drop idempotency keys: %w", err)
	}
	return n, n == forgetBatch, nil
}
