package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// word is a source that says something of itself.
var word = portal.Source{Version: 7, ModifiedAt: noon}

func fullSubscription(account, id string) portal.Subscription {
	return portal.Subscription{
		Key: key(account, id), Reference: "SSSS-0001", Customer: "8801", Purchase: "366332011",
		Status: portal.SubscriptionGrace, Currency: "EUR", Source: word, AsOf: later,
		Items: []portal.SubscriptionItem{
			{RunningNo: 1, PurchaseItem: 2, Status: "active", ProductID: "P", Name: text, Quantity: "3", Min: "1",
				Max: "9", Step: "0.5", UnitNet: "9.90", Actions: []portal.Action{}, Intervals: []portal.Interval{{Days: 7}}},
			{RunningNo: 2, Name: "bare", Actions: []portal.Action{portal.ActionCancel}},
			{RunningNo: 3},
		},
		Details: portal.SubscriptionDetails{StatusCode: "GRA", Renewal: "auto", Interval: portal.Interval{Months: 12},
			NextBillingAt: noon, GraceDays: 14, Next: portal.Totals{Gross: "48.60"}, Open: "1.00", FailedAt: noon,
			Method: "m1", MinTermEnd: "2026-12-31", NoticeBy: "2026-11-30", PassThrough: text},
	}
}

