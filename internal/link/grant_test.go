package link_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func TestEmptyGrantOpensNothing(t *testing.T) {
	var g link.Grant
	for _, k := range append(link.Kinds(), "") {
		if !errors.Is(g.For(k), link.ErrNoGrant) || !errors.Is(g.Genuine(k), link.ErrNoGrant) {
			t.Errorf("kind %q: the empty grant was accepted", k)
		}
	}
	if g.ID() != "" || g.Extra("") != "" || g.ObjectID() != "" || g.Attempt() != 0 {
		t.Error("the empty grant says something")
	}
}

func TestGrantOpensItsOwnKindOnly(t *testing.T) {
	g := wantFault(t, purchaseV2, now, link.None)
	for _, k := range link.Kinds() {
		want := error(nil)
		if k != link.Confirmation {
			want = link.ErrOtherKind
		}
		if got := g.For(k); !errors.Is(got, want) {
			t.Errorf("For(%s) = %v, want %v", k, got, want)
		}
		if got := g.Genuine(k); !errors.Is(got, want) {
			t.Errorf("Genuine(%s) = %v, want %v", k, got, want)
		}
	}
}

func TestLapsedGrantOnlyTells(t *testing.T) {
	for at, fault := range map[int64]link.Fault{s30 - 61: link.NotYet, e30: link.Expired} {
		g := wantFault(t, purchaseV2, at, fault)
		if err := g.Genuine(link.Confirmation); err != nil {
			t.Errorf("%v: not genuine: %v", fault, err)
		}
		if err := g.For(link.Confirmation); !errors.Is(err, link.ErrLapsed) {
			t.Errorf("%v: For = %v, want ErrLapsed", fault, err)
		}
	}
}

func TestPolicyGivesNoGrant(t *testing.T) {
	if g := wantFault(t, rawV2(acme(), "p", "1", s30, s30, "a1"), now, link.Policy); g != (link.Grant{}) {
		t.Errorf("got %+v", g)
	}
}

func TestGrantSaysWhatTheLinkSays(t *testing.T) {
	type saying struct {
		account, kind, pathID, objectID string
		attempt                         int
		scheme                          link.Scheme
		key                             string
		sha1                            bool
		extra                           string
	}
	for _, c := range []struct {
		target, extra string
		want          saying
	}{
		{purchaseV2, "item", saying{"acme", "p", "366332011", "366332011", 0, link.SchemeV2, "a1", false, ""}},
		{purchaseSHA1, "", saying{"acme", "p", "366332011", "366332011", 0, link.SchemeV1, "", true, ""}},
		{v2Vectors[10].target, "", saying{"acme", "approve", "lr-open.1", "lr-open", 1, link.SchemeV2, "a1", false, ""}},
		{v2Vectors[4].target, "cart", saying{"acme", "usi", "S49694473", "49694473", 0, link.SchemeV2, "a1", false, "s12:34"}},
		{v2Vectors[8].target, "", saying{"acme", "ccp", "c366332011", "366332011", 0, link.SchemeV2, "a1", false, ""}},
		{v1Vectors[9].target + "&documentid=223681701", "documentid", saying{"acme", "invoice", "ABC-123456789", "ABC-123456789", 0, link.SchemeV1, "", false, "223681701"}},
	} {
		g := wantFault(t, c.target, now, link.None)
		got := saying{
			g.Account(), string(g.Kind()), g.PathID(), g.ObjectID(), g.Attempt(),
			g.Scheme(), g.KeyID(), g.SHA1(), g.Extra(c.extra),
		}
		if got != c.want {
			t.Errorf("%s\ngot  %+v\nwant %+v", c.target, got, c.want)
		}
	}
}

func TestRenewalTakesItsV1ItemFromBehindTheChecksum(t *testing.T) {
	base := "/acme/urb/366332011?s=1759492800&e=1762084800&c=33b8ea075cf73eb9d9b2df0ae74396251627b2fc81c4aa17329bf5b03e0579dd"
	if g := wantFault(t, base+"-7&item=9", now, link.None); g.Extra("item") != "7" {
		t.Errorf("item %q, want 7: the separate one is not read", g.Extra("item"))
	}
}

func TestGrantIDIsTheHashOfItsText(t *testing.T) {
	for _, target := range []string{purchaseV1, purchaseV2} {
		g := wantFault(t, target, now, link.None)
		sum := sha256.Sum256([]byte(g.Text()))
		if want := hex.EncodeToString(sum[:])[:16]; g.ID() != want {
			t.Errorf("%s: ID %s, want %s", target, g.ID(), want)
		}
	}
}
