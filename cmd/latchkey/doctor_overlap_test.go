package main

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// A subscription's id is signed in digits by some accounts and in full by
// others; only the form in use can stand for something else.
func TestAnOverlapWithASubscriptionDependsOnHowItIsSigned(t *testing.T) {
	digits := portal.V1Policy{On: true, Methods: true}
	full := portal.V1Policy{On: true, Methods: true, FullSubscription: true}
	for _, c := range []struct {
		overlap store.Overlap
		policy  portal.V1Policy
		want    bool
	}{
		{store.Overlap{First: "order", Second: "subscription"}, digits, true},
		{store.Overlap{First: "order", Second: "subscription"}, full, false},
		{store.Overlap{First: "order", Second: "subscription"}, portal.V1Policy{}, false},
		{store.Overlap{First: "invoice", Second: "subscription", Full: true}, digits, false},
		{store.Overlap{First: "invoice", Second: "subscription", Full: true}, full, true},
		{store.Overlap{First: "subscription", Second: "customer"}, digits, true},
		{store.Overlap{First: "subscription", Second: "customer"}, full, false},
		{store.Overlap{First: "subscription", Second: "customer"}, portal.V1Policy{On: true}, false},
		{store.Overlap{First: "order", Second: "invoice"}, full, true},
	} {
		if have := exposed(portal.Account{V1: c.policy}, c.overlap); have != c.want {
			t.Errorf("%+v under %+v: %v", c.overlap, c.policy, have)
		}
	}
}
