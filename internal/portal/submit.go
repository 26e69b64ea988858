package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Submit records what a customer does about something billed, once. Whoever
// comes second reads what was recorded; that is no error. Errors: ErrNotFound,
// where the act is about nothing of this link; link.ErrLapsed, where the link
// was replaced or withdrawn this moment and Admit has the word;
// ErrProviderDown, beside what was recorded all the same; and ours.
func (s *Service) Submit(ctx context.Context, g link.Grant, act Act) (Acted, error) {
	if err := g.For(g.Kind()); err != nil {
		return nil, err
	}
	for range tries {
		var p pressed
		err := s.store.InTx(ctx, func(tx Tx) error {
			var err error
			p, err = s.submit(ctx, tx, g, act)
			return err
		})
		var acted Acted
		if err == nil {
			acted, err = s.goOn(ctx, p, act)
		}
		if !isAgain(err) {
			return acted, err
		}
	}
	return nil, fmt.Errorf("submit: %w", errAgain)
}

// pressed is what became of an act in its transaction: the answer, and the
// payment that is to go on at the provider's, where there is one.
type pressed struct {
	acted   Acted
	concern concern
	payment *Payment
}

func (s *Service) submit(ctx context.Context, tx Tx, g link.Grant, act Act) (pressed, error) {
	if err := s.inOrder(ctx, tx, g.Account()); err != nil {
		return pressed{}, err
	}
	if err := s.inForce(ctx, tx, g); err != nil {
		return pressed{}, err
	}
	account, err := tx.Account(ctx, g.Account())
	if err != nil {
		return pressed{}, fmt.Errorf("account: %w", err)
	}
	sub, err := s.subjectOf(ctx, tx, g, act)
	if err != nil {
		return pressed{}, err
	}
	c, err := s.concernOf(ctx, tx, account, sub)
	if err != nil {
		return pressed{}, err
	}
	change, problems := c.change(act, s.now())
	d := s.draft(g, c, act, change)
	if before, err := s.before(ctx, tx, c, d); before.acted != nil || err != nil {
		return before, err
	}
	if no, err := s.objection(ctx, tx, c, act, d); no != nil || err != nil {
		return pressed{acted: no}, err
	}
	if len(problems) > 0 {
		return pressed{acted: Incomplete{problems}}, nil
	}
	if outdated := c.outdated(act, change, s.now()); outdated != nil {
		return pressed{acted: outdated}, nil
	}
	return s.take(ctx, tx, c, d)
}

// inOrder makes the decisions of an account, and what is mirrored into it, wait
// for each other: what one reads of the others holds until it is written. It
// comes before every other lock of theirs.
func (s *Service) inOrder(ctx context.Context, tx Tx, account string) error {
	if _, _, err := tx.AuditHead(ctx, account); err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	return nil
}

// inForce asks once more, inside the transaction, whether the link still counts.
func (s *Service) inForce(ctx context.Context, rd Reader, g link.Grant) error {
	state, err := rd.LinkState(ctx, objectOf(g))
	if err != nil {
		return fmt.Errorf("link state: %w", err)
	}
	if g.Start() < state.CutOff || s.late().Unix() >= g.End() {
		return link.ErrLapsed
	}
	return nil
}

// answerDays is how long a request waits where the account says nothing.
const answerDays = 3

// draft is the decision that an act asks for.
func (s *Service) draft(g link.Grant, c concern, act Act, change Change) BillingDecision {
	d := s.newDecision(c.account.Slug, act.Action, c.subject)
	d.Object, d.Link = objectOf(g), g.ID()
	d.Slot = SlotOf(c.subject, act.Action, c.version)
	if act.Action == ActionPay && c.purchase != "" {
		d.Slot = SlotOf(Subject{Type: ofPurchase, ID: c.purchase}, ActionPay, 0) // its invoices share its payments
	}
	d.Change, d.Shown, d.Locale, d.Version, d.Email = change, act.Shown, act.Locale, c.version, c.email
	d.Network, d.UserAgent = act.Network, act.UserAgent
	if act.Preview != nil {
		d.Preview = act.Preview.ID
	}
	if act.FormValue != "" {
		// A page may carry one value for all its forms.
		d.FormValue = fmt.Sprintf("%s %s %s:%s:%d", act.FormValue, act.Action, c.subject.Type, c.subject.ID, c.subject.Item)
	}
	if d.Class == Wish {
		days := c.account.Billing.AnswerDays
		if days == 0 {
			days = answerDays
		}
		d.DueAt = d.CreatedAt.AddDate(0, 0, int(days))
	}
	return d
}

func (s *Service) newDecision(account string, a Action, sub Subject) BillingDecision {
	now := s.now()
	d := BillingDecision{
		Account: account, ID: NewID("dec"), Class: a.Class(), Action: a, Subject: sub, State: DecisionSubmitted, Open: true,
		CreatedAt: now, UpdatedAt: now,
	}
	if d.Class == Declaration {
		d.State = DecisionRecorded
	}
	d.Reference = ReferenceOf(ObjectKey{account, "decision", d.ID})
	return d
}

// objection says why the act cannot be done now; nil: it can.
func (s *Service) objection(ctx context.Context, rd Reader, c concern, act Act, d BillingDecision) (Acted, error) {
	why, err := s.offered(ctx, rd, c.account, c.subject, act)
	if err != nil {
		return nil, err
	}
	if why == "" && d.Class == Redirected {
		why = s.unpayable(c, d)
	}
	if why != "" {
		return NotOffered{why}, nil
	}
	return nil, nil
}

// outdated says that what was shown does not hold any more; nil: it does.
func (c concern) outdated(act Act, change Change, now time.Time) Acted {
	if act.Version != 0 && act.Version != c.version {
		return Changed{}
	}
	p := act.Preview
	if p == nil {
		return nil
	}
	if why := PreviewFault(*p, c.currency); why != "" {
		return NotOffered{why}
	}
	if !now.Before(p.ExpiresAt) || p.Version != c.version || p.Action != act.Action || p.Subject != c.subject || !sameChange(p.Change, change) {
		return Changed{}
	}
	return nil
}

// take writes the decision and all that follows from it. Of any number of
// takers of a slot one wins.
func (s *Service) take(ctx context.Context, tx Tx, c concern, d BillingDecision) (pressed, error) {
	won, err := tx.AddBillingDecision(ctx, d)
	if err != nil {
		return pressed{}, fmt.Errorf("add decision: %w", err)
	}
	if !won {
		before, err := s.before(ctx, tx, c, d)
		switch {
		case before.acted != nil || err != nil:
		case d.Preview != "":
			before.acted = Changed{} // its id was confirmed about something else
		default:
			err = errAgain
		}
		return before, err
	}
	p := pressed{acted: Accepted{Decision: d}, concern: c}
	if d.Class == Redirected {
		if p.payment, err = s.addPayment(ctx, tx, c, d); err != nil {
			return pressed{}, err
		}
	}
	return p, s.recorded(ctx, tx, c, d)
}
