package portal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ending names what became of an answer.
func ending(c portal.Concluding, err error) string {
	if err != nil {
		return err.Error()
	}
	switch c := c.(type) {
	case portal.Concluded:
		return "concluded " + string(c.Decision.State)
	case portal.AlreadyConcluded:
		return map[bool]string{true: "same", false: "other"}[c.Same]
	case portal.CannotRefuse:
		return "cannot refuse"
	case portal.ProviderDecides:
		return "provider decides"
	}
	return "nothing"
}

func (s *shop) conclude(id string, ask portal.ConcludeAsk) string {
	return ending(s.service.Conclude(ctx, portal.ByAdmin("a1"), key(id), ask))
}

// Case 72: a refusal is kept with its words, the customer is written to, and
// the same can be asked for again.
func TestARefusalIsToldAndFreesTheSlot(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Upgrade, "S7")
		d := s.accepted(g, s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
		no := portal.ConcludeAsk{State: portal.DecisionRefused, Code: "NO_STOCK", Message: "<b>none</b> left"}
		if got := s.conclude(d.ID, no); got != "concluded refused" {
			t.Fatal(got)
		}
		if got := s.conclude(d.ID, no); got != "same" {
			t.Errorf("the same answer again: %s", got)
		}
		if got := s.conclude(d.ID, portal.ConcludeAsk{State: portal.DecisionApplied}); got != "other" {
			t.Errorf("the other answer: %s", got)
		}
		kept, err := s.service.Result(ctx, g, d.ID)
		s.must(err)
		if kept.State != portal.DecisionRefused || kept.Outcome.Code != "NO_STOCK" || kept.Outcome.Message != "<b>none</b> left" || kept.Open {
			t.Errorf("kept %+v", kept)
		}
		if got := s.posted()[portal.TemplateOutcome+" maja@client.example"]; got != 1 || s.events()[portal.EventDecisionRefused] != 1 {
			t.Errorf("%d mails, events %v", got, s.events())
		}
		if s.audited()["decision.refused"] != 1 {
			t.Errorf("entries %v", s.audited())
		}
		s.accepted(g, s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
	})
}

// Case 73: what nobody answers lapses at its deadline and not before, and the
// customer is told. A declaration stays as it was recorded, for good.
func TestOnlyRequestsLapse(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		wish := s.accepted(s.link(link.Upgrade, "S7"), s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
		s.purchase("110", portal.PurchasePaid, func(p *portal.Purchase) { p.Details.WithdrawUntil = "2026-01-01" })
		declared := s.accepted(s.link(link.Confirmation, "110"), s.form(portal.ActionWithdraw, portal.Change{}))
		sweep := func() int {
			n, more, err := s.service.LapseDecisions(ctx)
			s.must(err)
			if more {
				t.Error("there is said to be more")
			}
			return n
		}
		s.pass(3*24*time.Hour - time.Second)
		if n := sweep(); n != 0 {
			t.Errorf("%d lapsed before the deadline", n)
		}
		s.pass(time.Second)
		if n := sweep(); n != 1 || sweep() != 0 {
			t.Errorf("%d lapsed", n)
		}
		s.pass(365 * 24 * time.Hour)
		sweep()
		if got := s.decision(wish.ID); got.State != portal.DecisionLapsed || got.Open {
			t.Errorf("the request is %s", got.State)
		}
		if got := s.decision(declared.ID); got.State != portal.DecisionRecorded || !got.Open {
			t.Errorf("the declaration is %s", got.State)
		}
		mails := s.posted()
		if mails[portal.TemplateOutcome+" maja@client.example"] != 1 || mails[portal.TemplateOffice+" office@acme.example"] != 3 || s.events()[portal.EventDecisionLapsed] != 1 {
			t.Errorf("mails %v, events %v", mails, s.events())
		}
	})
}

// A declaration is in force whatever the billing system says to it.
func TestADeclarationCannotBeRefused(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		d := s.accepted(s.link(link.Renewal, "100"), s.form(portal.ActionCancel, portal.Change{}))
		no := portal.ConcludeAsk{State: portal.DecisionRefused, Message: "no such contract"}
		for range 2 {
			if got := s.conclude(d.ID, no); got != "cannot refuse" {
				t.Errorf("a refusal: %s", got)
			}
		}
		if got := s.conclude(d.ID, portal.ConcludeAsk{State: portal.DecisionApplied}); got != "same" {
			t.Errorf("applied: %s", got)
		}
		if got := s.decision(d.ID); got.State != portal.DecisionAcknowledged || got.Outcome.Message != "no such contract" {
			t.Errorf("kept %+v", got)
		}
		if got := s.events(); got[portal.EventDecisionAcknowledged] != 1 || got[portal.EventDecisionRefused] != 0 {
			t.Errorf("events %v", got)
		}
		if got := s.posted()[portal.TemplateOutcome+" maja@client.example"]; got != 0 {
			t.Errorf("%d mails about an outcome that there is not", got)
		}
	})
}

