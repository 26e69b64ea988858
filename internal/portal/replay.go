package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// replayLife is how long an idempotency key stands for its request.
const replayLife = 24 * time.Hour

// claimLife is how long a request that was begun is waited for. Whoever is not
// done by then has died.
const claimLife = time.Minute

// What the Status of a Replay says when it is not that of an answer.
const (
	replayClaimed = 0 // its request has begun and is not done
	ReplayBound   = 1 // its request is done; the answer was not kept and is made anew
)

// What an idempotency key is refused for.
var (
	ErrOtherBody  = errors.New("this Idempotency-Key was used with another request")
	ErrInProgress = errors.New("the request with this Idempotency-Key is under way")
)

// ClaimReplay begins a request with an idempotency key. It returns the answer
// that is kept, or ReplayBound, or a zero Replay: then the caller runs the
// request and ends with FinishReplay or ReleaseReplay. Errors: ErrOtherBody,
// ErrInProgress.
func (s *Service) ClaimReplay(ctx context.Context, r Replay) (Replay, error) {
	r.Status, r.At = replayClaimed, s.now()
	var kept Replay
	err := s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.DropReplays(ctx, r.At.Add(-replayLife)); err != nil {
			return fmt.Errorf("drop idempotency keys: %w", err)
		}
		kept = Replay{}
		err := tx.AddReplay(ctx, r)
		if !errors.Is(err, ErrExists) {
			return err
		}
		if kept, err = tx.Replay(ctx, r.Account, r.Caller, r.Key); err != nil {
			return fmt.Errorf("idempotency key: %w", err)
		}
		switch {
		case !bytes.Equal(kept.Request, r.Request):
			return ErrOtherBody
		case kept.Status != replayClaimed:
			return nil
		case r.At.Sub(kept.At) < claimLife:
			return ErrInProgress
		}
		before := kept.At
		kept = Replay{}
		won, err := tx.SetReplay(ctx, r, before)
		if err == nil && !won {
			err = ErrInProgress
		}
		return err
	})
	return kept, err
}

// FinishReplay keeps the answer of a request that was claimed.
func (s *Service) FinishReplay(ctx context.Context, r Replay) error {
	return s.endReplay(ctx, r, func(tx Tx, claimedAt time.Time) error {
		r.At = s.now()
		_, err := tx.SetReplay(ctx, r, claimedAt)
		return err
	})
}

// ReleaseReplay gives a claimed key free: its request was refused, and may come
// again in other words.
func (s *Service) ReleaseReplay(ctx context.Context, r Replay) error {
	return s.endReplay(ctx, r, func(tx Tx, claimedAt time.Time) error {
		return tx.DropReplay(ctx, r, claimedAt)
	})
}

func (s *Service) endReplay(ctx context.Context, r Replay, end func(Tx, time.Time) error) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		kept, err := tx.Replay(ctx, r.Account, r.Caller, r.Key)
		if errors.Is(err, ErrNotFound) {
			return nil // it ran longer than a key is kept
		}
		if err == nil {
			err = end(tx, kept.At)
		}
		if err != nil {
			return fmt.Errorf("idempotency key: %w", err)
		}
		return nil
	})
}
