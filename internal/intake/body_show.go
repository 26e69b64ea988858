package intake

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The Show functions are the way back: what is kept, as the body it was sent in.

// ShowPurchase is the body of a purchase.
func ShowPurchase(p portal.Purchase) PurchaseBody {
	d := p.Details
	return PurchaseBody{
		SourceBody: shownSource(p.ID, p.Reference, p.AsOf, p.Source), Customer: p.Customer, Status: p.Status,
		StatusCode: d.StatusCode, StatusLabel: d.StatusLabel, Currency: p.Currency, Totals: p.Totals, PONumber: p.PONumber,
		CreatedAt: shownTime(p.CreatedAt), Items: p.Items, Test: d.Test, WithdrawUntil: string(d.WithdrawUntil),
		ReimbursementID: d.ReimbursementID, Merchant: d.Merchant, PaidWith: d.PaidWith, PaymentReference: d.PaymentReference,
		Delivery: d.Delivery, Failure: d.Failure, Billing: d.Billing, DeliverTo: d.DeliverTo, Licensee: d.Licensee,
		PassThrough: d.PassThrough,
	}
}

// ShowSubscription is the body of a subscription.
func ShowSubscription(s portal.Subscription) SubscriptionBody {
	d := s.Details
	return SubscriptionBody{
		SourceBody: shownSource(s.ID, s.Reference, s.AsOf, s.Source), Customer: s.Customer, Purchase: s.Purchase, Status: s.Status,
		StatusCode: d.StatusCode, StatusLabel: d.StatusLabel, Currency: s.Currency, Renewal: d.Renewal, Interval: d.Interval,
		StartedAt: shownTime(d.StartedAt), NextBillingAt: shownTime(d.NextBillingAt), EndsAt: shownTime(d.EndsAt),
		GraceDays: d.GraceDays, Next: d.Next, Open: string(d.Open), FailedAt: shownTime(d.FailedAt), Method: d.Method,
		MinTermEnd: string(d.MinTermEnd), NoticeBy: string(d.NoticeBy), Pending: d.Pending, PassThrough: d.PassThrough,
		Items: s.Items,
	}
}

// ShowOffer is the body of an offer.
func ShowOffer(o portal.Offer) OfferBody {
	return OfferBody{
		SourceBody: shownSource(o.ID, "", o.AsOf, o.Source), Subscription: o.Subscription, Item: o.Item, Sources: o.Sources,
		ProductID: o.ProductID, Name: o.Name, About: o.About, Gained: o.Gained, Lost: o.Lost, UnitNet: string(o.UnitNet),
		Currency: o.Currency, Interval: o.Interval, Effective: o.Effective, ValidFrom: shownTime(o.ValidFrom),
		ValidUntil: shownTime(o.ValidUntil),
	}
}

// ShowQuote is the body of a quote.
func ShowQuote(q portal.Quote) QuoteBody {
	return QuoteBody{
		SourceBody: shownSource(q.ID, q.Reference, q.AsOf, q.Source), Number: q.Number, State: q.State, QuoteVersion: q.Version,
		ValidUntil: string(q.ValidUntil), ReplacedBy: q.ReplacedBy, Terms: q.Terms, TermsVersion: q.TermsVersion,
		PORequired: q.PORequired, Deposit: string(q.Deposit), DecidedAt: shownTime(q.DecidedAt),
	}
}

// ShowPaymentMethod is the body of a payment method.
func ShowPaymentMethod(m portal.PaymentMethod) PaymentMethodBody {
	return PaymentMethodBody{
		SourceBody: shownSource(m.ID, "", m.AsOf, m.Source), Customer: m.Customer, Label: m.Label, State: m.State,
		Default: m.Default, Provider: m.Provider, ProviderRef: m.ProviderRef,
	}
}

// ShowCustomer is the body of a customer.
func ShowCustomer(c portal.Customer) CustomerBody {
	b := CustomerBody{
		SourceBody: shownSource(c.ID, "", time.Time{}, c.Source), Name: c.Name, Type: c.Type, Country: c.Country, Locale: c.Locale,
		Email: c.Email, RegistrationNumber: c.RegistrationNumber, OnboardingDone: c.OnboardingDone,
	}
	for _, u := range c.Users {
		b.Users = append(b.Users, UserBody{u.ID, u.Name, u.Email})
	}
	return b
}

// ShowDocument is the body of a document, by its id and its invoice.
func ShowDocument(id string, inv portal.Invoice) DocumentBody {
	d := inv.Details
	return DocumentBody{
		SourceBody: shownSource(id, inv.Reference, inv.AsOf, inv.Source), Number: inv.Number, Kind: string(inv.Kind),
		Purchase: inv.Purchase, Customer: inv.Customer, Email: inv.Email, IssuedOn: string(inv.IssuedOn), DueOn: string(inv.DueOn),
		Currency: inv.Currency, Totals: inv.Totals, Corrects: inv.Corrects, State: d.State, StatusCode: d.StatusCode, Test: d.Test,
		PaidOn: string(d.PaidOn), PaidWith: d.PaidWith, CancelledOn: string(d.CancelledOn), Delivered: d.Delivered,
	}
}

func shownSource(id, reference string, asOf time.Time, s portal.Source) SourceBody {
	return SourceBody{ID: id, Reference: reference, AsOf: shownTime(asOf), Version: s.Version, ModifiedAt: shownTime(s.ModifiedAt)}
}

func shownTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
