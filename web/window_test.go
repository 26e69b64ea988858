package web_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// law 5: the clock at use decides, in whole seconds: s − 60 ≤ now < e. The page
// and its status are asked through the real door, in both schemes.
func TestAWindowIsHalfOpenAndOpensAMinuteEarly(t *testing.T) {
	const s, e = noon, noon + 7*day
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	f := formula{account: "acme", kind: "p", id: "20417", start: s, end: e}
	for _, c := range []struct {
		now    int64
		status int
		page   string
	}{
		{s - 30*day, 403, "not-yet"},
		{s - 61, 403, "not-yet"},
		{s - 60, 200, "document"},
		{s - 1, 200, "document"},
		{s, 200, "document"},
		{s + 1, 200, "document"},
		{e - 1, 200, "document"},
		{e, 410, "expired"},
		{e + 1, 410, "expired"},
		{e + 400*day, 410, "expired"},
	} {
		w.clock.Store(c.now)
		for _, v1 := range []bool{false, true} {
			if a := w.get(w.sign(f, v1)); a.status != c.status || a.page() != c.page {
				t.Errorf("%+d s from the start, v1 %v: status %d, page %q, want %d, %q", c.now-s, v1, a.status, a.page(), c.status, c.page)
			}
		}
	}
}

// law 5: the longest life is 99 days to the second.
func TestALinkMayLastNinetyNineDays(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	for seconds, page := range map[int64]string{99 * day: "document", 99*day + 1: "policy", 1: "document", 0: "policy", -1: "policy"} {
		f := formula{account: "acme", kind: "p", id: "20417", start: noon, end: noon + seconds}
		for _, v1 := range []bool{false, true} {
			if a := w.get(w.sign(f, v1)); a.page() != page {
				t.Errorf("%d seconds, v1 %v: page %q, want %q", seconds, v1, a.page(), page)
			}
		}
	}
}

// law 5: a cut-off ends links that start below it, and no other.
func TestACutOffIsHalfOpen(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	k := w.oneOrder()
	cut := w.act("reissue", k, portal.Ask{}).State.CutOff
	for start, page := range map[int64]string{cut - 1: "superseded", cut: "document", cut + 1: "document"} {
		f := formula{account: "acme", kind: "p", id: "20417", start: start, end: start + day}
		if a := w.get(w.sign(f, false)); a.page() != page {
			t.Errorf("%+d s from the cut-off: page %q, want %q", start-cut, a.page(), page)
		}
	}
}

// law 5: nothing is swept: a link that nobody touched is expired by the clock
// alone, and good again when the clock is set right.
func TestOnlyTheClockExpiresALink(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	link := w.linkTo("acme", "p", "20417")
	for _, c := range []struct {
		move int64
		page string
	}{{0, "document"}, {40 * day, "expired"}, {-40 * day, "document"}} {
		w.clock.Add(c.move)
		if a := w.get(link); a.page() != c.page {
			t.Errorf("after %d days: page %q, want %q", c.move/day, a.page(), c.page)
		}
	}
}
