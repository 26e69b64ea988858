package portal

import (
	"context"
	"fmt"
	"time"
)

// BulkOutcome is what became of a wish about a job. Each of its types can be
// caused by living normally; none is an error.
//
//sumtype:decl
type BulkOutcome interface{ bulkOutcome() }

// BulkMoved says that the job is as it was wished.
type BulkMoved struct{ Job BulkJob }

// BulkNot says that it was in no state for it, or that another number was agreed
// to than there is now. Nothing was changed.
type BulkNot struct{ Job BulkJob }

// BulkTooMany says that it has more items than one person alone may start.
// Nothing was changed.
type BulkTooMany struct{ Job BulkJob }

func (BulkMoved) bulkOutcome()   {}
func (BulkNot) bulkOutcome()     {}
func (BulkTooMany) bulkOutcome() {}

// alone reports whether the actor may start that many items without a second
// person. Who is at the command line holds the database and the keys anyway.
func alone(by Actor, items int64) bool { return items <= BulkLimit || by == ByCommand }

// AgreeBulk starts a job that is ready, if it has the number of items that was
// agreed to.
func (s *Service) AgreeBulk(ctx context.Context, by Actor, k Key, agreed int64) (BulkOutcome, error) {
	return s.agree(ctx, by, k, agreed, alone)
}

// AgreeBulkTogether starts a job that a second person has looked at: there is no
// limit to its items.
func (s *Service) AgreeBulkTogether(ctx context.Context, by Actor, k Key, agreed int64) (BulkOutcome, error) {
	return s.agree(ctx, by, k, agreed, func(Actor, int64) bool { return true })
}

func (s *Service) agree(ctx context.Context, by Actor, k Key, agreed int64, may func(Actor, int64) bool) (BulkOutcome, error) {
	tooMany := false
	outcome, err := s.moveBulk(ctx, by, k, "job.started", func(j *BulkJob) bool {
		tooMany = j.State == BulkReady && j.Chosen == agreed && !may(by, agreed)
		if j.State != BulkReady || j.Chosen != agreed || agreed < 1 || tooMany {
			return false
		}
		s.started(j, by)
		return true
	})
	if not, lost := outcome.(BulkNot); lost && tooMany {
		return BulkTooMany(not), err
	}
	return outcome, err
}

// started is a job that somebody agreed to.
func (s *Service) started(j *BulkJob, by Actor) {
	j.State, j.Actor, j.Agreed = BulkRunning, by, j.Chosen
	j.StartsAt = s.now().Add(j.Delay)
	j.NextAt, j.SinceAt, j.SinceDone = j.StartsAt, j.StartsAt, j.Settled()
}

// PauseBulk holds a running job behind the item that is being done.
func (s *Service) PauseBulk(ctx context.Context, by Actor, k Key) (BulkOutcome, error) {
	return s.moveBulk(ctx, by, k, "job.paused", func(j *BulkJob) bool {
		was := j.State
		j.State = BulkPaused
		return was == BulkRunning
	})
}

// ResumeBulk goes on with a paused job.
func (s *Service) ResumeBulk(ctx context.Context, by Actor, k Key) (BulkOutcome, error) {
	return s.moveBulk(ctx, by, k, "job.resumed", func(j *BulkJob) bool {
		was := j.State
		j.State, j.NextAt, j.SinceAt, j.SinceDone = BulkRunning, s.now(), s.now(), j.Settled()
		return was == BulkPaused
	})
}

// StopBulk ends a job behind the item that is being done. Before its first item
// that undoes it.
func (s *Service) StopBulk(ctx context.Context, by Actor, k Key) (BulkOutcome, error) {
	return s.moveBulk(ctx, by, k, "job.stopped", func(j *BulkJob) bool {
		was := j.State
		j.State, j.EndedAt = BulkStopped, s.now()
		return !was.Over()
	})
}

// RetryBulk does the failed items of a job once more that is over.
func (s *Service) RetryBulk(ctx context.Context, by Actor, k Key) (BulkOutcome, error) {
	return s.moveBulkAnd(ctx, by, k, func(BulkJob) string { return "job.retried" }, func(j *BulkJob) bool {
		was := j.State
		j.State, j.Actor, j.EndedAt = BulkRunning, by, time.Time{}
		j.NextAt, j.SinceAt, j.SinceDone = s.now(), s.now(), j.Settled()-j.Failed
		return was == BulkDone && j.Failed > 0
	}, func(tx Tx, j BulkJob) error {
		_, err := tx.RetryBulkItems(ctx, j.Key)
		return err
	})
}

func (s *Service) moveBulk(ctx context.Context, by Actor, k Key, act string, move func(*BulkJob) bool) (BulkOutcome, error) {
	return s.moveBulkAnd(ctx, by, k, func(BulkJob) string { return act }, move, nothingMore)
}

func nothingMore(Tx, BulkJob) error { return nil }

// moveBulkAnd changes the state of a job with one conditional statement, and
// does the rest in the same transaction. move says whether the job is in a state
// for it.
func (s *Service) moveBulkAnd(
	ctx context.Context, by Actor, k Key, act func(BulkJob) string, move func(*BulkJob) bool, rest func(Tx, BulkJob) error,
) (BulkOutcome, error) {
	for range tries {
		var outcome BulkOutcome
		err := s.store.InTx(ctx, func(tx Tx) error {
			was, err := tx.BulkJob(ctx, k)
			if err != nil {
				return fmt.Errorf("job: %w", err)
			}
			next := was
			if outcome = (BulkNot{Job: was}); !move(&next) {
				return nil
			}
			won, err := tx.MoveBulkJob(ctx, next, was.State)
			if err == nil && !won {
				err = errAgain
			}
			if err != nil {
				return err
			}
			if err := rest(tx, next); err != nil {
				return err
			}
			outcome = BulkMoved{Job: next}
			return s.RecordIn(ctx, tx, bulkEntry(next, by, act(next), map[string]any{
				"state": next.State, "items": next.Chosen, "done": next.Done, "skipped": next.Skipped, "failed": next.Failed,
			}))
		})
		if !isAgain(err) {
			return outcome, err
		}
	}
	return nil, fmt.Errorf("change job %s: %w", k.ID, errAgain)
}
