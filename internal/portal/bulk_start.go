package portal

import (
	"context"
	"errors"
	"fmt"
)

// BulkStart starts a job that was counted; ErrChanged where it is in no state for
// it, or has another number of items. Above the limit of an account it
// takes a second owner. Who is at the command line holds the database and the
// keys anyway, and is asked for none.
type BulkStart struct {
	Job   string
	Items int64 // as it was agreed to
	Title string
}

func (BulkStart) kind() ProposalKind   { return StartsBulk }
func (BulkStart) need() Permission     { return MayAct }
func (c BulkStart) second(r Rule) bool { return c.Items > r.BulkLimit }

func (c BulkStart) effects() []string {
	return []string{
		fmt.Sprintf("%s, %d at once: job %s starts within a minute.", c.Title, c.Items, c.Job),
		"Until then it can be undone on its page. Mails that went out cannot be called back, and links that ended stay dead.",
	}
}

func (c BulkStart) check(ctx context.Context, _ *Service, tx Tx, account string) error {
	j, err := tx.BulkJob(ctx, Key{account, c.Job})
	if err != nil {
		return fmt.Errorf("job: %w", err)
	}
	if j.State != BulkReady || j.Chosen != c.Items || c.Items < 1 {
		return ErrChanged
	}
	return nil
}

func (c BulkStart) carry(ctx context.Context, s *Service, tx Tx, by Actor, account string) error {
	if err := c.check(ctx, s, tx, account); err != nil {
		return err
	}
	outcome, err := s.moveBulkIn(ctx, tx, by, Key{account, c.Job}, func(BulkJob) string { return "job.started" }, func(j *BulkJob) bool {
		s.started(j, by)
		return true
	}, nothingMore)
	if _, lost := outcome.(BulkNot); lost && err == nil {
		err = ErrChanged
	}
	return err
}

// AgreeBulk starts a job that is ready, if it has the number of items that was
// agreed to; or proposes that, where it takes a second owner.
func (s *Service) AgreeBulk(ctx context.Context, by Actor, k Key, agreed int64) (BulkOutcome, error) {
	j, err := s.BulkJob(ctx, k)
	if err != nil {
		return nil, err
	}
	done, err := s.Undertake(ctx, by, k.Account, BulkStart{Job: k.ID, Items: agreed, Title: bulkTitles[j.Verb]})
	if errors.Is(err, ErrChanged) || isAgain(err) {
		return BulkNot{Job: j}, nil
	}
	if err != nil || done.Waits() {
		return BulkProposed(done), err
	}
	j, err = s.BulkJob(ctx, k)
	return BulkMoved{Job: j}, err
}

var bulkTitles = map[BulkVerb]string{
	BulkReissue: "New links are mailed, and the links before stop working", BulkRemind: "Reminders are mailed", BulkRevoke: "Links are ended",
}

// alone reports whether the rule of an account lets a job start that somebody
// agreed to before it was counted.
func alone(ctx context.Context, tx Tx, j BulkJob) (bool, error) {
	if j.Actor == ByCommand {
		return true, nil
	}
	rule, err := ruleOf(ctx, tx, j.Account)
	return !rule.Holds() || j.Chosen <= rule.BulkLimit, err
}
