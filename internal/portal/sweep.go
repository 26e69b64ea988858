package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// expire reports a request that ran out (T6): the claim repeats the whole
// condition, so a request that was renewed or answered meanwhile is left alone.
func (s *Service) expire(ctx context.Context, tx Tx, r LinkRequest) error {
	now := s.now()
	won, err := tx.Expire(ctx, r.Key, r.Attempt, s.late().Unix(), now)
	if err != nil {
		return fmt.Errorf("expire request: %w", err)
	}
	if !won {
		return errAgain
	}
	cases, err := tx.Cases(ctx, r.Key)
	if err != nil {
		return fmt.Errorf("held cases: %w", err)
	}
	held := 0
	for _, c := range cases {
		if c.State == CaseHeld {
			held++
		}
	}
	status, err := s.emailStatus(ctx, tx, r)
	if err != nil {
		return err
	}
	err = s.emitRequest(ctx, tx, r, EventLinkExpired, map[string]any{
		"expiredAt": stamp(now), "emailStatus": status, "casesHeld": held,
		"recovery": "POST /clients with the same externalTenantId",
	})
	if err != nil {
		return err
	}
	if err := s.noticeExpiry(ctx, tx, r); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, requestEntry(r, string(BySystem), "request.expired", map[string]any{"attempt": r.Attempt}))
}

// ReportLapse reports the request of a link that ran out, if nobody has yet: a
// decision that came too late need not wait for the sweep.
func (s *Service) ReportLapse(ctx context.Context, g link.Grant) error {
	if err := g.Genuine(link.Approve); err != nil {
		return err
	}
	err := s.store.InTx(ctx, func(tx Tx) error {
		r, err := tx.Request(ctx, Key{g.Account(), g.ObjectID()})
		if err != nil {
			return fmt.Errorf("request: %w", err)
		}
		if r.Status != Pending || s.late().Unix() < r.End {
			return nil
		}
		return s.expire(ctx, tx, r)
	})
	if isAgain(err) {
		return nil // somebody else reported it, or renewed it, this moment
	}
	return err
}

// noticeExpiry mails that the link has expired, where the account wants that.
func (s *Service) noticeExpiry(ctx context.Context, tx Tx, r LinkRequest) error {
	account, err := tx.Account(ctx, r.Account)
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	if !account.Approval.Notice {
		return nil
	}
	p, err := tx.Partner(ctx, r.Account, r.Partner)
	if err != nil {
		return fmt.Errorf("partner: %w", err)
	}
	_, err = s.mailRequest(ctx, tx, p, r, TemplateExpired)
	return err
}

// A sweep claims requests some at a time. On SQLite others wait while a batch is
// written, so it is small.
const (
	sweepBatch = 200 // that one query finds
	sweepTake  = 25  // that one transaction reports
)

// Sweep reports every request that has run out and says how many. Pages never
// wait for it: the clock at use decides. What one process has claimed, others pass
// over; a fault with one request keeps none of the others.
func (s *Service) Sweep(ctx context.Context) (reported int, err error) {
	for {
		n, err := s.sweepSome(ctx)
		reported += n
		if lasting(ctx, err) {
			n, err = s.sweepEach(ctx)
			return reported + n, err
		}
		if err != nil || n == 0 {
			return reported, err
		}
	}
}

// sweepSome reports a batch in one transaction, as far as nobody else has it.
func (s *Service) sweepSome(ctx context.Context) (n int, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		n = 0
		claimed, err := tx.ClaimLapsed(ctx, s.late().Unix(), sweepTake)
		if err != nil {
			return fmt.Errorf("claim lapsed requests: %w", err)
		}
		// Transactions of many accounts lock their trails in one order.
		slices.SortStableFunc(claimed, func(a, b LinkRequest) int { return cmp.Compare(a.Account, b.Account) })
		for _, r := range claimed {
			if err := s.expire(ctx, tx, r); err != nil {
				return fmt.Errorf("request %s: %w", r.ID, err)
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// sweepEach reports one request after the other, and goes on past those that
// cannot be.
func (s *Service) sweepEach(ctx context.Context) (reported int, err error) {
	var faults []error
	for {
		lapsed, err := s.store.Lapsed(ctx, s.late().Unix(), sweepBatch)
		if err != nil {
			return reported, errors.Join(append(faults, fmt.Errorf("find lapsed requests: %w", err))...)
		}
		before := reported
		for _, r := range lapsed {
			err := s.store.InTx(ctx, func(tx Tx) error { return s.expire(ctx, tx, r) })
			switch {
			case err == nil:
				reported++
			case isAgain(err):
			case lasting(ctx, err):
				faults = append(faults, fmt.Errorf("request %s: %w", r.ID, err))
			default:
				return reported, errors.Join(append(faults, err)...)
			}
		}
		if len(lapsed) < sweepBatch || reported == before {
			return reported, errors.Join(faults...)
		}
	}
}

// maxReminders is how many reminders an attempt gets at most.
const maxReminders = 3

// Remind mails the reminders that are due: at half of the window and 24 hours
// before its end. What was missed while nobody ran this is one reminder.
func (s *Service) SendReminders(ctx context.Context) (int, error) {
	due, err := s.store.Remindable(ctx, s.now().Unix(), maxReminders, sweepBatch)
	if err != nil {
		return 0, fmt.Errorf("find requests to remind of: %w", err)
	}
	sent, faults := 0, []error{}
	for _, r := range due {
		err := s.store.InTx(ctx, func(tx Tx) error { return s.remindDue(ctx, tx, r) })
		if isAgain(err) {
			continue
		}
		if lasting(ctx, err) {
			faults = append(faults, fmt.Errorf("request %s: %w", r.ID, err))
			continue
		}
		if err != nil {
			return sent, errors.Join(append(faults, err)...)
		}
		sent++
	}
	return sent, errors.Join(faults...)
}

// lastDay is how long before its end a request's last reminder goes out.
const lastDay = 24 * time.Hour

func (s *Service) remindDue(ctx context.Context, tx Tx, r LinkRequest) error {
	now := s.now()
	won, err := tx.CountReminder(ctx, r.Key, r.Attempt, r.Reminders, now.Unix(), now)
	if err != nil {
		return fmt.Errorf("count reminder: %w", err)
	}
	if !won {
		return errAgain
	}
	p, err := tx.Partner(ctx, r.Account, r.Partner)
	if err != nil {
		return fmt.Errorf("partner: %w", err)
	}
	template, event := TemplateReminder, EventLinkReminded
	if time.Unix(r.End, 0).Sub(now) <= lastDay {
		template, event = TemplateExpiring, EventLinkExpiring
	}
	r.Reminders++
	mail, err := s.mailRequest(ctx, tx, p, r, template)
	if err != nil {
		return err
	}
	if err := s.emitRequest(ctx, tx, r, event, map[string]any{"email": mail}); err != nil {
		return err
	}
	return s.RecordIn(ctx, tx, requestEntry(r, string(BySystem), "request.reminded", map[string]any{"attempt": r.Attempt, "reminder": r.Reminders}))
}
