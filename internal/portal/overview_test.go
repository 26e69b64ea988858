package portal_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

const hour = 3600

// desk is an office whose overview is looked at.
type desk struct {
	*office
	links map[string]portal.NeedsApproval
}

// fiveEnds is an account of which five requests ended in five ways, and of
// which one waits.
func fiveEnds(o *office) *desk {
	d := &desk{o, map[string]portal.NeedsApproval{}}
	o.account("acme", "ledger")
	for _, id := range []string{"approves", "declines", "withdrawn", "renewed", "expires", "waits"} {
		o.client("acme", id)
		d.links[id] = o.ask("acme", "ledger", submission("T-"+id, id))
	}
	o.clock.Add(5 * hour)
	d.look("approves", portal.VisitPerson, "question")
	d.look("expires", portal.VisitScanner, "question")
	d.press("approves", true)
	o.clock.Add(day)
	d.press("declines", false)
	_, err := o.service.WithdrawRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: d.links["withdrawn"].Request.Key})
	o.must(err)
	for _, id := range []string{"renewed", "waits"} {
		_, err = o.service.ReissueRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: d.links[id].Request.Key, Days: 30})
		o.must(err)
	}
	o.clock.Store(d.links["expires"].Request.End)
	_, err = o.service.Sweep(ctx)
	o.must(err)
	return d
}

func (d *desk) press(id string, approve bool) {
	d.t.Helper()
	_, err := d.service.Decide(ctx, d.grant(d.links[id].URL), portal.Choice{Approve: approve})
	d.must(err)
}

// look notes a visit to a request's first link.
func (d *desk) look(id string, who portal.Visitor, page string) {
	d.t.Helper()
	v, ok := portal.VisitOf(d.admit(d.links[id].URL).Grant, who, page, "", d.now())
	if !ok {
		d.t.Fatal("no note of a genuine link")
	}
	d.must(d.store.InTx(ctx, func(tx portal.Tx) error { return tx.AddVisits(ctx, []portal.Visit{v}) }))
}

func (d *desk) overview(where portal.Accounts) portal.Overview {
	d.t.Helper()
	got, err := d.service.Overview(ctx, where)
	d.must(err)
	return got
}

var everywhere portal.Accounts

func TestTheOverviewCountsHowLinksEnded(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		d := fiveEnds(o)
		got := d.overview(everywhere)
		want := portal.DayFigures{
			Made: 8, Done: 1, Declined: 1, Expired: 1, Replaced: 2, Withdrawn: 1, Requests: 2,
			Ended: 6, Opened: 2, Unopened: 1, Waited: map[int]int64{5: 1, 29: 1},
		}
		if diff := cmp.Diff(want, got.Sum); diff != "" {
			t.Errorf("-want +have\n%s", diff)
		}
		if len(got.Days) != 30 || got.Days[29].Day != "2025-10-16" || got.Days[29].Figures.Expired != 1 ||
			got.Days[22].Figures.Made != 6 || got.Days[22].Figures.Done != 1 || got.Days[23].Figures.Replaced != 2 {
			t.Errorf("the days are %+v", got.Days)
		}
		if got.Empty || got.Waiting != 2 || got.Ending != 0 || len(got.Soon) != 2 {
			t.Errorf("waiting %d, ending %d, soon %d, empty %v", got.Waiting, got.Ending, len(got.Soon), got.Empty)
		}
		if hours, ok := got.Sum.Median(); !ok || hours != 29 {
			t.Errorf("median %d hours, %v", hours, ok)
		}
	})
}

func TestADayThatIsOverIsCountedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		d := fiveEnds(o)
		before := d.overview(everywhere)
		closed, err := o.service.CloseDays(ctx)
		o.must(err)
		if closed != 29 {
			t.Errorf("%d days were closed, want 29: today is not over", closed)
		}
		if diff := cmp.Diff(before, d.overview(everywhere)); diff != "" {
			t.Errorf("the kept figures differ from those that were counted\n%s", diff)
		}
		again, err := o.service.CloseDays(ctx)
		o.must(err)
		if again != 0 {
			t.Errorf("%d days were closed twice", again)
		}
		d.look("waits", portal.VisitPerson, "question") // changes no day that is over
		o.clock.Add(day)
		closed, err = o.service.CloseDays(ctx)
		o.must(err)
		if closed != 1 {
			t.Errorf("%d days were closed a day later, want 1", closed)
		}
	})
}

func TestADayIsClosedSomeMinutesAfterItsEnd(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.account("acme")
	midnight := time.Date(2025, 10, 10, 0, 0, 0, 0, time.FixedZone("Berlin in summer", 2*hour)).Unix()
	for _, c := range []struct {
		at   int64
		want int
	}{{noon, 29}, {midnight - 1, 0}, {midnight + 599, 0}, {midnight + 600, 1}} {
		o.clock.Store(c.at)
		if closed, err := o.service.CloseDays(ctx); closed != c.want || err != nil {
			t.Errorf("at %d: %d closed, %v, want %d", c.at, closed, err, c.want)
		}
	}
}

