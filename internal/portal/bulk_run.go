package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A round takes some pages or items of every job that is due and then lets go,
// so that many jobs go on side by side and live traffic comes in between.
const (
	bulkLease  = time.Minute
	bulkRound  = 20  // jobs of a round
	bulkPages  = 10  // pages of a plan in a round
	bulkBatch  = 100 // items in a round
	bulkAtOnce = 25  // items that are read at a time
)

// RunBulk does a round of every job that is due, and says how many pages and
// items that were; 0: there is nothing to do just now. A fault with one job
// keeps none of the others.
func (s *Service) RunBulk(ctx context.Context) (int, error) {
	due, err := s.store.DueBulkJobs(ctx, s.now(), bulkRound)
	if err != nil {
		return 0, fmt.Errorf("jobs that are due: %w", err)
	}
	total, faults := 0, []error{}
	for _, k := range due {
		if ctx.Err() != nil {
			break
		}
		n, err := s.WorkBulk(ctx, k)
		if total += n; err != nil {
			faults = append(faults, fmt.Errorf("job %s: %w", k.ID, err))
		}
	}
	return total, errors.Join(faults...)
}

// WorkBulk does a round of one job: it claims it, goes on with it, and lets go of
// it. 0: it is not due, or another process has it.
func (s *Service) WorkBulk(ctx context.Context, k Key) (n int, err error) {
	runner := NewID("run")
	var j BulkJob
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		j, err = tx.ClaimBulkJob(ctx, k, runner, s.now(), bulkLease)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return 0, nil // another process was first
	}
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	if j.State == BulkPlanning {
		n, err = s.planBulk(ctx, j)
	} else {
		n, err = s.workBulk(ctx, j)
	}
	if errors.Is(err, errLostClaim) {
		return n, nil // paused, stopped, or claimed by another process
	}
	freed := s.letGo(context.WithoutCancel(ctx), k, runner)
	return n, errors.Join(err, freed)
}

// letGo gives a claim back, also when the server stops: the next process goes on
// at once.
func (s *Service) letGo(ctx context.Context, k Key, runner string) error {
	return s.store.InTx(ctx, func(tx Tx) error { return tx.ReleaseBulkJob(ctx, k, runner, s.now()) })
}

// workBulk does the next items of a job, and ends it behind the last. A fault
// with one item keeps none of the others; the first is told.
func (s *Service) workBulk(ctx context.Context, j BulkJob) (n int, fault error) {
	for n < bulkBatch {
		items, err := s.store.BulkItems(ctx, BulkItemFilter{Job: j.Key, State: ItemTodo, Limit: bulkAtOnce})
		if err != nil {
			return n, errors.Join(fault, fmt.Errorf("items: %w", err))
		}
		if len(items) == 0 {
			return n, errors.Join(fault, s.endBulk(ctx, j))
		}
		for _, item := range items {
			if err := ctx.Err(); err != nil {
				return n, err
			}
			failed, err := s.doItem(ctx, j, item)
			if fault == nil {
				fault = failed
			}
			if err != nil {
				return n, errors.Join(err, fault)
			}
			n++
		}
	}
	return n, fault
}

// doItem does one item. What is there again at every try is the item's fault: it
// is marked as failed, and told. Everything else stops the round.
func (s *Service) doItem(ctx context.Context, j BulkJob, item BulkItem) (failed, err error) {
	err = s.change(ctx, j, item)
	if !lasting(ctx, err) {
		return nil, err
	}
	failed = fmt.Errorf("item %d: %w", item.Place, err)
	return failed, s.store.InTx(ctx, func(tx Tx) error {
		if err := s.hold(ctx, tx, j); err != nil {
			return err
		}
		return s.mark(ctx, tx, item, ItemFailed, WhyFault)
	})
}

// hold is how every transaction of a job's items begins: it locks the job's row,
// and goes on only if the job still runs and under this claim.
func (s *Service) hold(ctx context.Context, tx Tx, j BulkJob) error {
	won, err := tx.HoldBulkJob(ctx, j.Key, j.Runner, s.now().Add(bulkLease))
	if err == nil && !won {
		err = errLostClaim
	}
	return err
}

// mark is how it ends: with the item's mark.
func (s *Service) mark(ctx context.Context, tx Tx, item BulkItem, state BulkItemState, why BulkReason) error {
	item.State, item.Reason, item.At = state, why, s.now()
	won, err := tx.SettleBulkItem(ctx, item)
	if err == nil && !won {
		err = errLostClaim
	}
	return err
}

// markAs marks what the judgement, or the verb that lost, came to.
func (s *Service) markAs(ctx context.Context, tx Tx, j BulkJob, item BulkItem, why BulkReason) error {
	if why != "" {
		return s.mark(ctx, tx, item, ItemSkipped, why)
	}
	if undone := j.Selection.Job; undone != "" {
		if err := tx.UndoneBulkItem(ctx, Key{j.Account, undone}, item, s.now()); err != nil {
			return err
		}
	}
	return s.mark(ctx, tx, item, ItemDone, "")
}

// endBulk ends a job that has nothing left to be done.
func (s *Service) endBulk(ctx context.Context, j BulkJob) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := s.hold(ctx, tx, j); err != nil {
			return err
		}
		now, err := tx.BulkJob(ctx, j.Key)
		if err != nil {
			return fmt.Errorf("job: %w", err)
		}
		now.State, now.EndedAt = BulkDone, s.now()
		if won, err := tx.MoveBulkJob(ctx, now, BulkRunning); err != nil || !won {
			return err
		}
		return s.RecordIn(ctx, tx, bulkEntry(now, now.Actor, "job.done", map[string]any{
			"items": now.Chosen, "done": now.Done, "skipped": now.Skipped, "failed": now.Failed,
		}))
	})
}
