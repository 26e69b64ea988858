package portal_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// backedUp begins an epoch, as a restore does of a database that is put back.
func (o *office) backedUp() portal.Restored {
	o.t.Helper()
	done, err := o.service.BeginEpoch(ctx, portal.ByCommand, o.now().Add(-time.Hour))
	o.must(err)
	return done
}

// numbers are those of an account's last event, and of a request's.
func (o *office) numbers(k portal.Key) (event, request int64) {
	o.t.Helper()
	events, err := o.service.EventsOf(ctx, k.Account, "", 0, 1000)
	o.must(err)
	return events[len(events)-1].Seq, o.request(k).Sequence
}

// TestNoNumberComesTwiceThroughARestore: the world has seen events that the backup
// does not know; what happens now has to have higher numbers than they had, or
// receivers that keep the highest, and readers that go on from the last, miss it.
func TestNoNumberComesTwiceThroughARestore(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerline")
		o.account("silent") // it has no event when the backup is made
		o.client("acme", "c1")
		k := o.ask("acme", "ledgerline", submission("tenant-1", "c1")).Request.Key
		event, request := o.numbers(k)
		const lost = 100_000 // as many as may have come since
		for range 2 {        // from the same backup, and again
			o.clock.Add(60)
			o.backedUp()
			o.clock.Add(8 * day)
			_, err := o.service.Sweep(ctx)
			o.must(err)
			e, r := o.numbers(k)
			if e <= event+lost || r < request+lost {
				t.Errorf("event %d and then %d, of the request %d and then %d", event, e, request, r)
			}
			event, request = e, r
			if silent, err := o.service.EventsOf(ctx, "silent", "", lost, 10); err != nil || len(silent) == 0 {
				t.Errorf("a reader that had come far is told %v, %v", silent, err)
			}
		}
		found, err := o.store.Contradictions(ctx)
		o.must(err)
		for _, c := range found {
			t.Errorf("%s: %s", c.Rule, c.Example)
		}
	})
}

func TestARestoreEndsSessionsAndCodesThatMayHaveBeenEndedSince(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			if err := tx.AddAdmin(ctx, portal.Admin{ID: "adm_1", Email: "ada@acme.example", CreatedAt: o.now()}); err != nil {
				return err
			}
			if err := tx.AddSession(ctx, portal.Session{IDHash: []byte("s"), AdminID: "adm_1", CreatedAt: o.now(), LastSeen: o.now()}); err != nil {
				return err
			}
			for _, kind := range []portal.CodeKind{portal.CodeInvite, portal.CodeReset, portal.CodeRecovery} {
				err := tx.AddCode(ctx, portal.Code{Hash: []byte(kind), AdminID: "adm_1", Kind: kind, CreatedAt: o.now(), EndsAt: o.now().Add(time.Hour)})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		if done := o.backedUp(); done.Sessions != 1 {
			t.Errorf("%d sessions ended", done.Sessions)
		}
		if open, err := o.store.OpenSessions(ctx, "adm_1"); err != nil || len(open) > 0 {
			t.Errorf("open: %v, %v", open, err)
		}
		for kind, want := range map[portal.CodeKind]bool{portal.CodeInvite: false, portal.CodeReset: false, portal.CodeRecovery: true} {
			o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
				won, err := tx.UseCode(ctx, "adm_1", kind, []byte(kind), o.now())
				if won != want {
					t.Errorf("a code for %s counts: %v", kind, won)
				}
				return err
			}))
		}
	})
}

func TestJobsThatRanWhenTheBackupWasMadeWaitForAPerson(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.expired("acme", 3)
		planned := o.make(overRequests("acme", portal.PickExpired))
		if done := o.backedUp(); done.Jobs != 1 {
			t.Errorf("%d jobs paused", done.Jobs)
		}
		if j := o.work(planned.Key); j.State != portal.BulkReady || j.Done != 0 {
			t.Errorf("a job that was planned became %s, %d done", j.State, j.Done)
		}
		ask := overRequests("acme", portal.PickExpired)
		ask.Delay = time.Minute
		running := o.work(o.make(ask).Key)
		if running.State != portal.BulkRunning {
			t.Fatalf("it is %s, so this proves nothing", running.State)
		}
		o.backedUp()
		o.clock.Add(60)
		if j := o.work(running.Key); j.State != portal.BulkPaused || j.Done != 0 {
			t.Errorf("a job that ran became %s, %d done", j.State, j.Done)
		}
	})
}

func TestMailsThatARestoreHeldAreNoContradiction(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.erasable()
		if done := o.backedUp(); done.Held == 0 {
			t.Fatal("none was held")
		}
		found, err := o.store.Contradictions(ctx)
		o.must(err)
		for _, c := range found {
			t.Errorf("%s: %s", c.Rule, c.Example)
		}
	})
}
