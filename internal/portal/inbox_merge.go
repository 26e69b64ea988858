package portal

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// A notification is a snapshot of what it tells of, and silent about the rest.
// What it is silent about stays. Where two messages could each be silent about
// what the other tells, both are laid over each other in the same way, whichever
// comes first: the order of arrival must not show in the end.

// before reports whether s is an earlier word than the one that is kept, by the
// rule of Source.
func (s Source) before(kept Source) bool {
	if s.Version > 0 && kept.Version > 0 {
		return s.Version < kept.Version
	}
	return !s.ModifiedAt.IsZero() && !kept.ModifiedAt.IsZero() && s.ModifiedAt.Before(kept.ModifiedAt)
}

// customer keeps what partners know of a customer, and what it is known to be.
func (a *applying) customer(ctx context.Context, c Customer) (Customer, error) {
	c.Account = a.account.Slug
	before, _, err := kept(a.tx.Customer(ctx, c.Key))
	if err != nil {
		return Customer{}, err
	}
	c.Users, c.OnboardingDone, c.RegistrationNumber = before.Users, before.OnboardingDone, before.RegistrationNumber
	if c.Source.before(before.Source) {
		c, before = before, c
	}
	c.Type = cmp.Or(c.Type, before.Type)
	return c, nil
}

// purchase keeps what no notification tells.
func (a *applying) purchase(ctx context.Context, p Purchase) (Purchase, error) {
	p.Account = a.account.Slug
	before, _, err := kept(a.tx.Purchase(ctx, p.Key))
	if err != nil {
		return Purchase{}, err
	}
	d, was := &p.Details, before.Details
	d.WithdrawUntil, d.PaymentReference, d.Delivery, d.PassThrough = was.WithdrawUntil, was.PaymentReference, was.Delivery, was.PassThrough
	return p, nil
}

// subscription lays a message over the subscription that is kept, item by item:
// a purchase names only the items that were bought with it.
func (a *applying) subscription(ctx context.Context, sub Subscription) (Subscription, error) {
	sub.Account = a.account.Slug
	before, known, err := kept(a.tx.Subscription(ctx, sub.Key))
	if err != nil || !known {
		return sub, err
	}
	items := mergeItems(before.items(), sub.items())
	if sub.Source.before(before.Source) {
		if a.alone {
			a.verdict.take(Older)
			a.verdict.note("a later word about subscription %s is kept", sub.ID)
		}
		sub, before = before, sub
	}
	sub.fillFrom(before)
	sub.Items = items
	return sub, nil
}

// items are the subscription's items, each with the time of the word about it.
func (s Subscription) items() []SubscriptionItem {
	all := slices.Clone(s.Items)
	for i := range all {
		if all[i].ModifiedAt.IsZero() {
			all[i].ModifiedAt = s.Source.ModifiedAt
		}
	}
	return all
}

// fillFrom takes over what s is silent about.
func (s *Subscription) fillFrom(other Subscription) {
	s.Customer, s.Purchase = cmp.Or(s.Customer, other.Customer), cmp.Or(s.Purchase, other.Purchase)
	s.Currency = cmp.Or(s.Currency, other.Currency)
	d, o := &s.Details, other.Details
	if d.StartedAt.IsZero() {
		d.StartedAt = o.StartedAt
	}
	if d.FailedAt.IsZero() {
		d.FailedAt = o.FailedAt
	}
	if d.Next == (Totals{}) {
		d.Next = o.Next
	}
	d.Open, d.Method = cmp.Or(d.Open, o.Open), cmp.Or(d.Method, o.Method)
	d.MinTermEnd, d.NoticeBy = cmp.Or(d.MinTermEnd, o.MinTermEnd), cmp.Or(d.NoticeBy, o.NoticeBy)
	d.Pending, d.PassThrough = cmp.Or(d.Pending, o.Pending), cmp.Or(d.PassThrough, o.PassThrough)
}

// mergeItems keeps the latest word about each item, by running number.
func mergeItems(kept, came []SubscriptionItem) []SubscriptionItem {
	byNumber := map[int64]SubscriptionItem{}
	for _, item := range append(kept, came...) {
		other, known := byNumber[item.RunningNo]
		if known && item.ModifiedAt.Before(other.ModifiedAt) {
			item, other = other, item
		}
		if known {
			item.fillFrom(other)
		}
		byNumber[item.RunningNo] = item
	}
	merged := make([]SubscriptionItem, 0, len(byNumber))
	for _, item := range byNumber {
		merged = append(merged, item)
	}
	slices.SortFunc(merged, func(a, b SubscriptionItem) int { return cmp.Compare(a.RunningNo, b.RunningNo) })
	return merged
}

// fillFrom takes over what the item is silent about.
func (i *SubscriptionItem) fillFrom(other SubscriptionItem) {
	i.PurchaseItem = cmp.Or(i.PurchaseItem, other.PurchaseItem)
	i.Min, i.Max, i.Step = cmp.Or(i.Min, other.Min), cmp.Or(i.Max, other.Max), cmp.Or(i.Step, other.Step)
	i.UnitNet = cmp.Or(i.UnitNet, other.UnitNet)
	if i.Actions == nil {
		i.Actions = other.Actions
	}
	if i.Intervals == nil {
		i.Intervals = other.Intervals
	}
}

// quote lays a message over the quote that is kept. Its number is that of the
// document it came with.
func (a *applying) quote(ctx context.Context, n Notification) (Quote, error) {
	q := *n.Quote
	q.Account = a.account.Slug
	if n.Document != nil && n.Document.Kind == KindQuote {
		q.Number = n.Document.Number
	}
	before, known, err := kept(a.tx.Quote(ctx, q.Key))
	if err != nil || !known {
		return q, err
	}
	if q.Source.before(before.Source) {
		q, before = before, q
	}
	q.Number, q.ValidUntil = cmp.Or(q.Number, before.Number), cmp.Or(q.ValidUntil, before.ValidUntil)
	q.Terms, q.TermsVersion = cmp.Or(q.Terms, before.Terms), cmp.Or(q.TermsVersion, before.TermsVersion)
	q.ReplacedBy, q.Deposit = cmp.Or(q.ReplacedBy, before.ReplacedBy), cmp.Or(q.Deposit, before.Deposit)
	q.Version = max(q.Version, before.Version)
	q.PORequired = q.PORequired || before.PORequired
	return q, nil
}

// dayOf is the calendar date of a moment in the account's zone; empty: none.
func (a Account) dayOf(t time.Time) Date {
	zone, err := time.LoadLocation(a.Zone)
	if t.IsZero() || err != nil {
		return ""
	}
	return Date(t.In(zone).Format(time.DateOnly))
}
