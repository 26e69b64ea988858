package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Returned looks how the payment of a customer who comes back from the
// provider stands, and records what there is to record. If the provider does
// not answer, the decision comes back as it is: the webhook or the sweep brings
// the word later. ErrNotFound: it is no payment of what the link opens.
func (s *Service) Returned(ctx context.Context, g link.Grant, payment string) (BillingDecision, error) {
	if err := g.For(g.Kind()); err != nil {
		return BillingDecision{}, err
	}
	p, err := s.store.Payment(ctx, Key{g.Account(), payment})
	if err != nil {
		return BillingDecision{}, fmt.Errorf("payment: %w", err)
	}
	d, err := s.ownDecision(ctx, s.store, g, p.Decision)
	if err != nil || p.State != PaymentPending || p.Session == "" || s.cashier == nil {
		return d, err
	}
	account, err := s.store.Account(ctx, p.Account)
	if err != nil {
		return BillingDecision{}, fmt.Errorf("account: %w", err)
	}
	h, err := s.look(ctx, account, p)
	if errors.Is(err, ErrProviderDown) {
		return d, nil
	}
	if err != nil {
		return BillingDecision{}, err
	}
	switch h := h.(type) {
	case Heard:
		d = h.Decision
	case HeardBefore:
		d = h.Decision
	case StillPending, NotHeard:
	}
	return d, nil
}

