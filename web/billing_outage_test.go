package web_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// Case 85: while the database is busy nothing is half saved, and the page says
// whose fault it is. The same form pressed again is recorded once, however often
// and also where the first answer was lost on its way.
func TestADecisionDuringAnOutageIsRecordedOnce(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	c := newCrowd(t, store)
	c.reads("urb", "20417", "cancel", nil)
	release := file.Hold()
	if wrong := oursToBear(c.pressAll()[0], true); wrong != "" {
		t.Error(wrong)
	}
	release()
	if all := c.decided(); len(all) != 0 {
		t.Fatalf("%d decisions were saved", len(all))
	}
	first := c.pressAll()[0]
	again := c.pressAll()[0]
	if first.status != 303 || again.status != 303 || first.header.Get("Location") != again.header.Get("Location") {
		t.Errorf("pressed again: %d %q, %d %q", first.status, first.header.Get("Location"), again.status, again.header.Get("Location"))
	}
	if all := c.decided(); len(all) != 1 || c.world.told("acme")[portal.EventCancelAsked] != 1 || len(c.deliver()) != 1 {
		t.Errorf("%d decisions, events %v", len(all), c.world.told("acme"))
	}
}

// Case 85: the write that fails may be any of a decision's; none is kept.
func TestADecisionThatFailsHalfwayLeavesNothing(t *testing.T) {
	for _, write := range []string{
		"insert on billing_decision", "insert on event", "insert on message", "insert on audit_entry", "update on audit_head",
	} {
		t.Run(write, func(t *testing.T) {
			store, file := storetest.SQLiteFile(t)
			c := newCrowd(t, store)
			c.reads("urb", "20417", "cancel", nil)
			file.Exec("create trigger injected before " + write + " begin select raise(abort, 'injected'); end")
			before := file.Dump()
			if a := c.pressAll()[0]; a.status != 500 {
				t.Errorf("status %d, %s", a.status, readable(a.body))
			}
			if after := file.Dump(); after != before {
				t.Errorf("something was left behind\nbefore:\n%s\nafter:\n%s", before, after)
			}
			file.Exec("drop trigger injected")
			if a := c.pressAll()[0]; a.status != 303 || len(c.decided()) != 1 {
				t.Errorf("afterwards: status %d, %d decisions", a.status, len(c.decided()))
			}
		})
	}
}
