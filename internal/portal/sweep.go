package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// expire reports a request that ran out (T6): the claim repeats the whole
// condition, so a request that was renewed or answered meanwhile is left alone.
func (s *Service) expire(ctx context.Context, tx Tx, r LinkRequest) error {
	now := s.now()
	won, err := tx.Expire(ctx, r.Key, r.Attempt, now.Unix(), now)
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
		if r.Status != Pending || s.now().Unix() < r.End {
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

// sweepBatch is how many requests one query of the sweep finds.
const sweepBatch = 500

// Sweep reports every request that has run out, each in a transaction of its
// own, and says how many. Pages never wait for it: the clock at use decides.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	reported := 0
	for {
		lapsed, err := s.store.Lapsed(ctx, s.now().Unix(), sweepBatch)
		if err != nil {
			return reported, fmt.Errorf("find lapsed requests: %w", err)
		}
		for _, r := range lapsed {
			err := s.store.InTx(ctx, func(tx Tx) error { return s.expire(ctx, tx, r) })
			if isAgain(err) {
				continue
			}
			if err != nil {
				return reported, err
			}
			reported++
		}
		if len(lapsed) < sweepBatch {
			return reported, nil
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
	sent := 0
	for _, r := range due {
		err := s.store.InTx(ctx, func(tx Tx) error { return s.remindDue(ctx, tx, r) })
		if isAgain(err) {
			continue
		}
		if err != nil {
			return sent, err
		}
		sent++
	}
	return sent, nil
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
