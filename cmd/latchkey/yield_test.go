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
	synctest.Test(t, func(t *testing.T) {
		began, busyFor := time.Now(), 100*time.Millisecond
		y := yielding{nil, func() float64 {
			if time.Since(began) < busyFor {
				return 0.6
			}
			return 0.5
		}}
		took := func(ctx context.Context) time.Duration {
			began := time.Now()
			y.yield(ctx)
			return time.Since(began)
		}
		if d := took(t.Context()); d != 0 {
			t.Errorf("a page waited %s", d)
		}
		round := behindPages(func(ctx context.Context) error {
			if d := took(ctx); d != busyFor {
				t.Errorf("background work waited %s, want %s", d, busyFor)
			}
			if d := took(ctx); d != 0 {
				t.Errorf("background work waited %s where nothing else does", d)
			}
			busyFor = time.Hour
			if d := took(ctx); d != yieldLongest {
				t.Errorf("background work waited %s, want at most %s: it must never stand still", d, yieldLongest)
			}
			return nil
		})
		if err := round(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestTransactionsOfBackgroundWorkLookWhoElseWaits(t *testing.T) {
	looks := 0
	y := yielding{storetest.SQLite(t), func() float64 { looks++; return 0 }}
	write := func(ctx context.Context) error { return y.InTx(ctx, func(portal.Tx) error { return nil }) }
	if err := write(t.Context()); err != nil || looks != 0 {
		t.Errorf("a page: %v, %d looks", err, looks)
	}
	if err := behindPages(write)(t.Context()); err != nil || looks != 1 {
		t.Errorf("background work: %v, %d looks", err, looks)
	}
}
