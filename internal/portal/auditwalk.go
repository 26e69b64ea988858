package portal

import (
	"context"
	"fmt"
	"time"
)

// AuditWalk is how far the audit trails have been verified in the background,
// and how the last walk over all of them ended. It is kept, so that a server
// that is started anew goes on with it.
type AuditWalk struct {
	BeganAt time.Time // zero: none is under way
	Trail   string    // verified up to Seq, whose hash is Hash
	Seq     int64
	Hash    []byte
	Entries int64   // so far
	Breaks  []Break // found so far

	EndedAt time.Time // of the last; zero: none has ended yet
	Ended   AuditReport
}

// OK reports whether no break is known, of the last walk and of the one under way.
func (w AuditWalk) OK() bool { return len(w.Breaks) == 0 && len(w.Ended.Breaks) == 0 }

// AuditWalk says how far the verification in the background is.
func (s *Service) AuditWalk(ctx context.Context) (AuditWalk, error) {
	w, err := s.store.AuditWalk(ctx)
	if err != nil {
		return AuditWalk{}, fmt.Errorf("verification of the audit trail: %w", err)
	}
	return w, nil
}

// WalkAudit verifies the next entries of the trails, at most so many pages of
// 500. A walk begins when the last ended some time ago. Of several processes one
// goes on at a time; the others come too late and change nothing. It returns the
// walk as it stands then.
func (s *Service) WalkAudit(ctx context.Context, every time.Duration, pages int) (AuditWalk, error) {
	w, err := s.AuditWalk(ctx)
	if err != nil {
		return w, err
	}
	from := w
	trails, err := s.Trails(ctx)
	if err != nil {
		return w, err
	}
	if w.BeganAt.IsZero() {
		if len(trails) == 0 || !w.EndedAt.IsZero() && s.now().Sub(w.EndedAt) < every {
			return w, nil
		}
		w = AuditWalk{BeganAt: s.now(), Trail: trails[0], EndedAt: w.EndedAt, Ended: w.Ended}
	}
	for range pages {
		over, err := s.walkPage(ctx, &w)
		if err != nil {
			return from, err
		}
		if over && !w.next(trails) {
			w = AuditWalk{EndedAt: s.now(), Ended: AuditReport{Entries: w.Entries, Accounts: len(trails), Breaks: w.Breaks}}
			break
		}
	}
	return w, s.moveWalk(ctx, from, w)
}

// next goes on to the trail behind; false: that was the last.
func (w *AuditWalk) next(trails []string) bool {
	for _, t := range trails {
		if t > w.Trail {
			w.Trail, w.Seq, w.Hash = t, 0, nil
			return true
		}
	}
	return false
}

// walkPage verifies a page; over: the trail has ended, or does not hold from here.
func (s *Service) walkPage(ctx context.Context, w *AuditWalk) (over bool, err error) {
	seq, head, err := s.store.AuditHead(ctx, w.Trail)
	if err != nil {
		return false, fmt.Errorf("audit head of %q: %w", w.Trail, err)
	}
	page, err := s.store.Audit(ctx, w.Trail, w.Seq, auditPage)
	if err != nil {
		return false, fmt.Errorf("audit trail of %q: %w", w.Trail, err)
	}
	walk := trailWalk{vault: s.vault, account: w.Trail, headSeq: seq, head: head, last: w.Seq, prev: w.Hash}
	for _, e := range page {
		if broken := walk.step(e); broken != nil {
			w.Breaks = append(w.Breaks, *broken)
			return true, nil
		}
	}
	w.Entries += int64(len(page))
	w.Seq, w.Hash = walk.last, walk.prev
	if len(page) == auditPage {
		return false, nil
	}
	if w.Seq < seq {
		w.Breaks = append(w.Breaks, Break{w.Trail, w.Seq + 1, "the trail ends before its head"})
	}
	return true, nil
}

func (s *Service) moveWalk(ctx context.Context, from, to AuditWalk) error {
	err := s.store.InTx(ctx, func(tx Tx) error {
		_, err := tx.MoveAuditWalk(ctx, from, to) // who comes too late has verified for nothing
		return err
	})
	if err != nil {
		return fmt.Errorf("keep how far the audit trail is verified: %w", err)
	}
	return nil
}