func TestAnAnswerMustBeOne(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		d := s.accepted(s.link(link.Upgrade, "S7"), s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
		var invalid *portal.InvalidError
		for _, ask := range []portal.ConcludeAsk{
			{State: portal.DecisionLapsed}, {State: portal.DecisionApplied, EffectiveAt: "soon"}, {State: portal.DecisionApplied, Code: "a\nb"},
		} {
			if _, err := s.service.Conclude(ctx, portal.BySystem, key(d.ID), ask); !errors.As(err, &invalid) {
				t.Errorf("%+v: %v", ask, err)
			}
		}
		for _, k := range []portal.Key{key("dec_none"), {Account: "other", ID: d.ID}} {
			if _, err := s.service.Conclude(ctx, portal.BySystem, k, portal.ConcludeAsk{State: portal.DecisionApplied}); !errors.Is(err, portal.ErrNotFound) {
				t.Errorf("%v: %v", k, err)
			}
		}
	})
}

// A result is for those who hold a link to what it was decided about; a request
// can be taken back while it waits.
func TestARequestCanBeTakenBackWhileItWaits(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Upgrade, "S7")
		d := s.accepted(g, s.form(portal.ActionQuantity, portal.Change{Quantity: "9"}))
		other := s.link(link.Renewal, "100")
		if _, err := s.service.Result(ctx, other, d.ID); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("the result through another page: %v", err)
		}
		if _, err := s.service.TakeBack(ctx, other, d.ID); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("taken back through another page: %v", err)
		}
		for i := range 2 {
			got, err := s.service.TakeBack(ctx, g, d.ID)
			s.must(err)
			if _, taken := got.(portal.TakenBack); taken != (i == 0) {
				t.Errorf("time %d: %#v", i, got)
			}
		}
		if s.events()[portal.EventDecisionWithdrawn] != 1 || s.decision(d.ID).State != portal.DecisionWithdrawn {
			t.Errorf("events %v", s.events())
		}
		cancel := s.accepted(other, s.form(portal.ActionCancel, portal.Change{}))
		got, err := s.service.TakeBack(ctx, other, cancel.ID)
		s.must(err)
		if _, late := got.(portal.TooLateToTake); !late {
			t.Errorf("a declaration taken back: %#v", got)
		}
		for i := range 2 {
			given, err := s.service.GiveReason(ctx, other, cancel.ID, "too-dear", "Sorry")
			s.must(err)
			if given != (i == 0) {
				t.Errorf("reason, time %d: %v", i, given)
			}
		}
		if got := s.events()[portal.EventCancelReason]; got != 1 {
			t.Errorf("%d reasons", got)
		}
	})
}

// Who reinstates what was cancelled can cancel it again, though nobody ever
// took note of the first cancel.
func TestAReinstatedContractCanBeCancelledAgain(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		g := s.link(link.Renewal, "100")
		first := s.accepted(g, s.form(portal.ActionCancel, portal.Change{}))
		s.pass(time.Minute)
		back := s.accepted(g, s.form(portal.ActionReinstate, portal.Change{}))
		s.pass(time.Minute)
		if got := s.conclude(back.ID, portal.ConcludeAsk{State: portal.DecisionApplied}); got != "concluded applied" {
			t.Fatal(got)
		}
		if got := s.decision(first.ID).State; got != portal.DecisionAcknowledged {
			t.Errorf("the first cancel is %s", got)
		}
		s.pass(time.Minute)
		s.accepted(g, s.form(portal.ActionCancel, portal.Change{}))
	})
}

// A refused acceptance leaves the quote open to any answer; one that took effect
// leaves it open to none, though the billing system has not described it since.
func TestARefusedAcceptanceFreesItsQuote(t *testing.T) {
	onBothShops(t, func(t *testing.T, s *shop) {
		s.quote("200", nil)
		s.pass(time.Minute)
		g := s.link(link.Quote, "200")
		accept := func() portal.Act {
			return s.form(portal.ActionAccept, portal.Change{Fields: map[string]string{portal.FieldName: "Maja Holm"}})
		}
		first := s.accepted(g, accept())
		if got := s.conclude(first.ID, portal.ConcludeAsk{State: portal.DecisionRefused}); got != "concluded refused" {
			t.Fatal(got)
		}
		s.pass(time.Minute)
		second := s.accepted(g, accept())
		if got := s.conclude(second.ID, portal.ConcludeAsk{State: portal.DecisionApplied}); got != "concluded applied" {
			t.Fatal(got)
		}
		if got := said(s.submit(g, accept()), nil); got != "before" {
			t.Errorf("accepted again: %s", got)
		}
		if got := said(s.submit(g, s.form(portal.ActionDecline, portal.Change{})), nil); got != "other" {
			t.Errorf("declined after that: %s", got)
		}
	})
}
