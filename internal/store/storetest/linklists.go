package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// linkCuts has a link of each standing, at 5000.
func linkCuts(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	issued := func(account, id string, start, end int64, by portal.Actor, at time.Time) portal.LinkState {
		st := portal.LinkState{ObjectKey: portal.ObjectKey{Account: account, Kind: link.Invoice, ID: id}, Generation: 1,
			Start: start, End: end, KeyID: "k1", IssuedBy: by, IssuedAt: at, EndedAt: at}
		got(t, true)(tryIssue(s, st))
		st.TouchedAt = at
		return st
	}
	works := issued("demo", "1", 4000, 9000, "admin:a", noon)
	soon := issued("demo", "2", 4000, 6000, "customer", noon.Add(time.Second))
	gone := issued("demo", "3", 1000, 5000, "admin:b", noon.Add(2*time.Second))
	older := issued("demo", "4", 1000, 4000, "admin:b", noon.Add(2*time.Second))
	far := issued("other", "1", 4000, 7000, "admin:a", noon.Add(3*time.Second))
	off := issued("demo", "5", 4000, 9000, "admin:a", noon)
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) { return tx.Revoke(ctx, off.ObjectKey, 1, 4500, later) }))
	off.Generation, off.Revoked, off.CutOff, off.EndedAt, off.TouchedAt = 2, true, 4500, later, later
	look := func(who portal.Visitor, of portal.LinkState) portal.Visit {
		return portal.Visit{Object: of.ObjectKey, Start: of.Start, Who: who, Page: "document", First: noon, Last: noon, Count: 1}
	}
	in(t, s, func(tx portal.Tx) error {
		return tx.AddVisits(ctx, []portal.Visit{look(portal.VisitPerson, soon), look(portal.VisitScanner, works)})
	})

	lists := func(want []portal.LinkState, f portal.LinkFilter) {
		t.Helper()
		f.Now = 5000
		got(t, want)(s.LinkStates(ctx, f))
		if f.Cut != portal.LinksUnopened {
			got(t, min(len(want), 2))(s.CountLinkStates(ctx, f, 2))
		}
		for i := range want { // page by page of one
			f.Limit = 1
			got(t, want[i:i+1])(s.LinkStates(ctx, f))
			f.Before = want[i].Cursor(f.Cut)
		}
		if len(want) > 0 {
			got(t, []portal.LinkState(nil))(s.LinkStates(ctx, f))
		}
	}
	lists([]portal.LinkState{off, far, older, gone, soon, works}, portal.LinkFilter{})
	lists([]portal.LinkState{soon, far, works}, portal.LinkFilter{Cut: portal.LinksWorking})
	lists([]portal.LinkState{soon}, portal.LinkFilter{Cut: portal.LinksEnding, Ending: 7000})
	lists([]portal.LinkState{far, works}, portal.LinkFilter{Cut: portal.LinksUnopened})
	lists([]portal.LinkState{gone, older}, portal.LinkFilter{Cut: portal.LinksExpired})
	lists([]portal.LinkState{off}, portal.LinkFilter{Cut: portal.LinksRevoked})
	lists([]portal.LinkState{far}, portal.LinkFilter{Accounts: portal.OnlyAccounts("other")})
	lists(nil, portal.LinkFilter{Accounts: portal.OnlyAccounts()})
	lists([]portal.LinkState{off, works}, portal.LinkFilter{By: "admin:a", Until: noon.Add(time.Second)})
	lists([]portal.LinkState{older, gone}, portal.LinkFilter{By: "admin:", Accounts: portal.OnlyAccounts("demo", "other"),
		Since: noon.Add(2 * time.Second), Until: noon.Add(3 * time.Second)})
	lists(nil, portal.LinkFilter{Kind: link.Quote})
	allBut := portal.Roles{"": portal.Viewer, "demo": ""}.Where(portal.MaySee)
	lists([]portal.LinkState{far}, portal.LinkFilter{Accounts: allBut})
}

func customerLists(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	who := portal.Key{Account: "demo", ID: "c1"}
	order := func(account, id, customer string) portal.Purchase {
		p := portal.Purchase{Key: portal.Key{Account: account, ID: id}, Customer: customer, CreatedAt: noon}
		in(t, s, func(tx portal.Tx) error {
			_, err := tx.PutPurchase(ctx, p)
			return err
		})
		return p
	}
	one, two := order("demo", "1", "c1"), order("demo", "2", "c1")
	order("demo", "3", "c2")
	order("other", "4", "c1")
	got(t, []portal.Purchase{two, one})(s.CustomerPurchases(ctx, who, 9))
	got(t, []portal.Purchase{two})(s.CustomerPurchases(ctx, who, 1))

	mail := func(id, account, to string) portal.Message {
		m := portal.Message{ID: id, Account: account, To: to, Data: "{}", State: portal.Queued, CreatedAt: noon}
		in(t, s, func(tx portal.Tx) error { return tx.AddMessage(ctx, m) })
		return m
	}
	mine := mail("m1", "demo", "a@b.example")
	mail("m3", "demo", "x@b.example")
	mail("m4", "other", "a@b.example")
	again := mail("m2", "demo", "a@b.example")
	got(t, []portal.Message{again, mine})(s.MailsTo(ctx, "demo", "a@b.example", 9))
	got(t, []portal.Message{again})(s.MailsTo(ctx, "demo", "a@b.example", 1))
}
