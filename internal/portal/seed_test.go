package portal_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Case 28: what a seed signs does not name the account, so no two share one,
// neither a new account's nor a rotated one, nor one that has been retired.
func TestNoTwoAccountsShareASeed(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		create := func(slug, seed string) error {
			a := portal.Account{Slug: slug, Name: slug, Locale: "en", Zone: "UTC", V1: portal.V1Policy{On: true}}
			return o.service.CreateAccount(ctx, portal.ByCommand, a, []byte(seed))
		}
		rotate := func(slug, seed string) error {
			return o.service.RotateSeed(ctx, portal.ByCommand, slug, []byte(seed), 0)
		}
		const first, second, third = "the first seed of all", "the second seed of all", "the third seed of all"
		o.must(create("one", first))
		if err := create("two", first); !errors.Is(err, portal.ErrOneSeed) {
			t.Errorf("a new account: %v", err)
		}
		if _, err := o.store.Account(ctx, "two"); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("it was made all the same: %v", err)
		}
		o.must(create("two", second))
		o.must(rotate("one", third))
		for _, seed := range []string{first, third} {
			if err := rotate("two", seed); !errors.Is(err, portal.ErrOneSeed) {
				t.Errorf("rotated to %q: %v", seed, err)
			}
		}
		o.must(rotate("one", first)) // its own, back again
	})
}
