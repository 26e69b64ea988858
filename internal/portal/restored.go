package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Restored is what began with a restore.
type Restored struct {
	Epoch    Epoch
	Held     int64 // mails that waited when the backup was made, and wait for a person now
	Accounts int   // that were told
	Pending  int64 // link requests that are asked again if they were answered after the backup
	Sessions int64 // of the desk that were open, and are ended
	Jobs     int64 // with many objects that ran, and wait for a person now
}

// BeginEpoch writes down, in a database that came from a backup and that nobody
// works with yet, that it did: the next epoch, an entry in the audit trail, and an
// event for every account's endpoints, so that receivers can compare what they
// know with what is known here. All in one transaction.
//
// Deliveries that waited when the backup was made go out, with the same event ids
// as before: a receiver knows what it has already. Mails that waited are held: a
// customer knows no ids. See ReleaseMails. Jobs that mail many are paused for the
// same reason. Sessions end, and so do codes that let somebody choose a password:
// they may have been ended or used in the time that is lost.
//
// Numbers that count up go on from the time in microseconds. So none comes twice:
// receivers are told to ignore the lower ones, and who reads the events from the
// last number on would not see what has it a second time.
func (s *Service) BeginEpoch(ctx context.Context, by Actor, takenAt time.Time) (Restored, error) {
	var done Restored
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		done = Restored{}
		done.Epoch, err = tx.AddEpoch(ctx, Epoch{ID: NewID("epo"), TakenAt: takenAt, RestoredAt: s.now()})
		if err != nil {
			return fmt.Errorf("begin an epoch: %w", err)
		}
		if err = tx.SkipNumbers(ctx, done.Epoch.RestoredAt.UnixMicro()); err != nil {
			return fmt.Errorf("skip numbers: %w", err)
		}
		if done.Sessions, err = tx.EndAllSessions(ctx, s.now()); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if done.Jobs, err = tx.PauseBulkJobs(ctx); err != nil {
			return fmt.Errorf("pause jobs: %w", err)
		}
		if done.Held, err = tx.HoldMessages(ctx); err != nil {
			return fmt.Errorf("hold mails: %w", err)
		}
		if done.Accounts, err = s.tellRestored(ctx, tx, done.Epoch); err != nil {
			return err
		}
		counts, err := tx.CountRequests(ctx, Accounts{}, s.now().Unix(), 0)
		if err != nil {
			return fmt.Errorf("count requests: %w", err)
		}
		done.Pending = counts[string(Pending)]
		return s.RecordIn(ctx, tx, Entry{
			Actor: string(by), Act: "system.restored", Kind: "epoch", Object: done.Epoch.ID,
			Data: facts(map[string]any{
				"epoch": done.Epoch.Number, "backupTakenAt": stamp(takenAt), "mailsHeld": done.Held,
				"sessionsEnded": done.Sessions, "jobsPaused": done.Jobs,
			}),
		})
	})
	return done, err
}

func (s *Service) tellRestored(ctx context.Context, tx Tx, e Epoch) (int, error) {
	accounts, err := tx.Accounts(ctx)
	if err != nil {
		return 0, fmt.Errorf("accounts: %w", err)
	}
	data := facts(map[string]any{
		"epoch": e.Number, "epochId": e.ID, "backupTakenAt": stamp(e.TakenAt), "restoredAt": stamp(e.RestoredAt),
	})
	for _, a := range accounts {
		err := s.emit(ctx, tx, Event{Account: a.Slug, Type: EventRestored, ObjectType: "installation", ObjectID: e.ID, Data: data})
		if err != nil {
			return 0, fmt.Errorf("tell %s: %w", a.Slug, err)
		}
	}
	return len(accounts), nil
}

// askedAgain says from when the records behind a link's page come, if a backup was
// restored since the link was made: what was answered after that time was lost,
// and the page asks once more. The zero time: there is nothing to say. Of several
// restores the one that lost the most counts.
func (s *Service) askedAgain(ctx context.Context, g link.Grant) (time.Time, error) {
	epochs, err := s.store.Epochs(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("epochs: %w", err)
	}
	for _, e := range epochs { // the oldest first
		if e.RestoredAt.Unix() > g.Start() {
			return e.TakenAt, nil
		}
	}
	return time.Time{}, nil
}

// lostSince says from when the records are, if a link was made between then and
// the restore that put them back. The zero time: it was not.
func (s *Service) lostSince(ctx context.Context, g link.Grant) (time.Time, error) {
	epochs, err := s.store.Epochs(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("epochs: %w", err)
	}
	for _, e := range epochs {
		if e.TakenAt.Unix() <= g.Start() && g.Start() < e.RestoredAt.Unix() {
			return e.TakenAt, nil
		}
	}
	return time.Time{}, nil
}

// ReleaseMails puts the mails that a restore held back into the queue, those of an
// account or all where it is empty, and says how many. Some of them may have gone
// out before the restore.
func (s *Service) ReleaseMails(ctx context.Context, by Actor, account string) (n int64, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		if n, err = tx.ReleaseMessages(ctx, account, s.now()); err != nil {
			return fmt.Errorf("release mails: %w", err)
		}
		if n == 0 {
			return nil
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(by), Act: "mail.released", Kind: "account", Object: account, Data: facts(map[string]any{"mails": n}),
		})
	})
	return n, err
}

// RecordMove writes into the audit trail that the database came from another
// engine.
func (s *Service) RecordMove(ctx context.Context, by Actor) error {
	return s.Record(ctx, Entry{Actor: string(by), Act: "system.moved", Kind: "database"})
}

// LastBackup returns the last backup of the nightly schedule that was made;
// ErrNotFound where there is none.
func (s *Service) LastBackup(ctx context.Context) (BackupRun, error) {
	r, err := s.store.LastBackup(ctx)
	if err != nil {
		return BackupRun{}, fmt.Errorf("last backup: %w", err)
	}
	return r, nil
}

// RecordBackup writes down what became of a backup, if the duty is still held, and
// forgets those that began before a time, or by a clock that was wrong: later than
// this one.
func (s *Service) RecordBackup(ctx context.Context, r BackupRun, before time.Time, hold Hold) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := hold(ctx, tx); err != nil {
			return err
		}
		if err := tx.DropBackupRuns(ctx, before, r.BeganAt.Add(maxSkew)); err != nil {
			return fmt.Errorf("forget backups: %w", err)
		}
		if err := tx.AddBackupRun(ctx, r); err != nil {
			return fmt.Errorf("record backup: %w", err)
		}
		return nil
	})
}
