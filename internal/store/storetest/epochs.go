package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// addEpoch begins an epoch with an id.
func addEpoch(s portal.Store, id string) (e portal.Epoch, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		e, err = tx.AddEpoch(ctx, portal.Epoch{ID: id, TakenAt: noon, RestoredAt: later})
		return err
	})
	return e, err
}

// epochs: each has the number behind the last, and events say in which they happened.
func epochs(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	tellIn := func(id string) int64 {
		e, err := tell(s, portal.Event{Account: "demo", ID: id, Data: "{}"})
		wantErr(t, nil, err)
		kept, err := s.Event(ctx, "demo", id)
		if err != nil || kept.Epoch != e.Epoch {
			t.Errorf("%s was told with epoch %d and kept with %d, %v", id, e.Epoch, kept.Epoch, err)
		}
		return kept.Epoch
	}
	if n := tellIn("before"); n != 1 {
		t.Errorf("the first epoch is %d", n)
	}
	second := portal.Epoch{Number: 2, ID: "a", TakenAt: noon, RestoredAt: later}
	got(t, second)(addEpoch(s, "a"))
	third := second
	third.Number, third.ID = 3, "b"
	if n := tellIn("between"); n != 2 {
		t.Errorf("behind the first restore the epoch is %d", n)
	}
	got(t, third)(addEpoch(s, "b"))
	got(t, []portal.Epoch{second, third})(s.Epochs(ctx))
	if e, err := s.Event(ctx, "demo", "before"); err != nil || e.Epoch != 1 {
		t.Errorf("an event of before became one of epoch %d, %v", e.Epoch, err)
	}
}

// heldMessages: those that wait are held, claimed by nobody, and released by account.
func heldMessages(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	for id, m := range map[string]portal.Message{
		"q": {Account: "demo", State: portal.Queued}, "s": {Account: "demo", State: portal.Sent},
		"f": {Account: "demo", State: portal.Failed}, "o": {Account: "other", State: portal.Queued},
	} {
		m.ID, m.NextAt, m.CreatedAt = id, noon, noon
		in(t, s, func(tx portal.Tx) error { return tx.AddMessage(ctx, m) })
	}
	many := func(f func(portal.Tx) (int64, error)) (n int64) {
		in(t, s, func(tx portal.Tx) (err error) { n, err = f(tx); return err })
		return n
	}
	hold := func(tx portal.Tx) (int64, error) { return tx.HoldMessages(ctx) }
	if first, again := many(hold), many(hold); first != 2 || again != 0 {
		t.Errorf("held %d and then %d", first, again)
	}
	// One that waits for a person is not over, however old it is.
	if n := many(func(tx portal.Tx) (int64, error) {
		return tx.Forget(ctx, "demo", portal.KeptMails, later.AddDate(1, 0, 0), 9)
	}); n != 2 {
		t.Errorf("%d mails were forgotten, want the sent and the failed one", n)
	}
	claimed := func() (n int) {
		in(t, s, func(tx portal.Tx) error {
			all, err := tx.ClaimMessages(ctx, later, time.Minute, 9)
			n = len(all)
			return err
		})
		return n
	}
	if n := claimed(); n != 0 {
		t.Errorf("%d held mails were claimed", n)
	}
	if n := many(func(tx portal.Tx) (int64, error) { return tx.ReleaseMessages(ctx, "demo", later) }); n != 1 {
		t.Errorf("released %d of an account", n)
	}
	if n := claimed(); n != 1 {
		t.Errorf("%d released mails were claimed", n)
	}
	if won, err := verb(s, func(tx portal.Tx) (bool, error) { return tx.RequeueMessage(ctx, "o", later) }); !won || err != nil {
		t.Errorf("one held mail was not queued again: %v", err)
	}
}

// backupRuns: the last one that was made counts, failures do not.
func backupRuns(t *testing.T, s portal.Store) {
	_, err := s.LastBackup(ctx)
	wantErr(t, portal.ErrNotFound, err)
	old := portal.BackupRun{ID: "1", BeganAt: noon, EndedAt: noon.Add(time.Minute), File: "a.db", Bytes: 5, SHA256: "ab"}
	made := portal.BackupRun{ID: "2", BeganAt: noon.Add(time.Hour), EndedAt: noon.Add(2 * time.Hour), File: "b.db", Bytes: 6, SHA256: "cd"}
	failed := portal.BackupRun{ID: "3", BeganAt: later, EndedAt: later, Problem: "no room"}
	for _, r := range []portal.BackupRun{old, failed, made} {
		in(t, s, func(tx portal.Tx) error { return tx.AddBackupRun(ctx, r) })
	}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrExists, tx.AddBackupRun(ctx, old))
		return nil
	})
	got(t, made)(s.LastBackup(ctx))
	future := portal.BackupRun{ID: "4", BeganAt: later.Add(time.Hour), EndedAt: later.Add(time.Hour), File: "c.db"}
	in(t, s, func(tx portal.Tx) error { return tx.AddBackupRun(ctx, future) })
	in(t, s, func(tx portal.Tx) error { return tx.DropBackupRuns(ctx, noon, later) })
	got(t, made)(s.LastBackup(ctx))
	in(t, s, func(tx portal.Tx) error { return tx.DropBackupRuns(ctx, made.EndedAt, later) })
	_, err = s.LastBackup(ctx)
	wantErr(t, portal.ErrNotFound, err)
}
