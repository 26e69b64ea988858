package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// lots are accounts to list, and which of a, b, c and d they are.
var lots = []struct {
	accounts portal.Accounts
	want     string
}{
	{portal.Accounts{}, "abcd"},
	{portal.OnlyAccounts(), ""},
	{portal.OnlyAccounts("none"), ""},
	{portal.OnlyAccounts("c"), "c"},
	{portal.OnlyAccounts("d", "a", "b"), "abd"},
	{portal.Roles{"": portal.Viewer, "b": "nothing"}.Where(portal.MaySee), "acd"},
	{portal.Roles{"": portal.Viewer, "b": "nothing", "c": "nothing", "a": "nothing"}.Where(portal.MaySee), "d"},
}

func withinAccounts(t *testing.T, s portal.Store) {
	partners(t, s, "a", "b", "c", "d")
	for _, account := range []string{"d", "c", "b", "a"} { // lists run the other way round
		queue(t, s, portal.Message{ID: account, Account: account})
		d := delivery("d-"+account, "one", 1)
		d.Account = account
		deliver(t, s, d)
		dec := wish(account)
		dec.Account = account
		bill(t, s, dec)
		got(t, true)(tryIssue(s, state(account, 1, 0)))
		r := asked(account)
		r.Account = account
		ask(t, s, r)
	}
	for _, lot := range lots {
		of := func(list string, accounts []string, err error) {
			t.Helper()
			here := map[string]bool{}
			for _, account := range accounts {
				here[account] = true
			}
			said := ""
			for _, account := range []string{"a", "b", "c", "d"} {
				if here[account] {
					said += account
				}
			}
			if said != lot.want || len(accounts) != len(lot.want) || err != nil {
				t.Errorf("%s of %+v: %q (%v), want %q", list, lot.accounts, accounts, err, lot.want)
			}
		}
		mails, err := s.MessageList(ctx, portal.MessageFilter{Accounts: lot.accounts, Limit: 9})
		of("mails", accountsOf(mails, func(m portal.Message) string { return m.Account }), err)
		sent, err := s.Deliveries(ctx, portal.DeliveryFilter{Accounts: lot.accounts, Limit: 9})
		of("deliveries", accountsOf(sent, func(d portal.HookDelivery) string { return d.Account }), err)
		decided, err := s.BillingDecisions(ctx, portal.BillingFilter{Accounts: lot.accounts, Limit: 9})
		of("decisions", accountsOf(decided, func(d portal.BillingDecision) string { return d.Account }), err)
		states, err := s.LinkStates(ctx, portal.LinkFilter{Accounts: lot.accounts, Limit: 9})
		of("link states", accountsOf(states, func(l portal.LinkState) string { return l.Account }), err)
		requests, err := s.Requests(ctx, portal.RequestFilter{Accounts: lot.accounts, Limit: 9})
		of("requests", accountsOf(requests, func(r portal.LinkRequest) string { return r.Account }), err)
		counts := map[string]int64{}
		if lot.want != "" {
			counts["pending"] = int64(len(lot.want))
		}
		got(t, counts)(s.CountRequests(ctx, lot.accounts, opens, 0))
	}
	// A filter of one account and one of several both hold.
	got(t, []portal.Message(nil))(s.MessageList(ctx, portal.MessageFilter{Accounts: portal.OnlyAccounts("a"), Before: "a"}))
	both := portal.RequestFilter{Account: "a", Accounts: portal.OnlyAccounts("b", "c")}
	got(t, []string{})(requestIDs(s.Requests(ctx, both)))
}

func accountsOf[T any](all []T, account func(T) string) []string {
	var of []string
	for _, one := range all {
		of = append(of, account(one))
	}
	return of
}