func TestTheOverviewKeepsToItsAccounts(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		d := fiveEnds(o)
		o.account("other", "ledger")
		o.client("other", "one")
		o.ask("other", "ledger", submission("T-1", "one"))
		for _, c := range []struct {
			where   portal.Accounts
			waiting int64
			made    int64
			empty   bool
		}{
			{everywhere, 3, 9, false},
			{portal.OnlyAccounts("acme"), 2, 8, false},
			{portal.OnlyAccounts("other"), 1, 1, false},
			{portal.OnlyAccounts(), 0, 0, true},
		} {
			got := d.overview(c.where)
			if got.Waiting != c.waiting || got.Sum.Made != c.made || got.Empty != c.empty || int64(len(got.Soon)) != c.waiting {
				t.Errorf("%+v: waiting %d, made %d, empty %v, soon %d", c, got.Waiting, got.Sum.Made, got.Empty, len(got.Soon))
			}
		}
	})
}

func TestWrongLinksAreForWhoSeesEveryAccount(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.account("acme")
	o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
		return tx.AddWrongLinks(ctx, []portal.WrongLinks{{Hour: o.now().Truncate(time.Hour), Network: "192.0.2.0/24", Count: 240}})
	}))
	d := &desk{office: o}
	if all, one := d.overview(everywhere).Bursts, d.overview(portal.OnlyAccounts("acme")).Bursts; len(all) != 1 || len(one) != 0 {
		t.Errorf("have %+v and %+v", all, one)
	}
}

func TestLateOpeningsBecomeAdvice(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		d := &desk{o, map[string]portal.NeedsApproval{}}
		o.account("acme", "ledger")
		asked := o.clock.Load()
		for i := range 6 {
			id := fmt.Sprint("c", i)
			o.client("acme", id)
			d.links[id] = o.ask("acme", "ledger", submission(id, id))
		}
		late := func(n int, after int64) {
			for i := range n {
				o.clock.Store(asked + after)
				d.look(fmt.Sprint("c", i), portal.VisitPerson, "expired")
			}
		}
		late(4, 7*day+hour)
		if got := d.overview(everywhere).Unfitting; len(got) != 0 {
			t.Errorf("advice by four openings: %+v", got)
		}
		o.clock.Store(asked + 7*day + 2*hour)
		d.look("c4", portal.VisitScanner, "expired")
		if got := d.overview(everywhere).Unfitting; len(got) != 0 {
			t.Errorf("advice by a scanner's opening: %+v", got)
		}
		o.clock.Store(asked + 20*day)
		d.look("c5", portal.VisitPerson, "expired")
		got := d.overview(everywhere).Unfitting
		if len(got) != 1 || got[0].Partner.ID != "ledger" || got[0].ByDay != 8 || got[0].Days != 14 || got[0].Openings != 5 {
			t.Errorf("have %+v, want 14 days for five openings by day 8", got)
		}
	})
}

func TestTroublesAreCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		now := o.now()
		message := func(id string, age time.Duration, state portal.MessageState) portal.Message {
			return portal.Message{ID: id, Account: "acme", State: state, CreatedAt: now.Add(-age)}
		}
		waiting := func(id string, since, until time.Duration, state portal.BillingState) portal.BillingDecision {
			return portal.BillingDecision{
				Account: "acme", ID: id, Class: portal.Wish, Action: portal.ActionQuantity, State: state, Open: state == portal.DecisionSubmitted,
				CreatedAt: now.Add(-since), DueAt: now.Add(until), UpdatedAt: now, DoneAt: now.Add(-time.Hour),
			}
		}
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			for _, m := range []portal.Message{
				message("m1", 24*time.Hour, portal.Failed), message("m2", 25*time.Hour, portal.Sent),
				message("m3", 8*24*time.Hour, portal.Failed), message("m4", 20*24*time.Hour, portal.Failed),
			} {
				if err := tx.AddMessage(ctx, m); err != nil {
					return err
				}
			}
			for _, d := range []portal.BillingDecision{
				waiting("d1", 3*time.Hour, time.Hour, portal.DecisionSubmitted),  // most of the time is over
				waiting("d2", time.Hour, 3*time.Hour, portal.DecisionSubmitted),  // there is time
				waiting("d3", 9*time.Hour, -time.Hour, portal.DecisionLapsed),    // nobody answered
				waiting("d4", 9*time.Hour, -8*time.Hour, portal.DecisionApplied), // somebody did
			} {
				if _, err := tx.AddBillingDecision(ctx, d); err != nil {
					return err
				}
			}
			for range 3 {
				k := portal.ObjectKey{Account: "acme", Kind: link.Confirmation, ID: "1"}
				if _, err := tx.CountMail(ctx, k, now, now, 3); err != nil {
					return err
				}
			}
			return nil
		}))
		got := (&desk{office: o}).overview(everywhere).Troubles
		want := portal.Troubles{Mails: 1, GivenUp: 1, MailsBefore: 1, Decisions: 1, Lapsed: 1, Limits: 1}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +have\n%s", diff)
		}
	})
}
