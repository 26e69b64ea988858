package portal_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// A decision holds what was shown and asked for, goes where the address on file
// says, and hands the shop's own words back.
func TestADecisionHoldsWhatWasShown(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		act := s.form(portal.ActionQuantity, portal.Change{Quantity: "9", Reason: "not asked here", Fields: map[string]string{"email": "x@elsewhere.example"}})
		d := s.decision(s.accepted(s.link(link.Upgrade, "S7"), act).ID)
		want := portal.Change{Quantity: "9"}
		if d.Change.Quantity != want.Quantity || d.Change.Reason != "" || d.Change.Fields != nil {
			t.Errorf("the change is %+v", d.Change)
		}
		if d.Class != portal.Wish || d.State != portal.DecisionSubmitted || !d.Open || d.Email != "maja@client.example" ||
			d.Version != 3 || !slices.Equal(d.Shown, act.Shown) || !d.DueAt.Equal(s.now().AddDate(0, 0, 3)) {
			t.Errorf("the decision is %+v", d)
		}
		events, err := s.store.Events(ctx, seller, "", 0, 10)
		s.must(err)
		for _, fact := range []string{`"passThrough":"sub-7"`, `"decisionId":"` + d.ID, `"quantity":"9"`, d.Reference, `"locale":"en"`, "29 October 2025"} {
			if !strings.Contains(events[0].Data, fact) {
				t.Errorf("the event does not say %s: %s", fact, events[0].Data)
			}
		}
	})
}

// Case 68, 69, 71, 80: what is asked for must be possible, however the form was
// made up, and nothing is recorded if it is not.
func TestAnImpossibleActIsRefused(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.quote("200", func(q *portal.Quote) { q.PORequired, q.Terms = true, "Payable in 30 days" })
		s.offer("s1:2", s.now().Add(time.Hour))
		s.subscription("8", portal.SubscriptionActive, func(x *portal.Subscription) {
			second := x.Items[0]
			second.RunningNo = 2
			x.Items = append(x.Items, second)
		})
		s.purchase("101", portal.PurchasePaid, func(p *portal.Purchase) {
			p.Items = []portal.Item{{RunningNo: 1, Subscription: "8", SubscriptionItem: 1}}
		})
		plan, quote := s.link(link.Upgrade, "S7"), s.link(link.Quote, "200")
		name := func(extra map[string]string) portal.Change {
			fields := map[string]string{portal.FieldName: "Maja <b>Holm</b>"}
			maps.Copy(fields, extra)
			return portal.Change{Fields: fields}
		}
		for _, c := range []struct {
			grant  link.Grant
			action portal.Action
			change portal.Change
			want   string
		}{
			{plan, portal.ActionQuantity, portal.Change{Quantity: "0"}, "incomplete: quantity"},
			{plan, portal.ActionQuantity, portal.Change{Quantity: "-1"}, "incomplete: quantity"},
			{plan, portal.ActionQuantity, portal.Change{Quantity: "1.5"}, "incomplete: quantity"},
			{plan, portal.ActionQuantity, portal.Change{Quantity: "51"}, "incomplete: quantity"},
			{plan, portal.ActionQuantity, portal.Change{Quantity: "1000000000"}, "incomplete: quantity"},
			{plan, portal.ActionQuantity, portal.Change{Quantity: "5"}, "incomplete: quantity"},
			{plan, portal.ActionUpgrade, portal.Change{}, "incomplete: offer"},
			{plan, portal.ActionUpgrade, portal.Change{Offer: "s9:9"}, "not offered: closed"},
			{s.link(link.Renewal, "101"), portal.ActionInterval, portal.Change{Interval: &portal.Interval{Months: 12}}, "not offered: state"},
			{s.link(link.Renewal, "100"), portal.ActionCancel, portal.Change{Reason: strings.Repeat("é", 501)}, "incomplete: reason"},
			{quote, portal.ActionAccept, portal.Change{}, "incomplete: name poNumber terms"},
			{quote, portal.ActionAccept, name(map[string]string{"poNumber": strings.Repeat("9", 101), "terms": "on"}), "incomplete: poNumber"},
			{quote, portal.ActionAccept, name(map[string]string{"poNumber": "4\n5", "terms": "on"}), "incomplete: poNumber"},
			{quote, portal.ActionAskChange, portal.Change{}, "incomplete: comment"},
			{s.link(link.Confirmation, "100"), portal.ActionCorrect, portal.Change{}, "incomplete: company"},
		} {
			if got := said(s.submit(c.grant, s.form(c.action, c.change)), nil); got != c.want {
				t.Errorf("%s %+v is answered %q, want %q", c.action, c.change, got, c.want)
			}
		}
		if _, err := s.service.Submit(ctx, s.link(link.Confirmation, "100"), s.form(portal.ActionCancel, portal.Change{})); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("an action of another page: %v", err)
		}
		s.pass(time.Hour) // Case 69: the offer ends between the page and the press
		if got := said(s.submit(plan, s.form(portal.ActionUpgrade, portal.Change{Offer: "s1:2"})), nil); got != "not offered: closed" {
			t.Errorf("an offer that has ended: %s", got)
		}
		if got := s.decisions(); len(got) != 0 || len(s.events()) != 0 {
			t.Errorf("recorded: %v", got)
		}
		d := s.accepted(quote, s.form(portal.ActionAccept, name(map[string]string{"poNumber": "=1+1", "terms": "on", "email": "a@b.example"})))
		if d.Change.Fields["poNumber"] != "=1+1" || d.Change.Fields["email"] != "" || d.Change.Fields["name"] != "Maja <b>Holm</b>" {
			t.Errorf("fields %v", d.Change.Fields)
		}
	})
}