func subscriptions(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full, bare := fullSubscription("demo", "2"), portal.Subscription{Key: key("demo", "3")}
	second := portal.Subscription{Key: key("demo", "10"), Customer: "8801", Purchase: "366332011"}
	foreign := portal.Subscription{Key: key("other", "2"), Customer: "8801", Purchase: "366332011"}
	in(t, s, func(tx portal.Tx) error {
		for _, one := range []portal.Subscription{full, bare, second, foreign} {
			if err := put(tx.PutSubscription(ctx, one)); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, full)(s.Subscription(ctx, full.Key))
	got(t, bare)(s.Subscription(ctx, bare.Key))
	got(t, []portal.Subscription{second, full})(s.CustomerSubscriptions(ctx, key("demo", "8801")))
	got(t, []portal.Subscription{second, full})(s.PurchaseSubscriptions(ctx, key("demo", "366332011")))
	got(t, []portal.Subscription{foreign})(s.PurchaseSubscriptions(ctx, key("other", "366332011")))
	got(t, []portal.Subscription(nil))(s.CustomerSubscriptions(ctx, key("demo", "")))
	got(t, []portal.Subscription(nil))(s.PurchaseSubscriptions(ctx, key("demo", "")))
	_, err := s.Subscription(ctx, key("other", "3"))
	wantErr(t, portal.ErrNotFound, err)

	moved := portal.Subscription{Key: full.Key, Customer: "8802", Status: "new code"}
	in(t, s, func(tx portal.Tx) error { return put(tx.PutSubscription(ctx, moved)) })
	got(t, moved)(s.Subscription(ctx, full.Key))
	got(t, []portal.Subscription{moved})(s.CustomerSubscriptions(ctx, key("demo", "8802")))
}

func offers(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Offer{Key: key("demo", "s12:34"), Subscription: "2", Item: 1, Sources: []string{"P", "Q"},
		ProductID: "R", Name: text, About: "all in", Gained: []string{text, ""}, Lost: []string{}, UnitNet: "12.00",
		Currency: "EUR", Interval: portal.Interval{Months: 1}, Effective: "next_billing", ValidFrom: noon,
		ValidUntil: later, Source: word, AsOf: later}
	others := portal.Offer{Key: full.Key, Subscription: "3", Name: "for another"}
	general := portal.Offer{Key: full.Key, Name: "for all"}
	first := portal.Offer{Key: key("demo", "a"), Name: "for all"}
	foreign := portal.Offer{Key: key("other", "s12:34"), Subscription: "2"}
	in(t, s, func(tx portal.Tx) error {
		for _, o := range []portal.Offer{full, others, general, first, foreign} {
			if err := put(tx.PutOffer(ctx, o)); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, []portal.Offer{first, full, general})(s.SubscriptionOffers(ctx, key("demo", "2")))
	got(t, []portal.Offer{first, others, general})(s.SubscriptionOffers(ctx, key("demo", "3")))
	got(t, []portal.Offer{first, general})(s.SubscriptionOffers(ctx, key("demo", "4")))
	got(t, []portal.Offer{foreign})(s.SubscriptionOffers(ctx, key("other", "2")))
	full.Name, full.ValidUntil = "renamed", time.Time{}
	in(t, s, func(tx portal.Tx) error { return put(tx.PutOffer(ctx, full)) })
	got(t, []portal.Offer{first, full, general})(s.SubscriptionOffers(ctx, key("demo", "2")))
}

func quotes(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.Quote{Key: key("demo", "5"), Reference: "QQQQ-0001", Number: "Q/2026-5", State: portal.QuoteReplaced,
		Version: 3, ValidUntil: "2026-12-24", ReplacedBy: "6", Terms: text, TermsVersion: "v2", PORequired: true,
		Deposit: "10.00", DecidedAt: noon, Source: word, AsOf: later}
	bare := portal.Quote{Key: key("other", "5")}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, put(tx.PutQuote(ctx, full)))
		return put(tx.PutQuote(ctx, bare))
	})
	got(t, full)(s.Quote(ctx, full.Key))
	got(t, bare)(s.Quote(ctx, bare.Key))
	_, err := s.Quote(ctx, key("demo", "6"))
	wantErr(t, portal.ErrNotFound, err)
	changed := portal.Quote{Key: full.Key, State: portal.QuoteOpen}
	in(t, s, func(tx portal.Tx) error { return put(tx.PutQuote(ctx, changed)) })
	got(t, changed)(s.Quote(ctx, full.Key))
}

func methods(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.PaymentMethod{Key: key("demo", "m9"), Customer: "8801", State: "expiring", Default: true,
		Label:    portal.MethodLabel{Kind: "card", Brand: "Visa", Last4: "4242", Expires: "2027-03", Mandate: text},
		Provider: "test", ProviderRef: "pm_1", Source: word, AsOf: later}
	b, a := full, full
	b.ID, b.Default, a.ID, a.Default = "m2", false, "m10", false
	bare := portal.PaymentMethod{Key: key("demo", "x")}
	foreign := portal.PaymentMethod{Key: key("other", "m9"), Customer: "8801"}
	in(t, s, func(tx portal.Tx) error {
		for _, m := range []portal.PaymentMethod{b, full, a, bare, foreign} {
			if err := put(tx.PutPaymentMethod(ctx, m)); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, full)(s.PaymentMethod(ctx, full.Key))
	got(t, bare)(s.PaymentMethod(ctx, bare.Key))
	got(t, []portal.PaymentMethod{full, a, b})(s.CustomerMethods(ctx, key("demo", "8801")))
	got(t, []portal.PaymentMethod(nil))(s.CustomerMethods(ctx, key("demo", "")))
	_, err := s.PaymentMethod(ctx, key("other", "m2"))
	wantErr(t, portal.ErrNotFound, err)
	full.State, full.Default = "revoked", false
	in(t, s, func(tx portal.Tx) error { return put(tx.PutPaymentMethod(ctx, full)) })
	got(t, []portal.PaymentMethod{a, b, full})(s.CustomerMethods(ctx, key("demo", "8801")))
}

func putInvoice(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	was := fullInvoice("demo", "1")
	add(t, s, was, fullInvoice("other", "1"))
	now := portal.Invoice{Key: was.Key, Number: "N-2", Reference: "RRRR-0002", Kind: portal.KindInvoice, Purchase: "9",
		Customer: "8802", Email: "new@example.org", IssuedOn: "2026-05-01", DueOn: "2026-06-01", Currency: "JPY",
		Totals: portal.Totals{Due: "5"}, Corrects: "d1", Flags: []portal.Flag{{Code: "x"}}, AsOf: later, Source: word,
		Details: portal.InvoiceDetails{State: "issued", StatusCode: "PPR", Test: true, PaidOn: "2026-05-02",
			PaidWith: text, CancelledOn: "2026-05-03", Delivered: "peppol"}}
	in(t, s, func(tx portal.Tx) error { return put(tx.PutInvoice(ctx, now)) })
	now.Content, now.Precedes, now.CreatedAt = was.Content, was.Precedes, was.CreatedAt
	got(t, now)(s.Invoice(ctx, was.Key))
	got(t, []string{"1"})(invoiceIDs(s.PurchaseInvoices(ctx, key("demo", "9"))))
	got(t, fullInvoice("other", "1"))(s.Invoice(ctx, key("other", "1")))
	got(t, []string{"invoice 1"})(hits(s, "new@example.org", 9))
	got(t, []string{"invoice 1"})(hits(s, "7f3q-2m9d", 9)) // of the other account
	found, err := searched(s, "zoë", 9)                    // the buyer's name stays
	if err != nil || len(found) != 2 {
		t.Errorf("found %v, %v", found, err)
	}
	in(t, s, func(tx portal.Tx) error {
		_, err := tx.PutInvoice(ctx, portal.Invoice{Key: key("demo", "2")})
		wantErr(t, portal.ErrNotFound, err)
		stale := portal.Invoice{Key: was.Key, Number: "stale", Email: "stale@example.org", Source: portal.Source{Version: 6}}
		got(t, false)(tx.PutInvoice(ctx, stale))
		return nil
	})
	got(t, now)(s.Invoice(ctx, was.Key))
	got(t, []string{})(hits(s, "stale@example.org", 9))
}
