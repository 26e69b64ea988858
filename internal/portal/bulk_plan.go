package portal

import (
	"context"
)

// planBulk writes down the next pages of a job's items, and behind the last one
// says what becomes of the job. Each page commits with the cursor of the next:
// a plan that was cut off goes on where it stood.
func (s *Service) planBulk(ctx context.Context, j BulkJob) (n int, err error) {
	for n < bulkPages {
		more := false
		if j, more, err = s.planPage(ctx, j); err != nil {
			return n, err
		}
		if n++; !more {
			return n, s.planned(ctx, j)
		}
	}
	return n, nil
}

// planPage is one page; more: there is another.
func (s *Service) planPage(ctx context.Context, j BulkJob) (next BulkJob, more bool, err error) {
	if j.Cursor == planOver {
		return j, false, nil
	}
	page, cursor, err := s.pick(ctx, j.Account, j.Selection, j.Cursor)
	if err != nil {
		return j, false, err
	}
	next = j
	items := make([]BulkItem, 0, len(page))
	for _, c := range page {
		item, err := s.judge(ctx, j, c)
		if err != nil {
			return j, false, err
		}
		next.Looked++
		item.Place = next.Looked
		if item.State == ItemTodo {
			next.Chosen++
		} else {
			next.LeftOut++
		}
		items = append(items, item)
	}
	more = cursor != ""
	if next.Cursor = cursor; !more {
		next.Cursor = planOver
	}
	next.NextAt = s.now().Add(bulkLease)
	err = s.store.InTx(ctx, func(tx Tx) error {
		won, err := tx.PlanBulkJob(ctx, next, j.Cursor)
		if err == nil && !won {
			err = errLostClaim
		}
		if err != nil {
			return err
		}
		return tx.AddBulkItems(ctx, items)
	})
	return next, more, err
}

// planOver is the cursor behind the last page. No id begins like it.
const planOver = "/"

// planned is what becomes of a job whose items are all written down: it starts
// if somebody agreed to this number, and else waits to be agreed to. A job
// without an item to be done is done.
func (s *Service) planned(ctx context.Context, j BulkJob) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		may, err := alone(ctx, tx, j)
		if err != nil {
			return err
		}
		outcome, err := s.moveBulkIn(ctx, tx, j.Actor, j.Key, plannedAct, func(now *BulkJob) bool {
			if now.State != BulkPlanning || now.Runner != j.Runner {
				return false
			}
			agreed := now.Agreed == now.Chosen || now.Agreed == AgreedToAll
			switch {
			case now.Chosen == 0:
				now.State, now.EndedAt = BulkDone, s.now()
			case agreed && may:
				s.started(now, now.Actor)
			default:
				now.State, now.Agreed = BulkReady, 0
			}
			return true
		}, nothingMore)
		if _, lost := outcome.(BulkNot); lost || isAgain(err) {
			err = errLostClaim
		}
		return err
	})
}

func plannedAct(j BulkJob) string {
	switch j.State {
	case BulkRunning:
		return "job.started"
	case BulkDone:
		return "job.done"
	}
	return "job.counted"
}

// PlanBulk plans a job to its end at once, where nobody else is planning it.
func (s *Service) PlanBulk(ctx context.Context, k Key) (BulkJob, error) {
	for {
		j, err := s.BulkJob(ctx, k)
		if err != nil || j.State != BulkPlanning {
			return j, err
		}
		if n, err := s.WorkBulk(ctx, k); err != nil || n == 0 {
			return j, err // n is 0 where another process has it
		}
	}
}
