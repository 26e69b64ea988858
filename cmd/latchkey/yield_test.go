package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestBackgroundWorkMakesWayAndPagesDoNot(t *testing.T) {
	db := storetest.SQLite(t)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		quietAfter := 100 * time.Millisecond
		y := yielding{db, func() float64 {
			if time.Since(began) < quietAfter {
				return 0.6
			}
			return 0.5
		}}
		took := func(ctx context.Context) time.Duration {
			began := time.Now()
			if err := y.InTx(ctx, func(portal.Tx) error { return nil }); err != nil {
				t.Error(err)
			}
			return time.Since(began)
		}
		round := behindPages(func(ctx context.Context) error {
			if d := took(ctx); d != quietAfter {
				t.Errorf("background work waited %s, want %s", d, quietAfter)
			}
			if d := took(ctx); d != 0 {
				t.Errorf("background work waited %s where nothing else does", d)
			}
			quietAfter = time.Hour
			if d := took(ctx); d != yieldLongest {
				t.Errorf("background work stands still for %s, want at most %s", d, yieldLongest)
			}
			return nil
		})
		if d := took(t.Context()); d != 0 {
			t.Errorf("a page waited %s", d)
		}
		if err := round(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
