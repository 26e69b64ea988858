package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// change does a job's verb to one item: the same function as behind the page
// about it, with the condition on what the asker saw, and with the item's mark
// in the same transaction. A process that dies leaves either both or neither.
func (s *Service) change(ctx context.Context, j BulkJob, item BulkItem) error {
	if item.Kind == link.Approve {
		return s.changeRequest(ctx, j, item)
	}
	return s.changeLink(ctx, j, item)
}

func (s *Service) changeRequest(ctx context.Context, j BulkJob, item BulkItem) error {
	ask := RequestAsk{Actor: j.Actor, Request: Key{j.Account, item.Object}, Attempt: item.Seen, Days: j.Days, Mail: true}
	do, err := s.requestDeedOf(ctx, j.Verb, ask)
	for range tries {
		if err != nil {
			break
		}
		err = s.store.InTx(ctx, func(tx Tx) error {
			if err := s.hold(ctx, tx, j); err != nil {
				return err
			}
			why, err := s.requestChanged(ctx, tx, j, ask, do)
			if err != nil {
				return err
			}
			return s.markAs(ctx, tx, j, item, why)
		})
		if !isAgain(err) {
			return err
		}
		err = nil
	}
	if err == nil {
		err = fmt.Errorf("change request %s: %w", item.Object, errAgain)
	}
	return err
}

func (s *Service) requestDeedOf(ctx context.Context, verb BulkVerb, ask RequestAsk) (requestDeed, error) {
	switch verb {
	case BulkReissue:
		return s.reissuingRequest(ctx, ask)
	case BulkRemind:
		return s.remindingRequest(ctx, ask), nil
	}
	return s.withdrawingRequest(ctx, ask), nil
}

// requestChanged judges a request as it is now and does the verb; why says that
// it was not done.
func (s *Service) requestChanged(ctx context.Context, tx Tx, j BulkJob, ask RequestAsk, do requestDeed) (why BulkReason, err error) {
	r, p, err := s.forVerb(ctx, tx, ask)
	if err != nil {
		return "", err
	}
	if why, err = s.judgeFound(ctx, tx, j, r); err != nil || why != "" {
		return why, err
	}
	if r.Attempt != ask.Attempt {
		return WhyMovedOn, nil
	}
	outcome, err := do(tx, r, p)
	if _, lost := outcome.(RequestNot); lost {
		why = WhyMovedOn
	}
	return why, err
}

func (s *Service) changeLink(ctx context.Context, j BulkJob, item BulkItem) error {
	k := ObjectKey{j.Account, item.Kind, item.Object}
	o, err := s.describe(ctx, k)
	if errors.Is(err, ErrNotFound) {
		return s.store.InTx(ctx, func(tx Tx) error {
			if err := s.hold(ctx, tx, j); err != nil {
				return err
			}
			return s.markAs(ctx, tx, j, item, WhyGone)
		})
	}
	if err != nil {
		return err
	}
	do, err := s.deedOf(ctx, j.Verb, Ask{Actor: j.Actor, Object: k, Generation: item.Seen, Days: j.Days, Mail: true})
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := s.hold(ctx, tx, j); err != nil {
			return err
		}
		why, err := s.linkChanged(ctx, tx, j, item, o, do)
		if err != nil {
			return err
		}
		return s.markAs(ctx, tx, j, item, why)
	})
}

func (s *Service) deedOf(ctx context.Context, verb BulkVerb, ask Ask) (deed, error) {
	switch verb {
	case BulkReissue:
		return s.reissuing(ctx, ask)
	case BulkRemind:
		return s.reminding(ctx, ask)
	}
	return s.revoking(ctx, ask)
}

// linkChanged judges the links to an object as they are now and does the verb.
func (s *Service) linkChanged(ctx context.Context, tx Tx, j BulkJob, item BulkItem, o object, do deed) (why BulkReason, err error) {
	st, err := tx.LinkState(ctx, o.key)
	if err != nil {
		return "", fmt.Errorf("link state: %w", err)
	}
	if why = judgeLink(j.Verb, j.Selection.Job != "", st, s.now().Unix()); why == "" && j.Verb.Mails() {
		why, err = mailable(ctx, tx, j.Account, o.Email)
	}
	if err != nil || why != "" {
		return why, err
	}
	if st.Generation != item.Seen {
		return WhyMovedOn, nil
	}
	outcome, err := do(ctx, tx)
	switch outcome.(type) {
	case Overtaken:
		why = WhyMovedOn
	case NothingLive:
		why = WhyNotLive
	case NoAddress:
		why = WhyNoAddress
	case Done: // nothing speaks against it
	}
	return why, err
}
