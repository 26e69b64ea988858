package portal_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// verdict names what became of a decision.
func verdict(d portal.Decided, err error) string {
	if err != nil {
		return err.Error()
	}
	switch d.(type) {
	case portal.Won:
		return "won"
	case portal.Same:
		return "same"
	case portal.Other:
		return "other"
	case portal.Lost:
		return "lost"
	case portal.ElsewhereMeanwhile:
		return "elsewhere"
	}
	return "nothing"
}

func (o *office) decide(url string, approve bool) string {
	o.t.Helper()
	return verdict(o.service.Decide(ctx, o.grant(url), portal.Choice{Approve: approve}))
}

func tallied(words []string) map[string]int {
	counts := map[string]int{}
	for _, w := range words {
		counts[w]++
	}
	return counts
}

// law 3 and law 4: of 50 decisions on one link, alike or opposed, one is
// recorded, with one event, one entry and one receipt; the others are told what
// was saved.
func TestOneOfFiftyDecisionsWins(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		for name, approves := range map[string]func(i int) bool{
			"alike":   func(int) bool { return true },
			"opposed": func(i int) bool { return i%2 == 0 },
		} {
			o.client("acme", name)
			asked := o.ask("acme", "ledger", submission(name, name, "R-1"))
			grant := o.grant(asked.URL)
			said := make([]string, 50)
			together(len(said), func(i int) {
				said[i] = verdict(o.service.Decide(ctx, grant, portal.Choice{Approve: approves(i), FormValue: fmt.Sprint(i)}))
			})
			o.oneDecision(asked.Request.Key, said, approves)
		}
	})
}

func (o *office) oneDecision(k portal.Key, said []string, approves func(int) bool) {
	o.t.Helper()
	kept, winner := o.request(k), -1
	for i, word := range said {
		want := "other"
		if approves(i) == (kept.Status == portal.Approved) {
			want = "same"
		}
		if word == "won" && winner < 0 {
			winner = i
		} else if word != want {
			o.t.Errorf("%s: decision %d is told %q, want %q", k.ID, i, word, want)
		}
	}
	if winner < 0 || kept.FormValue != fmt.Sprint(winner) {
		o.t.Fatalf("%s: %d won, the form %q was kept", k.ID, winner, kept.FormValue)
	}
	decision, err := o.store.LastDecision(ctx, k)
	o.must(err)
	if decision.FormValue != fmt.Sprint(winner) || decision.Choice != kept.Status {
		o.t.Errorf("the decision is %+v", decision)
	}
	event, template := portal.EventLinked, portal.TemplateApproved
	if kept.Status == portal.Declined {
		event, template = portal.EventLinkDeclined, portal.TemplateDeclined
	}
	told := o.told(k)
	if told[event] != 1 || told[portal.EventLinkRequested] != 1 || len(told) != 2 {
		o.t.Errorf("events %v", told)
	}
	if n := o.acts(k)["request."+string(kept.Status)]; n != 1 || o.mails(k)[template] != 1 {
		o.t.Errorf("%d entries and %d receipts", n, o.mails(k)[template])
	}
}

// A decision in the last second of its link and the sweep in the next: whoever
// comes first, exactly one of them took effect.
func TestADecisionOrTheSweepWins(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		seen := map[string]int{}
		for round := range 20 {
			id := fmt.Sprint("c", round)
			o.client("acme", id)
			asked := o.ask("acme", "ledger", submission(id, id))
			k := asked.Request.Key
			o.clock.Store(asked.Request.End - 1)
			grant := o.grant(asked.URL)
			// Another process, whose clock is a second further.
			late := portal.New(o.store, vaultOf(t, 7), func() time.Time { return time.Unix(asked.Request.End, 0) }, "https://pay.example.com")
			var said string
			together(2, func(i int) {
				if i == 0 {
					said = verdict(o.service.Decide(ctx, grant, portal.Choice{Approve: true}))
				} else if _, err := late.Sweep(ctx); err != nil {
					t.Error(err)
				}
			})
			o.clock.Add(1)
			if _, err := o.service.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			kept, told := o.request(k), o.told(k)
			seen[said]++
			switch {
			case said == "won" && kept.Status == portal.Approved && told[portal.EventLinked] == 1 && told[portal.EventLinkExpired] == 0:
			case said == "lost" && kept.Status == portal.RequestExpired && told[portal.EventLinked] == 0 && told[portal.EventLinkExpired] == 1:
			default:
				t.Fatalf("round %d: told %q, kept %s, events %v", round, said, kept.Status, told)
			}
		}
		t.Logf("outcomes: %v", seen)
	})
}

// A decision on the link in force and its reissue: if the decision comes first
// there is no new link and no mail, else the old link decides nothing.
func TestADecisionOrAReissueWins(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		for round := range 20 {
			id := fmt.Sprint("c", round)
			o.client("acme", id)
			asked := o.ask("acme", "ledger", submission(id, id))
			k, grant := asked.Request.Key, o.grant(asked.URL)
			var said string
			var outcome portal.RequestOutcome
			together(2, func(i int) {
				var err error
				if i == 0 {
					said = verdict(o.service.Decide(ctx, grant, portal.Choice{Approve: true}))
				} else if outcome, err = o.service.ReissueRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: k, Mail: true}); err != nil {
					t.Error(err)
				}
			})
			_, reissued := outcome.(portal.RequestDone)
			kept, told, mails := o.request(k), o.told(k), o.mails(k)
			switch {
			case !reissued && said == "won" && kept.Status == portal.Approved && kept.Attempt == 1:
				if told[portal.EventLinked] != 1 || told[portal.EventLinkRequested] != 1 || mails[portal.TemplateRequest] != 1 {
					t.Errorf("approved: events %v, mails %v", told, mails)
				}
			case reissued && said == "lost" && kept.Status == portal.Pending && kept.Attempt == 2:
				if told[portal.EventLinked] != 0 || told[portal.EventLinkRequested] != 2 || mails[portal.TemplateApproved] != 0 {
					t.Errorf("reissued: events %v, mails %v", told, mails)
				}
				if s := o.admit(asked.URL).Standing; s != portal.Superseded {
					t.Errorf("the old link stands %v", s)
				}
			default:
				t.Fatalf("round %d: told %q, reissue %+v, kept %s.%d", round, said, outcome, kept.Status, kept.Attempt)
			}
		}
	})
}

// A decision and a withdrawal: one wins, and the other is told so.
func TestADecisionOrAWithdrawalWins(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledger")
		for round := range 20 {
			id := fmt.Sprint("c", round)
			o.client("acme", id)
			asked := o.ask("acme", "ledger", submission(id, id))
			k, grant := asked.Request.Key, o.grant(asked.URL)
			var said string
			var outcome portal.RequestOutcome
			together(2, func(i int) {
				var err error
				if i == 0 {
					said = verdict(o.service.Decide(ctx, grant, portal.Choice{Approve: true}))
				} else if outcome, err = o.service.WithdrawRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: k}); err != nil {
					t.Error(err)
				}
			})
			_, withdrawn := outcome.(portal.RequestDone)
			kept, told := o.request(k), o.told(k)
			approved := said == "won" && kept.Status == portal.Approved && told[portal.EventLinkWithdrawn] == 0
			ended := said == "lost" && kept.Status == portal.RequestWithdrawn && told[portal.EventLinked] == 0
			if approved == ended || approved == withdrawn {
				t.Fatalf("round %d: told %q, withdrawal %+v, kept %s, events %v", round, said, outcome, kept.Status, told)
			}
		}
	})
}
