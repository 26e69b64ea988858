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

// BulkProposed says that it has more items than one person alone may start: it
// waits for a second owner. Nothing was changed.
type BulkProposed struct{ Proposal Proposal }

func (BulkMoved) bulkOutcome()    {}
func (BulkNot) bulkOutcome()      {}
func (BulkProposed) bulkOutcome() {}

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
) (outcome BulkOutcome, err error) {
	for range tries {
		err = s.store.InTx(ctx, func(tx Tx) (err error) {
			outcome, err = s.moveBulkIn(ctx, tx, by, k, act, move, rest)
			return err
		})
		if !isAgain(err) {
			return outcome, err
		}
	}
	return nil, fmt.Errorf("change job %s: %w", k.ID, errAgain)
}

func (s *Service) moveBulkIn(
	ctx context.Context, tx Tx, by Actor, k Key, act func(BulkJob) string, move func(*BulkJob) bool, rest func(Tx, BulkJob) error,
) (BulkOutcome, error) {
	was, err := tx.BulkJob(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	next := was
	if !move(&next) {
		return BulkNot{Job: was}, nil
	}
	won, err := tx.MoveBulkJob(ctx, next, was.State)
	if err == nil && !won {
		err = errAgain
	}
	if err != nil {
		return nil, err
	}
	if err := rest(tx, next); err != nil {
		return nil, err
	}
	return BulkMoved{Job: next}, s.RecordIn(ctx, tx, bulkEntry(next, by, act(next), map[string]any{
		"state": next.State, "items": next.Chosen, "done": next.Done, "skipped": next.Skipped, "failed": next.Failed,
	}))
}