// ProviderSaid records a payment provider's word, whose origin the caller has
// verified. It counts only if it is about a payment of the account, and about
// the amount and the currency that were asked for; else it is refused, and the
// audit trail says so.
func (s *Service) ProviderSaid(ctx context.Context, account string, w PaymentWord) (Hearing, error) {
	a, err := s.store.Account(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	p, err := s.paymentOf(ctx, a, w)
	if errors.Is(err, ErrNotFound) {
		return NotHeard{"no payment of the account"}, s.refuseWord(ctx, account, w, "no payment of the account")
	}
	if err != nil {
		return nil, err
	}
	return s.hear(ctx, p, w)
}

// paymentOf finds the payment that a word is about, by our id for it or by the
// provider's.
func (s *Service) paymentOf(ctx context.Context, a Account, w PaymentWord) (Payment, error) {
	var p Payment
	var err error
	if w.Payment != "" {
		p, err = s.store.Payment(ctx, Key{a.Slug, w.Payment})
	} else {
		p, err = s.store.PaymentBySession(ctx, a.Billing.Provider, w.Session)
	}
	if err == nil && p.Account != a.Slug {
		err = ErrNotFound
	}
	if err != nil {
		return Payment{}, fmt.Errorf("payment of a word: %w", err)
	}
	return p, nil
}

// look asks the provider, and hears what it says.
func (s *Service) look(ctx context.Context, a Account, p Payment) (Hearing, error) {
	w, err := s.cashier.Look(ctx, a, p)
	if err != nil {
		return nil, fmt.Errorf("look at payment: %w", errors.Join(ErrProviderDown, err))
	}
	return s.hear(ctx, p, w)
}

// hear applies a provider's word to its payment.
func (s *Service) hear(ctx context.Context, p Payment, w PaymentWord) (Hearing, error) {
	if why := p.contradicts(w); why != "" {
		return NotHeard{why}, s.refuseWord(ctx, p.Account, w, why)
	}
	var h Hearing
	err := s.store.InTx(ctx, func(tx Tx) error {
		var err error
		h, err = s.heard(ctx, tx, p, w)
		return err
	})
	return h, err
}

// contradicts says what in a word does not fit the payment that it is about;
// empty: it all fits.
func (p Payment) contradicts(w PaymentWord) string {
	switch {
	case w.Payment != "" && w.Payment != p.ID:
		return "another payment"
	case w.Session != "" && p.Session != "" && w.Session != p.Session:
		return "another session"
	case w.Amount != p.Amount:
		return "another amount"
	case p.Purpose == PurposePayment && !strings.EqualFold(w.Currency, p.Currency):
		return "another currency"
	}
	return ""
}

// refuseWord notes a word that was not taken.
func (s *Service) refuseWord(ctx context.Context, account string, w PaymentWord, why string) error {
	return s.Record(ctx, Entry{
		Account: account, Actor: string(BySystem), Act: "payment.word_refused", Kind: "payment", Object: w.Payment,
		Data: facts(map[string]any{"why": why, "session": w.Session, "state": w.State, "amount": w.Amount, "currency": w.Currency}),
	})
}

func (s *Service) heard(ctx context.Context, tx Tx, p Payment, w PaymentWord) (Hearing, error) {
	if err := s.inOrder(ctx, tx, p.Account); err != nil {
		return nil, err
	}
	d, err := tx.BillingDecision(ctx, Key{p.Account, p.Decision})
	if err != nil {
		return nil, fmt.Errorf("decision of a payment: %w", err)
	}
	if w.State == PaymentPending {
		return StillPending{d}, nil
	}
	p.State, p.DoneAt = w.State, s.now()
	won, err := tx.FinishPayment(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("finish payment: %w", err)
	}
	if !won {
		return s.heardLate(ctx, tx, d, p, w)
	}
	to, note := wordOutcome(w)
	if err := s.end(ctx, tx, &d, to, note); err != nil {
		return nil, err
	}
	extra, err := s.paymentFacts(ctx, tx, d, p, w)
	if err != nil {
		return nil, err
	}
	return Heard{d}, s.ended(ctx, tx, BySystem, d, extra)
}

// wordOutcome is what a provider's word makes of the decision.
func wordOutcome(w PaymentWord) (BillingState, OutcomeNote) {
	switch w.State {
	case PaymentSucceeded:
		return DecisionApplied, OutcomeNote{Method: w.Method}
	case PaymentFailed:
		return DecisionRefused, OutcomeNote{Code: "payment_failed", Message: w.Failure}
	}
	return DecisionLapsed, OutcomeNote{Code: "payment_cancelled"}
}

// paymentFacts are what the events of a payment say besides the decision.
func (s *Service) paymentFacts(ctx context.Context, rd Reader, d BillingDecision, p Payment, w PaymentWord) (map[string]any, error) {
	extra := map[string]any{
		"paymentId": p.ID, "provider": p.Provider, "session": w.Session, "customer": p.Customer,
		"methodRef": w.MethodRef, "customerRef": w.CustomerRef,
	}
	if p.Purpose == PurposePayment {
		extra["amountMinor"], extra["currency"] = p.Amount, p.Currency
	}
	if d.Action != ActionPay || w.State != PaymentSucceeded {
		return extra, nil
	}
	account, err := rd.Account(ctx, d.Account)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	c, err := s.concernOf(ctx, rd, account, d.Subject)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if !c.due.positive() {
		extra["alreadyPaid"] = true // otherwise, meanwhile: the money is there twice
	}
	return extra, nil
}

// heardLate takes a word about a payment that had ended. Money that came in all
// the same is told of once, as the decision is over.
func (s *Service) heardLate(ctx context.Context, tx Tx, d BillingDecision, p Payment, w PaymentWord) (Hearing, error) {
	now, err := tx.Payment(ctx, Key{p.Account, p.ID})
	if err != nil {
		return nil, fmt.Errorf("payment: %w", err)
	}
	if w.State != PaymentSucceeded || now.State == PaymentSucceeded {
		return HeardBefore{d}, nil
	}
	fresh, err := s.noted(ctx, tx, Entry{
		Account: p.Account, Actor: string(BySystem), Act: "payment.succeeded_late", Kind: "payment", Object: p.ID,
		Data: facts(map[string]any{"decision": d.ID, "was": now.State}),
	})
	if err != nil || !fresh {
		return HeardBefore{d}, err
	}
	extra, err := s.paymentFacts(ctx, tx, d, p, w)
	if err != nil {
		return nil, err
	}
	extra["late"], extra["was"] = true, now.State
	d.State, d.Outcome = DecisionApplied, OutcomeNote{Method: w.Method}
	return Heard{d}, s.ended(ctx, tx, BySystem, d, extra)
}
