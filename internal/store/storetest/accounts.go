package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func accounts(t *testing.T, s portal.Store) {
	full := portal.Account{
		Slug: "demo", Name: text, Locale: "de-CH", Zone: "Europe/Zurich",
		Brand: portal.Brand{Color: "0b5161", Legal: []string{"Demo AG", text},
			Logo: &portal.Logo{Hash: "ab", Width: 28, Height: 28}, LogoDark: &portal.Logo{Hash: "cd", Width: 120, Height: 28}},
		Contact: portal.Contact{Email: "help@demo.example", Phone: "+45 70 10 02 00", Hours: "weekdays"},
		V1: portal.V1Policy{On: true, Until: 4102444800, SHA1: true, PreviousUntil: 7,
			FullSubscription: true, Methods: true, LegacyInvoice: true, StepUp: true},
		LinkDays: 99, CreatedAt: noon, Approval: portal.ApprovalPolicy{Code: true, Hurry: true},
		Billing: portal.BillingPolicy{PreviewURL: "https://b.example/p", ResolveURL: "https://b.example/r", StaleHours: 24,
			FetchHosts: []string{"files.example"}, OfficeEmail: "office@demo.example", AnswerDays: 5, Reveal: "click",
			Consumer: true, WithdrawDays: 30, Provider: "test", Imprint: text, Privacy: text},
		Texts:     map[string]portal.Texts{"en": {Scope: text, Can: []string{text, "b"}, Contact: text}, "de": {Next: []string{text}}},
		Languages: []string{"de", "en"},
		Links:     portal.LinkPolicy{Days: map[link.Kind]int{link.Invoice: 60}, Most: map[link.Kind]int{link.Redo: 9}, NoRenewal: true},
	}
	bare := portal.Account{Slug: "b-are"}
	in(t, s, func(tx portal.Tx) error {
		if err := tx.AddAccount(ctx, full); err != nil {
			return err
		}
		return tx.AddAccount(ctx, bare)
	})
	got(t, full)(s.Account(ctx, "demo"))
	got(t, []portal.Account{bare, full})(s.Accounts(ctx))

	full.Name, full.Brand, full.V1 = "Demo", portal.Brand{}, portal.V1Policy{}
	full.Approval, full.Billing = portal.ApprovalPolicy{Hurry: true}, portal.BillingPolicy{Provider: "stripe"}
	full.Texts, full.Languages, full.Links = nil, nil, portal.LinkPolicy{}
	in(t, s, func(tx portal.Tx) error { return tx.SetAccount(ctx, full) })
	full.Version = 1
	got(t, full)(s.Account(ctx, "demo"))
	got(t, bare)(s.Account(ctx, "b-are"))
}

func secrets(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	key := portal.Secret{Account: "demo", Kind: portal.LinkKey, ID: "k1", Sealed: []byte{0, 1, 255, '%'},
		State: "verify-only", VerifyUntil: 1 << 40, CreatedAt: noon}
	seedRow := portal.Secret{Account: "demo", Kind: portal.SeedCurrent, Sealed: []byte{}}
	foreign := portal.Secret{Account: "other", Kind: portal.LinkKey, ID: "k1", Sealed: []byte("other")}
	in(t, s, func(tx portal.Tx) error {
		for _, secret := range []portal.Secret{key, seedRow, foreign} {
			if err := tx.PutSecret(ctx, secret); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, []portal.Secret{key, seedRow})(s.Secrets(ctx, "demo"))

	key.State, key.Sealed, key.VerifyUntil = "revoked", []byte("new"), 0
	in(t, s, func(tx portal.Tx) error {
		if err := tx.PutSecret(ctx, key); err != nil {
			return err
		}
		if err := tx.DeleteSecret(ctx, "demo", portal.SeedCurrent, ""); err != nil {
			return err
		}
		return tx.DeleteSecret(ctx, "demo", portal.SeedPrevious, "")
	})
	got(t, []portal.Secret{key})(s.Secrets(ctx, "demo"))
	got(t, []portal.Secret{foreign})(s.Secrets(ctx, "other"))
}

func purchases(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	customer := portal.Customer{Key: key("demo", "8801"), Name: text, Type: "business", Locale: "el",
		Country: "GR", Email: "z@example.org", Source: word}
	purchase := portal.Purchase{Key: key("demo", "366332011"), Reference: "7F3Q-2M9D", Customer: "8801",
		Status: "paid", Currency: "EUR",
		Totals:   portal.Totals{Net: "1100.00", Tax: "209.00", Gross: "1309.00", Paid: "0", Due: "-12.5"},
		PONumber: text, CreatedAt: noon, AsOf: noon.AddDate(0, 0, 1),
		Items: []portal.Item{
			{RunningNo: 1, ProductID: "P-1", Name: text, Quantity: "3", UnitNet: "1", TaxPercent: "19", Net: "3",
				Note: text, Subscription: "2", SubscriptionItem: 1},
			{RunningNo: 1 << 40, Name: "bare"},
		},
		Details: portal.PurchaseDetails{StatusCode: "PPR", StatusLabel: text, Test: true, WithdrawUntil: "2026-03-28",
			ReimbursementID: "r1", Merchant: text, PaidWith: "Visa •••• 4242", Billing: &portal.PurchaseContact{Name: text},
			DeliverTo: &portal.PurchaseContact{Lines: []string{text}}, PassThrough: text},
		Source: word}
	bare := portal.Purchase{Key: key("demo", "1")}
	in(t, s, func(tx portal.Tx) error {
		for _, p := range []portal.Purchase{purchase, bare} {
			if err := put(tx.PutPurchase(ctx, p)); err != nil {
				return err
			}
		}
		return put(tx.PutCustomer(ctx, customer))
	})
	got(t, customer)(s.Customer(ctx, customer.Key))
	got(t, purchase)(s.Purchase(ctx, purchase.Key))
	got(t, bare)(s.Purchase(ctx, bare.Key))

	changed := portal.Purchase{Key: purchase.Key, Status: "refunded"}
	renamed := portal.Customer{Key: customer.Key, Name: "Zoe"}
	in(t, s, func(tx portal.Tx) error {
		if err := put(tx.PutPurchase(ctx, changed)); err != nil {
			return err
		}
		return put(tx.PutCustomer(ctx, renamed))
	})
	got(t, changed)(s.Purchase(ctx, purchase.Key))
	got(t, renamed)(s.Customer(ctx, customer.Key))
}