// Case 66, 67, 79: only what holds at the press can be confirmed, and once.
func TestAPreviewIsConfirmedOnceWhileItHolds(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Upgrade, "S7")
		sub := portal.Subject{Type: "subscription", ID: "7", Item: 1}
		preview := portal.Preview{
			ID: "pv-1", Action: portal.ActionQuantity, Subject: sub, Change: portal.Change{Quantity: "9"}, DueNow: "48.60",
			NextAmount: "99.00", Currency: "EUR", ExpiresAt: s.now().Add(time.Minute), Version: 3,
		}
		press := func(change func(p *portal.Preview)) string {
			act, p := s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}), preview
			if change != nil {
				change(&p)
			}
			act.Preview = &p
			return said(s.service.Submit(ctx, g, act))
		}
		for name, c := range map[string]struct {
			change func(p *portal.Preview)
			want   string
		}{
			"run out":        {func(p *portal.Preview) { p.ExpiresAt = s.now() }, "changed"},
			"older version":  {func(p *portal.Preview) { p.Version = 2 }, "changed"},
			"other quantity": {func(p *portal.Preview) { p.Change.Quantity = "8" }, "changed"},
			"other subject":  {func(p *portal.Preview) { p.Subject.ID = "8" }, "changed"},
			"negative":       {func(p *portal.Preview) { p.DueNow = "-1.00" }, "not offered: negative"},
			"nothing":        {func(p *portal.Preview) { p.DueNow, p.NextAmount = "0.00", "0.00" }, "not offered: negative"},
			"other currency": {func(p *portal.Preview) { p.Currency = "USD" }, "not offered: negative"},
		} {
			if got := press(c.change); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
		if got := press(nil); got != "accepted" {
			t.Fatalf("a good preview is answered %q", got)
		}
		list, err := s.store.SubjectDecisions(ctx, seller, sub, 10)
		s.must(err)
		if list[0].Preview != "pv-1" {
			t.Errorf("the decision confirms %q", list[0].Preview)
		}
		_, err = s.service.Conclude(ctx, portal.BySystem, key(list[0].ID), portal.ConcludeAsk{State: portal.DecisionRefused})
		s.must(err)
		if got := press(nil); got != "before" {
			t.Errorf("a preview confirmed a second time: %s", got)
		}
	})
}

// Case 78, 79: a quote is open to the last second of its last day in the
// account's zone, on the day of a clock change too; a newer version of it takes
// no answer to the old one.
func TestAQuoteIsOpenThroughItsLastDay(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		zone, err := time.LoadLocation("Europe/Berlin")
		s.must(err)
		accept := func(id string, version int64) string {
			act := s.form(portal.ActionAccept, portal.Change{Fields: map[string]string{portal.FieldName: "Maja"}})
			act.Version = version
			return said(s.service.Submit(ctx, s.link(link.Quote, id), act))
		}
		last := time.Date(2025, 10, 26, 23, 59, 59, 0, zone) // 25 hours long
		for _, id := range []string{"201", "202"} {
			s.quote(id, func(q *portal.Quote) { q.ValidUntil = "2025-10-26" })
		}
		s.clock.Store(last.Unix())
		if got := accept("201", 1); got != "accepted" {
			t.Errorf("at 23:59:59: %s", got)
		}
		s.clock.Store(last.Unix() + 1)
		if got := accept("202", 1); got != "not offered: closed" {
			t.Errorf("at midnight: %s", got)
		}
		s.quote("203", func(q *portal.Quote) { q.Version = 2 })
		if got := accept("203", 1); got != "changed" {
			t.Errorf("an older version: %s", got)
		}
		s.quote("204", func(q *portal.Quote) { q.ReplacedBy = "205" })
		if got := accept("204", 1); got != "not offered: closed" {
			t.Errorf("a replaced quote: %s", got)
		}
	})
}

