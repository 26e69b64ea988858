package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestAPageLeadsToItsRelatedPagesForAnHour(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"), offer("s12:34", "77", 1, 0))
		links := s.contract().Links
		for _, kind := range []link.Kind{link.Payment, link.Upgrade, link.Confirmation} {
			g := s.grant(links.To(kind))
			if g.Kind() != kind || g.End() > s.clock.Load()+3600 {
				t.Errorf("%s: %s until %d", kind, links.To(kind), g.End())
			}
		}
		if g := s.grant(links.To(link.Upgrade)); g.Extra("subscriptionrunningno") != "1" {
			t.Errorf("the item is not carried on: %s", links.To(link.Upgrade))
		}
		plan, err := s.service.Plan(ctx, s.link(link.Upgrade, "S77"))
		s.must(err)
		if g := s.grant(plan.Links.To(link.Renewal)); g.ObjectID() != "500" || g.Extra("item") != "1" {
			t.Errorf("back it leads to %s", plan.Links.To(link.Renewal))
		}
	})
}

func TestAChildLinkEndsWithItsParent(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"))
		signed, err := s.service.Sign(ctx, portal.SignAsk{
			Actor: portal.ByCommand, Account: "acme", Kind: link.Renewal, ID: "500", Start: noon, End: noon + 600,
		})
		s.must(err)
		open, err := s.service.Renewal(ctx, s.grant(signed.URL))
		s.must(err)
		if g := s.grant(open.Contracts[0].Links.To(link.Payment)); g.End() != noon+600 {
			t.Errorf("it ends %d s after its parent", g.End()-noon-600)
		}
	})
}

func TestWhatHadItsLinksTurnedOffHasNoSideDoor(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchasePaid), running("77", "500"))
		k := portal.ObjectKey{Account: "acme", Kind: link.Payment, ID: "S77"}
		if _, err := s.service.Revoke(ctx, portal.Ask{Actor: portal.ByCommand, Object: k}); err != nil {
			t.Fatal(err)
		}
		if target := s.contract().Links.To(link.Payment); target != "" {
			t.Errorf("it leads to %s", target)
		}
	})
}

func TestAPageThatShowsLeadsToNoneThatActs(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.mirror(sold("500", portal.PurchaseRejected), running("77", "500"), quoted("500", "2030-01-01"))
		redo, err := s.service.Redo(ctx, s.link(link.Redo, "500"))
		s.must(err)
		g := s.grant(redo.Links.To(link.Quote))
		if g.Kind().Action() {
			t.Errorf("a link of kind %s", g.Kind())
		}
		for _, r := range s.purchase("500").History {
			if k := s.grant(r.Target).Kind(); k.Action() {
				t.Errorf("the confirmation leads to %s", k)
			}
		}
	})
}
