package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// DecisionDetail is everything the admin page about one decision shows.
type DecisionDetail struct {
	Decision BillingDecision
	Account  Account
	Title    string    // of what it is about, "Subscription 88"; empty: not described, or a public form
	Person   string    // customer, or who filled in the public form
	Mails    []Message // about it, newest first
	Timeline []Entry   // newest first
}

// DecisionDetail gathers what is known of one decision. ErrNotFound.
func (s *Service) DecisionDetail(ctx context.Context, k Key) (DecisionDetail, error) {
	dec, err := s.DecisionOf(ctx, k)
	if err != nil {
		return DecisionDetail{}, err
	}
	d := DecisionDetail{Decision: dec, Person: dec.Change.Fields[FieldName]}
	if d.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return DecisionDetail{}, fmt.Errorf("account: %w", err)
	}
	c, err := s.concernOf(ctx, s.store, d.Account, dec.Subject)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return DecisionDetail{}, err
	}
	d.Title = c.title
	if c.customer.Name != "" {
		d.Person = c.customer.Name
	}
	if d.Mails, err = s.mailsAbout(ctx, dec); err != nil {
		return DecisionDetail{}, err
	}
	d.Timeline, err = s.entriesAbout(ctx, dec)
	return d, err
}

// DecisionIn is the id of the decision that a mail or an audit entry tells of,
// by its data; empty: of none.
func DecisionIn(data string) string {
	var named struct {
		Decision string `json:"decision"`
	}
	if json.Unmarshal([]byte(data), &named) != nil {
		return ""
	}
	return named.Decision
}

// mailsAbout are the mails that tell of a decision, newest first.
func (s *Service) mailsAbout(ctx context.Context, d BillingDecision) ([]Message, error) {
	filed := []ObjectKey{mailObject(d, TemplateReceipt)}
	if d.Subject.Type == ofContract {
		filed = append(filed, mailObject(d, TemplateStatutory))
	}
	var found []Message
	for _, k := range filed {
		mails, err := s.store.Messages(ctx, k, timelineLength)
		if err != nil {
			return nil, fmt.Errorf("mails: %w", err)
		}
		found = append(found, mails...)
	}
	found = slices.DeleteFunc(found, func(m Message) bool { return DecisionIn(m.Data) != d.ID })
	slices.SortStableFunc(found, func(a, b Message) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return found, nil
}

// entriesAbout are the audit entries about a decision, newest first. Most stand
// under what its link opened.
func (s *Service) entriesAbout(ctx context.Context, d BillingDecision) ([]Entry, error) {
	found, err := s.store.Timeline(ctx, d.Account, "decision", d.ID, timelineLength)
	if err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	if d.Object != (ObjectKey{}) {
		others, err := s.store.Timeline(ctx, d.Account, string(d.Object.Kind), d.Object.ID, timelineLength)
		if err != nil {
			return nil, fmt.Errorf("timeline: %w", err)
		}
		for _, e := range others {
			if DecisionIn(e.Data) == d.ID {
				found = append(found, e)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Entry) int { return b.At.Compare(a.At) })
	return found, nil
}

// decisionsAbout are the newest decisions about what a link opens, whichever
// link they were made through, newest first.
func (s *Service) decisionsAbout(ctx context.Context, k ObjectKey) ([]BillingDecision, error) {
	subjects, err := s.subjectsBehind(ctx, k)
	if err != nil {
		return nil, err
	}
	var all []BillingDecision
	for _, sub := range subjects {
		list, err := s.store.SubjectDecisions(ctx, k.Account, sub, historyLength)
		if err != nil {
			return nil, fmt.Errorf("decisions about a subject: %w", err)
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b BillingDecision) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return all[:min(len(all), historyLength)], nil
}

// subjectsBehind is what the page of a link lets its customer decide about.
func (s *Service) subjectsBehind(ctx context.Context, k ObjectKey) ([]Subject, error) {
	id := objectID(k)
	switch k.Kind {
	case link.Invoice:
		return []Subject{{Type: ofInvoice, ID: id}}, nil
	case link.Confirmation, link.Quote, link.Redo:
		return []Subject{{Type: ofPurchase, ID: id}, {Type: ofQuote, ID: id}}, nil
	case link.Payment, link.Upgrade:
		return []Subject{{Type: ofSubscription, ID: id}}, nil
	case link.Renewal:
		return s.renewalsBehind(ctx, Key{k.Account, id})
	case link.Methods:
		return s.methodsBehind(ctx, Key{k.Account, id})
	}
	return nil, nil
}

func (s *Service) renewalsBehind(ctx context.Context, purchase Key) ([]Subject, error) {
	p, err := s.store.Purchase(ctx, purchase)
	if err != nil {
		return nil, fmt.Errorf("purchase: %w", err)
	}
	all, err := recurring(ctx, s.store, p)
	if err != nil {
		return nil, err
	}
	var subjects []Subject
	for _, w := range started(all) {
		subjects = append(subjects, Subject{Type: ofSubscription, ID: w.id})
	}
	return subjects, nil
}

func (s *Service) methodsBehind(ctx context.Context, customer Key) ([]Subject, error) {
	methods, err := s.store.CustomerMethods(ctx, customer)
	if err != nil {
		return nil, fmt.Errorf("payment methods: %w", err)
	}
	subjects := []Subject{{Type: ofCustomer, ID: customer.ID}}
	for _, m := range methods {
		subjects = append(subjects, Subject{Type: ofMethod, ID: m.ID})
	}
	return subjects, nil
}

// otherLinks are the links of other kinds that there can be to the same thing.
func (s *Service) otherLinks(ctx context.Context, k ObjectKey) ([]ObjectKey, error) {
	var kinds []link.Kind
	switch k.Kind {
	case link.Payment, link.Upgrade:
		kinds = []link.Kind{link.Payment, link.Upgrade}
	case link.Confirmation, link.Renewal, link.Quote, link.Redo:
		var err error
		if kinds, err = s.purchaseKinds(ctx, Key{k.Account, k.ID}); err != nil {
			return nil, err
		}
	}
	var others []ObjectKey
	for _, kind := range kinds {
		if kind != k.Kind {
			others = append(others, ObjectKey{k.Account, kind, k.ID})
		}
	}
	return others, nil
}

// purchaseKinds are the kinds of links that there can be to a purchase.
func (s *Service) purchaseKinds(ctx context.Context, k Key) ([]link.Kind, error) {
	kinds := []link.Kind{link.Confirmation}
	renewals, err := s.renewalsBehind(ctx, k)
	if err != nil {
		return nil, err
	}
	if len(renewals) > 0 {
		kinds = append(kinds, link.Renewal)
	}
	quote, err := quoteOf(ctx, s.store, k)
	if err != nil {
		return nil, err
	}
	if quote != nil {
		kinds = append(kinds, link.Quote)
	}
	return append(kinds, link.Redo), nil
}
