package intake

import "github.com/latchkey-portal/latchkey/internal/portal"

// Record is the customer. *portal.InvalidError.
func (b *CustomerBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	c := portal.Customer{
		Key: k, Name: b.Name, Type: b.Type, Country: b.Country, Locale: b.Locale, Email: b.Email,
		RegistrationNumber: b.RegistrationNumber, OnboardingDone: b.OnboardingDone, Source: r.source(b.SourceBody),
	}
	for _, u := range b.Users {
		c.Users = append(c.Users, portal.User{ID: u.ID, Name: u.Name, Email: u.Email})
	}
	return r.of(c)
}

// Record is the purchase. *portal.InvalidError.
func (b *PurchaseBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	return r.of(portal.Purchase{
		Key: k, Customer: b.Customer, Status: b.Status, Currency: r.currency(b.Currency), Totals: b.Totals, PONumber: b.PONumber,
		Items: b.Items, CreatedAt: r.time("createdAt", b.CreatedAt), Source: r.source(b.SourceBody),
		Details: portal.PurchaseDetails{
			StatusCode: b.StatusCode, StatusLabel: b.StatusLabel, Test: b.Test, WithdrawUntil: portal.Date(b.WithdrawUntil),
			ReimbursementID: b.ReimbursementID, Merchant: b.Merchant, PaidWith: b.PaidWith, PaymentReference: b.PaymentReference,
			Delivery: b.Delivery, Failure: b.Failure, Billing: b.Billing, DeliverTo: b.DeliverTo, Licensee: b.Licensee,
			PassThrough: b.PassThrough,
		},
	})
}

// Record is the subscription. *portal.InvalidError.
func (b *SubscriptionBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	return r.of(portal.Subscription{
		Key: k, Customer: b.Customer, Purchase: b.Purchase, Status: b.Status, Currency: r.currency(b.Currency), Items: b.Items,
		Source: r.source(b.SourceBody),
		Details: portal.SubscriptionDetails{
			StatusCode: b.StatusCode, StatusLabel: b.StatusLabel, Renewal: b.Renewal, Interval: b.Interval,
			StartedAt: r.time("startedAt", b.StartedAt), NextBillingAt: r.time("nextBillingAt", b.NextBillingAt),
			EndsAt: r.time("endsAt", b.EndsAt), GraceDays: b.GraceDays, Next: b.Next, Open: portal.Amount(b.Open),
			FailedAt: r.time("failedAt", b.FailedAt), Method: b.Method, MinTermEnd: portal.Date(b.MinTermEnd),
			NoticeBy: portal.Date(b.NoticeBy), Pending: b.Pending, PassThrough: b.PassThrough,
		},
	})
}

// Record is the offer. *portal.InvalidError.
func (b *OfferBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	return r.of(portal.Offer{
		Key: k, Subscription: b.Subscription, Item: b.Item, Sources: b.Sources, ProductID: b.ProductID, Name: b.Name, About: b.About,
		Gained: b.Gained, Lost: b.Lost, UnitNet: portal.Amount(b.UnitNet), Currency: r.currency(b.Currency), Interval: b.Interval,
		Effective: b.Effective, ValidFrom: r.time("validFrom", b.ValidFrom), ValidUntil: r.time("validUntil", b.ValidUntil),
		Source: r.source(b.SourceBody),
	})
}

// Record is the quote. *portal.InvalidError.
func (b *QuoteBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	return r.of(portal.Quote{
		Key: k, Number: b.Number, State: b.State, Version: b.QuoteVersion, ValidUntil: portal.Date(b.ValidUntil),
		ReplacedBy: b.ReplacedBy, Terms: b.Terms, TermsVersion: b.TermsVersion, PORequired: b.PORequired,
		Deposit: portal.Amount(b.Deposit), DecidedAt: r.time("decidedAt", b.DecidedAt), Source: r.source(b.SourceBody),
	})
}

// Record is the payment method. *portal.InvalidError.
func (b *PaymentMethodBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	return r.of(portal.PaymentMethod{
		Key: k, Customer: b.Customer, Label: b.Label, State: b.State, Default: b.Default, Provider: b.Provider,
		ProviderRef: b.ProviderRef, Source: r.source(b.SourceBody),
	})
}

// Record is the document. *portal.InvalidError.
func (b *DocumentBody) Record(k portal.Key) (portal.Record, error) {
	var r reading
	return r.of(portal.IssuedDocument{
		Key: k, Number: b.Number, Kind: portal.DocumentKind(b.Kind), Purchase: b.Purchase, Customer: b.Customer, Email: b.Email,
		IssuedOn: portal.Date(b.IssuedOn), DueOn: portal.Date(b.DueOn), Currency: r.currency(b.Currency), Totals: b.Totals,
		Corrects: b.Corrects, Source: r.source(b.SourceBody),
		Details: portal.InvoiceDetails{
			State: b.State, StatusCode: b.StatusCode, Test: b.Test, PaidOn: portal.Date(b.PaidOn), PaidWith: b.PaidWith,
			CancelledOn: portal.Date(b.CancelledOn), Delivered: b.Delivered,
		},
	})
}
