package portal

import (
	"context"
	"fmt"
	"regexp"
	"time"
)

// BulkAsk asks for a job.
type BulkAsk struct {
	Actor     Actor
	Account   string
	ID        string // empty: a new one; a form that is sent twice makes one job
	Verb      BulkVerb
	Selection Selection
	Days      int           // of new links; 0: as the partner or the account has it
	Agreed    int64         // see BulkJob
	Delay     time.Duration // see BulkJob
}

// Greatest lives that a job can ask for, in days.
const maxBulkDays = 99

var bulkID = regexp.MustCompile(`^job_[A-Z2-7]{26}$`)

// drafted is the job that is asked for. Errors: *InvalidError; ErrNotFound: no
// such account, partner or job to be undone.
func (s *Service) drafted(ctx context.Context, ask BulkAsk) (BulkJob, error) {
	l := &checklist{}
	sel := ask.Selection.checked(l, s.now())
	most := maxBulkDays
	if sel.Over == OverRequests {
		most = MaxTTLDays
	}
	switch {
	case ask.Verb != BulkReissue && ask.Verb != BulkRemind && ask.Verb != BulkRevoke:
		l.say("verb", "must be reissue, remind or revoke")
	case ask.Verb != BulkReissue && ask.Days != 0:
		l.say("days", "are for new links")
	case ask.Days < 0 || ask.Days > most:
		l.say("days", "must be from 1 to %d", most)
	}
	if sel.Job != "" && ask.Verb != BulkReissue {
		l.say("job", "is undone by new links")
	}
	if ask.ID == "" {
		ask.ID = NewID("job")
	}
	if !bulkID.MatchString(ask.ID) {
		l.say("id", "is none of a job")
	}
	if err := l.err(); err != nil {
		return BulkJob{}, err
	}
	j := BulkJob{
		Key: Key{ask.Account, ask.ID}, Verb: ask.Verb, Selection: sel, Days: ask.Days, Actor: ask.Actor, State: BulkPlanning,
		Agreed: ask.Agreed, Delay: ask.Delay, NextAt: s.now(), CreatedAt: s.now(),
	}
	return j, s.known(ctx, j)
}

// known looks up what a job names.
func (s *Service) known(ctx context.Context, j BulkJob) error {
	if _, err := s.store.Account(ctx, j.Account); err != nil {
		return fmt.Errorf("account %s: %w", j.Account, err)
	}
	if p := j.Selection.Partner; p != "" {
		if _, err := s.store.Partner(ctx, j.Account, p); err != nil {
			return fmt.Errorf("partner %s: %w", p, err)
		}
	}
	if id := j.Selection.Job; id != "" {
		old, err := s.store.BulkJob(ctx, Key{j.Account, id})
		if err != nil {
			return fmt.Errorf("job %s: %w", id, err)
		}
		if old.Verb != BulkRevoke || !old.State.Over() || old.Selection.Over != j.Selection.Over {
			l := &checklist{}
			l.say("job", "cannot be undone so: only a job that revoked, once it is over, and over the same")
			return l.err()
		}
	}
	return nil
}

// SurveyBulk says of each object of a selection what the job would do, and
// changes nothing: each is called with the items in order, until it says no.
// Errors are those of MakeBulk.
func (s *Service) SurveyBulk(ctx context.Context, ask BulkAsk, each func(BulkItem) bool) error {
	j, err := s.drafted(ctx, ask)
	if err != nil {
		return err
	}
	for cursor, more := "", true; more; {
		page, next, err := s.pick(ctx, j.Account, j.Selection, cursor)
		if err != nil {
			return err
		}
		for _, c := range page {
			item, err := s.judge(ctx, j, c)
			if err != nil {
				return err
			}
			if !each(item) {
				return nil
			}
		}
		cursor, more = next, next != ""
	}
	return ctx.Err()
}

// MakeBulk makes a job and leaves it to RunBulk to plan and to run. One that is
// there already is returned as it is. Errors: *InvalidError; ErrNotFound.
func (s *Service) MakeBulk(ctx context.Context, ask BulkAsk) (BulkJob, error) {
	j, err := s.drafted(ctx, ask)
	if err != nil {
		return BulkJob{}, err
	}
	if ask.ID != "" {
		if had, err := s.store.BulkJob(ctx, j.Key); err == nil {
			return had, nil
		}
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddBulkJob(ctx, j); err != nil {
			return fmt.Errorf("job: %w", err)
		}
		return s.RecordIn(ctx, tx, bulkEntry(j, ask.Actor, "job.made", map[string]any{
			"verb": j.Verb, "over": j.Selection.Over, "state": j.Selection.State, "partner": j.Selection.Partner,
			"kind": j.Selection.Kind, "ticked": len(j.Selection.Picks), "undoes": j.Selection.Job, "days": j.Days,
		}))
	})
	return j, err
}

func bulkEntry(j BulkJob, by Actor, act string, data map[string]any) Entry {
	return Entry{Account: j.Account, Actor: string(by), Act: act, Kind: "job", Object: j.ID, Data: facts(data)}
}

// BulkJob returns one job. ErrNotFound.
func (s *Service) BulkJob(ctx context.Context, k Key) (BulkJob, error) {
	j, err := s.store.BulkJob(ctx, k)
	if err != nil {
		return BulkJob{}, fmt.Errorf("job: %w", err)
	}
	return j, nil
}

// BulkJobs lists jobs, newest first.
func (s *Service) BulkJobs(ctx context.Context, f BulkFilter) ([]BulkJob, error) {
	list, err := s.store.BulkJobs(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return list, nil
}

// BulkItems returns items of a job, by place.
func (s *Service) BulkItems(ctx context.Context, f BulkItemFilter) ([]BulkItem, error) {
	list, err := s.store.BulkItems(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("items of a job: %w", err)
	}
	return list, nil
}
