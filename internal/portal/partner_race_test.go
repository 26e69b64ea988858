package portal_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestAChangeOfAPartnerBringsNoReplacedKeyBack(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		_, key, err := o.service.CreatePartner(ctx, portal.ByCommand, portal.Partner{Account: "acme", ID: "ledgerline", Name: "Ledgerline"})
		o.must(err)
		for i := range 40 {
			var wg sync.WaitGroup
			var next string
			var changed, rotated error
			days := 1 + i%30
			wg.Go(func() {
				_, changed = o.service.ChangePartner(ctx, portal.ByCommand, "acme", "ledgerline", func(p *portal.Partner) { p.TTLDays = days })
			})
			wg.Go(func() { next, rotated = o.service.RotatePartnerKey(ctx, portal.ByCommand, "acme", "ledgerline", 0) })
			wg.Wait()
			o.must(changed)
			o.must(rotated)
			if _, err := o.service.PartnerOf(ctx, key); !errors.Is(err, portal.ErrBadKey) {
				t.Fatalf("the key before: %v", err)
			}
			p, err := o.service.PartnerOf(ctx, next)
			if err != nil || p.TTLDays != days {
				t.Fatalf("%d days, want %d, %v", p.TTLDays, days, err)
			}
			key = next
		}
	})
}