// Case 61, 63: what is cancelled is not cancelled again, before and after the
// billing system took note, and neither is what has ended.
func TestACancelIsSaidOnce(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Renewal, "100")
		cancel := func() string { return said(s.service.Submit(ctx, g, s.form(portal.ActionCancel, portal.Change{}))) }
		d := s.accepted(g, s.form(portal.ActionCancel, portal.Change{}))
		if got := cancel(); got != "before" {
			t.Errorf("while it is recorded: %s", got)
		}
		s.pass(time.Hour)
		if _, err := s.service.Conclude(ctx, portal.BySystem, key(d.ID), portal.ConcludeAsk{State: portal.DecisionApplied}); err != nil {
			t.Fatal(err)
		}
		if got := cancel(); got != "before" {
			t.Errorf("acknowledged, not described since: %s", got)
		}
		s.subscription("7", portal.SubscriptionFinished, func(x *portal.Subscription) { x.Source.Version = 4 })
		if got := cancel(); got != "not offered: ended" {
			t.Errorf("after the end: %s", got)
		}
		s.subscription("7", portal.SubscriptionActive, func(x *portal.Subscription) { x.Source.Version = 5 })
		if got := cancel(); got != "accepted" {
			t.Errorf("running again: %s", got)
		}
	})
}

// Case 65: what has ended is not taken up again; that is for another purchase.
func TestWhatHasEndedIsNotReinstated(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Renewal, "100")
		end := s.now().Add(time.Hour)
		s.subscription("7", portal.SubscriptionEnding, func(x *portal.Subscription) { x.Source.Version, x.Details.EndsAt = 4, end })
		reinstate := func() string {
			return said(s.service.Submit(ctx, g, s.form(portal.ActionReinstate, portal.Change{})))
		}
		s.clock.Store(end.Unix())
		if got := reinstate(); got != "not offered: ended" {
			t.Errorf("at its end: %s", got)
		}
		s.clock.Store(end.Unix() - 1)
		if got := reinstate(); got != "accepted" {
			t.Errorf("a second before: %s", got)
		}
	})
}

// Case 86: a link that is withdrawn while its page is open decides nothing.
func TestAWithdrawnLinkDecidesNothing(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Confirmation, "100")
		s.pass(time.Second)
		state, err := s.store.LinkState(ctx, portal.ObjectKey{Account: seller, Kind: link.Confirmation, ID: "100"})
		s.must(err)
		s.put(func(tx portal.Tx) error {
			_, err := tx.Revoke(ctx, state.ObjectKey, state.Generation, s.now().Unix(), s.now())
			return err
		})
		if _, err := s.service.Submit(ctx, g, s.form(portal.ActionProblem, portal.Change{Comment: "x"})); !errors.Is(err, link.ErrLapsed) {
			t.Errorf("the press is answered %v", err)
		}
		if len(s.decisions()) != 0 {
			t.Error("something was recorded")
		}
	})
}

// Case 82: a withdrawal counts through its last day in the account's zone;
// later it is received and marked, for the seller to decide.
func TestALateWithdrawalIsReceived(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		zone, err := time.LoadLocation("Europe/Berlin")
		s.must(err)
		last := time.Date(2025, 10, 20, 23, 59, 59, 0, zone)
		for i, id := range []string{"110", "111"} {
			s.purchase(id, portal.PurchasePaid, func(p *portal.Purchase) { p.Details.WithdrawUntil = "2025-10-20" })
			s.clock.Store(last.Unix() + int64(i))
			d := s.accepted(s.link(link.Confirmation, id), s.form(portal.ActionWithdraw, portal.Change{}))
			if d.Change.Late != (i == 1) || d.Class != portal.Declaration || d.State != portal.DecisionRecorded {
				t.Errorf("%d s after: %+v", i, d)
			}
		}
		if got := s.events()[portal.EventWithdrawal]; got != 2 {
			t.Errorf("%d events", got)
		}
	})
}

// Case 76: the last method of something that renews stays.
func TestTheLastMethodStays(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Methods, "c1")
		remove := func(id string) string {
			return said(s.service.Submit(ctx, g, s.form(portal.ActionRemove, portal.Change{Method: id})))
		}
		if got := remove("M2"); got != "accepted" {
			t.Errorf("one of two: %s", got)
		}
		s.put(func(tx portal.Tx) error {
			_, err := tx.PutPaymentMethod(ctx, portal.PaymentMethod{Key: key("M2"), Customer: "1", State: "revoked", AsOf: s.now()})
			return err
		})
		if got := remove("M1"); got != "not offered: last" {
			t.Errorf("the last one: %s", got)
		}
	})
}
