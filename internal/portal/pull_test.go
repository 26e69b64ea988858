package portal_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestWhatAGenuineLinkNamesIsAskedForWhereItIsMissing(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		b := &system{lines: map[string]string{"purchase 500": "500 paid"}}
		s.wire(b)
		if p := s.purchase("500").Purchase; p.Status != portal.PurchasePaid {
			t.Errorf("it shows %+v", p)
		}
		_ = s.purchase("500")
		if !slices.Equal(b.calls, []string{"purchase 500"}) {
			t.Errorf("asked %v", b.calls)
		}
		_, err := s.service.Purchase(ctx, s.link(link.Confirmation, "501"))
		missing(t, "what the billing system does not have either", err)
	})
}

func TestOnlyWhatWasAskedForIsTaken(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		s.wire(&system{lines: map[string]string{"purchase 500": "501 paid", "purchase 502": "nonsense"}})
		for _, id := range []string{"500", "502"} {
			_, err := s.service.Purchase(ctx, s.link(link.Confirmation, id))
			missing(t, id, err)
		}
		if _, err := s.store.Purchase(ctx, acme("501")); !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("another one was taken: %v", err)
		}
	})
}

func TestWhatIsOldIsAskedForAgain(t *testing.T) {
	inStalls(t, func(t *testing.T, s stall) {
		b := &system{lines: map[string]string{"purchase 500": "500 paid"}}
		s.wire(b)
		s.set(func(a *portal.Account) { a.Billing.StaleHours = 2 })
		s.mirror(sold("500", portal.PurchaseOpen))
		s.clock.Add(2 * 3600)
		if p := s.purchase("500").Purchase; p.Status != portal.PurchaseOpen || len(b.calls) != 0 {
			t.Errorf("at two hours: %s after %v", p.Status, b.calls)
		}
		s.clock.Add(1)
		b.down = errors.New("connection refused")
		if p := s.purchase("500").Purchase; p.Status != portal.PurchaseOpen || p.AsOf.Unix() != noon {
			t.Errorf("with the billing system down: %s of %s", p.Status, p.AsOf)
		}
		b.down = nil
		if p := s.purchase("500").Purchase; p.Status != portal.PurchasePaid || p.AsOf.Unix() != s.clock.Load() {
			t.Errorf("after: %s of %s", p.Status, p.AsOf)
		}
	})
}
