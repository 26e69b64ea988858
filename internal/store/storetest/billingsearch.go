package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// searchBilling: subscriptions are found by their own ids and through their
// customers, and so are quotes by their numbers.
func searchBilling(t *testing.T, s portal.Store) {
	library(t, s)
	in(t, s, func(tx portal.Tx) error {
		for _, sub := range []portal.Subscription{
			{Key: key("demo", "900"), Reference: "SSSS-0900", Customer: "3"},
			{Key: key("demo", "901"), Customer: "404"},
			{Key: key("demo", "500")}, // as the purchase
		} {
			wantErr(t, nil, put(tx.PutSubscription(ctx, sub)))
		}
		wantErr(t, nil, put(tx.PutQuote(ctx, portal.Quote{Key: key("demo", "500"), Reference: "QQQQ-0500", Number: "Q / 5"})))
		return put(tx.PutQuote(ctx, portal.Quote{Key: key("demo", "501"), Reference: "QQQQ-0501", Number: "501"}))
	})
	for q, want := range map[string][]string{
		"900": {"scp S900"}, "s900": {"scp S900"}, " S900 ": {"scp S900"}, "ssss-0900": {"scp S900"},
		"901": {"scp S901"}, "annabel 100%_": {"ccp 3", "scp S900"}, "c3@example.org": {"ccp 3", "scp S900"},
		"500": {"p 500", "scp S500"}, "s500": {"scp S500"},
		"q / 5": {"cq 500"}, "qqqq-0501": {"cq 501"}, "501": {}, "s90": {"scp S900", "scp S901"}, "ss900": {},
	} {
		t.Log(q)
		got(t, want)(hits(s, q, 9))
	}
	got(t, []portal.Hit{{Kind: link.Payment, Key: key("demo", "S900"), Title: "Subscription S900",
		Subtitle: "ANNABEL 100%_", Reference: "SSSS-0900"}})(searched(s, "S900", 9))
	got(t, []portal.Hit{{Kind: link.Quote, Key: key("demo", "500"), Title: "Quote Q / 5", Subtitle: "Anna",
		Reference: "QQQQ-0500"}})(searched(s, "Q / 5", 9))
	got(t, []portal.Hit{{Kind: link.Quote, Key: key("demo", "501"), Title: "Quote 501", Reference: "QQQQ-0501"}})(
		searched(s, "QQQQ-0501", 9))
}
