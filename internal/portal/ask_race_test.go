package portal_test

import (
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The same first ask many times at once makes one request, and every asker gets
// its link.
func TestManyFirstAsksMakeOneRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		o.client("acme", "one")
		p := o.partner("acme", "ledger")
		urls := o.askTogether(16, p, submission("T-1", "one", "R-1"))
		r, err := o.service.TenantRequest(ctx, p, "T-1")
		o.must(err)
		if told := o.told(r.Key); len(urls) != 1 || r.Attempt != 1 || told[portal.EventLinkRequested] != 1 || o.mails(r.Key)[portal.TemplateRequest] != 1 {
			t.Errorf("%d different links, attempt %d, events %v, mails %v", len(urls), r.Attempt, told, o.mails(r.Key))
		}
		cases, err := o.store.Cases(ctx, r.Key)
		o.must(err)
		if len(cases) != 1 {
			t.Errorf("%d cases are held, want one", len(cases))
		}
	})
}

// The same ask many times at once after the link has run out makes one new
// attempt, with one mail and one event.
func TestManyAsksAfterTheEndMakeOneAttempt(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		o.client("acme", "one")
		first := o.ask("acme", "ledger", submission("T-1", "one"))
		o.clock.Store(first.Request.End)
		urls := o.askTogether(16, o.partner("acme", "ledger"), submission("T-1", "one"))
		k := first.Request.Key
		told, mails := o.told(k), o.mails(k)
		if len(urls) != 1 || urls[first.URL] > 0 || o.request(k).Attempt != 2 {
			t.Errorf("links %v, attempt %d", urls, o.request(k).Attempt)
		}
		if told[portal.EventLinkRequested] != 2 || told[portal.EventLinkExpired] != 1 || mails[portal.TemplateRequest] != 2 {
			t.Errorf("events %v, mails %v", told, mails)
		}
	})
}

func (o *office) askTogether(n int, p portal.Partner, sub portal.Submission) map[string]int {
	o.t.Helper()
	urls := make([]string, n)
	together(n, func(i int) {
		got, err := o.service.AskConnection(ctx, p, sub)
		if needs, ok := got.(portal.NeedsApproval); ok && err == nil {
			urls[i] = needs.URL
		} else {
			o.t.Errorf("asker %d: %+v, %v", i, got, err)
		}
	})
	return tallied(urls)
}

// Two partners ask for one client at once, and the client approves both at
// once: one connection, and the other request says that it is blocked.
func TestOneOfTwoPartnersConnectsAClient(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger", "rival")
		for round := range 12 {
			id := fmt.Sprint("c", round)
			o.client("acme", id)
			partners := []portal.Partner{o.partner("acme", "ledger"), o.partner("acme", "rival")}
			asked := make([]portal.NeedsApproval, 2)
			together(2, func(i int) {
				got, err := o.service.AskConnection(ctx, partners[i], submission(id, id))
				if asked[i], _ = got.(portal.NeedsApproval); asked[i].URL == "" {
					t.Errorf("partner %d: %+v, %v", i, got, err)
				}
			})
			said := make([]string, 2)
			together(2, func(i int) {
				if adm, err := open(o.service, asked[i].URL); err != nil {
					t.Error(err)
				} else if said[i] = "blocked"; adm.Standing == portal.Good {
					said[i] = verdict(o.service.Decide(ctx, adm.Grant, portal.Choice{Approve: true}))
				}
			})
			winner := 0
			if said[1] == "won" {
				winner = 1
			}
			won, lost := o.request(asked[winner].Request.Key), o.request(asked[1-winner].Request.Key)
			if said[winner] != "won" || said[1-winner] == "won" || won.Status != portal.Approved || lost.Status != portal.Blocked {
				t.Fatalf("round %d: told %v, kept %s and %s", round, said, won.Status, lost.Status)
			}
			if s := o.admit(asked[1-winner].URL).Standing; s != portal.IsBlocked {
				t.Errorf("the loser's link stands %v", s)
			}
			if got, err := o.service.AskConnection(ctx, partners[1-winner], submission(id, id)); err != nil || got != (portal.ConnectedElsewhere{}) {
				t.Errorf("the loser asks again: %+v, %v", got, err)
			}
			conn, err := o.store.ActiveConnection(ctx, "acme", id)
			o.must(err)
			told := o.told(lost.Key)
			if conn.Partner != won.Partner || told[portal.EventLinkBlocked] != 1 || told[portal.EventLinked] != 0 {
				t.Errorf("connected to %s, events of the loser %v", conn.Partner, told)
			}
		}
	})
}

// Four processes sweep at once: each request that ran out is reported by one of
// them.
func TestSweepsOfManyProcessesReportOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		var all []portal.Key
		for i := range 30 {
			id := fmt.Sprint("c", i)
			o.client("acme", id)
			all = append(all, o.ask("acme", "ledger", submission(id, id)).Request.Key)
		}
		o.clock.Add(7 * day)
		reported := make([]int, 4)
		together(len(reported), func(i int) {
			var err error
			if reported[i], err = o.service.Sweep(ctx); err != nil {
				t.Error(err)
			}
		})
		sum := 0
		for _, n := range reported {
			sum += n
		}
		for _, k := range all {
			if told := o.told(k); told[portal.EventLinkExpired] != 1 {
				t.Errorf("%s: events %v", k.ID, told)
			}
		}
		if sum != len(all) {
			t.Errorf("%v were reported, want %d in all", reported, len(all))
		}
	})
}
