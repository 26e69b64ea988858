package portal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestAPartnersKeyWorksOnAsLongAsWasSaid(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerline")
		rotate := func(overlap time.Duration) string {
			t.Helper()
			key, err := o.service.RotatePartnerKey(ctx, portal.ByCommand, "acme", "ledgerline", overlap)
			o.must(err)
			return key
		}
		takes := func(key string, want bool) {
			t.Helper()
			_, err := o.service.PartnerOf(ctx, key)
			if err != nil && !errors.Is(err, portal.ErrBadKey) {
				t.Fatal(err)
			}
			if (err == nil) != want {
				t.Errorf("taken %v, want %v", err == nil, want)
			}
		}
		first := rotate(0)
		second := rotate(time.Hour)
		o.clock.Add(3599)
		takes(first, true)
		takes(second, true)
		o.clock.Add(1)
		takes(first, false)
		third := rotate(time.Hour)
		takes(first, false) // long over, and not brought back
		takes(second, true)
		fourth := rotate(0)
		takes(second, false)
		takes(third, false)
		takes(fourth, true)
		if _, err := o.service.RotatePartnerKey(ctx, portal.ByCommand, "acme", "ledgerline", portal.MaxOverlap+1); !errors.Is(err, portal.ErrOverlap) {
			t.Errorf("more than a week: %v", err)
		}
	})
}

func TestAWebhookSecretSignsOnAsLongAsWasSaid(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		e, first, err := o.service.CreateEndpoint(ctx, portal.ByCommand, portal.Endpoint{Account: "acme", URL: "https://hooks.example.com"})
		o.must(err)
		old := func() string {
			t.Helper()
			e, err := o.service.Endpoint(ctx, "acme", e.ID)
			o.must(err)
			_, old, err := o.service.HookSecrets(e)
			o.must(err)
			return old
		}
		_, err = o.service.RotateEndpointSecret(ctx, portal.ByCommand, "acme", e.ID, time.Hour)
		o.must(err)
		o.clock.Add(3599)
		if old() != first {
			t.Error("the secret before does not sign any more")
		}
		o.clock.Add(1)
		if old() != "" {
			t.Error("the secret before still signs")
		}
		_, err = o.service.RotateEndpointSecret(ctx, portal.ByCommand, "acme", e.ID, 0)
		o.must(err)
		if old() != "" {
			t.Error("after a leak the secret before still signs")
		}
		if _, err := o.service.RotateEndpointSecret(ctx, portal.ByCommand, "acme", e.ID, -1); !errors.Is(err, portal.ErrOverlap) {
			t.Errorf("less than none: %v", err)
		}
	})
}

// A code may be mailed by a node that has the new master key in force, and typed
// at either.
func TestACodeSurvivesTheChangeOfTheMasterKey(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerly")
		o.client("acme", "8801")
		g := o.grant(o.ask("acme", "ledgerly", submission("T-1", "8801")).URL)
		id, err := o.service.StartChallenge(ctx, g, "hers")
		o.must(err)
		o.under(8, 7)
		code := o.codeMailed()
		o.answers(g, id, wrongCode(code), "hers", portal.CodeWrong)
		o.answers(g, id, code, "his", portal.CodeTooOld)
		o.answers(g, id, code, "hers", portal.CodeRight)
		o.passes(g, id, "hers", true)
		o.under(7, 8)
		o.passes(g, id, "hers", true)
	})
}

func TestAnErasedAddressIsRecognisedAfterTheMasterKeyHasGone(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		p, err := o.service.FindPerson(ctx, "acme", maja)
		o.must(err)
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", maja, p.Etag())
		o.must(err)
		o.under(8, 7)
		_, err = o.service.Rewrap(ctx, portal.ByCommand, func(int64) {})
		o.must(err)
		o.under(8)
		held, err := o.service.Suppressions(ctx, "acme", 10)
		o.must(err)
		o.must(o.service.Unsuppress(ctx, portal.ByCommand, "acme", maja)) // finds it by its mark
		left, err := o.service.Suppressions(ctx, "acme", 10)
		o.must(err)
		if len(held) != 1 || len(left) != 0 {
			t.Errorf("%d addresses get no mail, %d after this one does: it is not recognised", len(held), len(left))
		}
	})
}
