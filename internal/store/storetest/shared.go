package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func tryCounts(t *testing.T, s portal.Store) {
	a, b := [32]byte{1}, [32]byte{2}
	got(t, portal.TryCount{Key: a})(s.TryCount(ctx, a))
	lock := func(key [32]byte) (c portal.TryCount, err error) {
		err = s.InTx(ctx, func(tx portal.Tx) (err error) {
			c, err = tx.LockTryCount(ctx, key)
			return err
		})
		return c, err
	}
	got(t, portal.TryCount{Key: a})(lock(a))
	count := portal.TryCount{Key: a, Tries: 3, NextAt: later, LastAt: noon}
	in(t, s, func(tx portal.Tx) error { return tx.SetTryCount(ctx, count) })
	got(t, count)(s.TryCount(ctx, a))
	got(t, count)(lock(a))
	wantErr(t, portal.ErrNotFound, s.InTx(ctx, func(tx portal.Tx) error {
		return tx.SetTryCount(ctx, portal.TryCount{Key: b})
	}))
	forget := func(before time.Time, want int64) {
		t.Helper()
		in(t, s, func(tx portal.Tx) error {
			got(t, want)(tx.ForgetTryCounts(ctx, before, 9))
			return nil
		})
	}
	forget(noon, 0)
	forget(noon.Add(time.Microsecond), 1)
	got(t, portal.TryCount{Key: a})(s.TryCount(ctx, a))
}

// tryCountRace: tries that come to many nodes at once are all counted.
func tryCountRace(t *testing.T, s portal.Store) {
	key := [32]byte{9}
	together(t, 30, func(int) (bool, error) {
		return true, s.InTx(ctx, func(tx portal.Tx) error {
			c, err := tx.LockTryCount(ctx, key)
			if err != nil {
				return err
			}
			c.Tries++
			return tx.SetTryCount(ctx, c)
		})
	})
	got(t, portal.TryCount{Key: key, Tries: 30})(s.TryCount(ctx, key))
}

func timeMarks(t *testing.T, s portal.Store) {
	got(t, portal.TimeMark{})(s.TimeMark(ctx))
	raise := func(to time.Time, confirmed int64, want bool) {
		t.Helper()
		got(t, want)(verb(s, func(tx portal.Tx) (bool, error) { return tx.RaiseTimeMark(ctx, to, confirmed) }))
	}
	raise(noon, 0, true)
	raise(noon, 0, false)
	raise(noon.Add(-time.Hour), 0, false) // a clock that stepped back
	raise(later, 0, true)
	got(t, portal.TimeMark{At: later})(s.TimeMark(ctx))
	in(t, s, func(tx portal.Tx) error { return tx.ConfirmTime(ctx, noon) })
	confirmed := portal.TimeMark{At: noon, Confirmed: 1, Shown: noon}
	got(t, confirmed)(s.TimeMark(ctx))
	raise(later, 0, false) // by a node that has not heard of it yet
	got(t, confirmed)(s.TimeMark(ctx))
	raise(later, 1, true)
	confirmed.At = later
	got(t, confirmed)(s.TimeMark(ctx))
}

// timeMarkRace: of many who raise the mark, the latest stands.
func timeMarkRace(t *testing.T, s portal.Store) {
	together(t, 20, func(i int) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			return tx.RaiseTimeMark(ctx, noon.Add(time.Duration((i*7)%20)*time.Second), 0)
		})
	})
	got(t, portal.TimeMark{At: noon.Add(19 * time.Second)})(s.TimeMark(ctx))
}
