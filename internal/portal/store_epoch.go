package portal

import (
	"context"
	"time"
)

// Epoch is the time from one restore of the database to the next. What was done
// between TakenAt and RestoredAt is lost.
type Epoch struct {
	Number     int64  // 2, 3, …; the first epoch is 1 and has no restore
	ID         string // "epo_…"
	TakenAt    time.Time
	RestoredAt time.Time
}

// BackupRun is one backup of the nightly schedule.
type BackupRun struct {
	ID      string
	BeganAt time.Time
	EndedAt time.Time
	File    string // its name without the folder; empty: it failed
	Bytes   int64
	SHA256  string // 64 hex
	Problem string // why it failed
}

// epochReader is the part of Reader about restores and backups.
type epochReader interface {
	Epochs(ctx context.Context) ([]Epoch, error) // oldest first
	// LastBackup returns the last backup of the schedule that was made;
	// ErrNotFound where there is none.
	LastBackup(ctx context.Context) (BackupRun, error)
}

// epochTx is the part of Tx about them.
type epochTx interface {
	// AddEpoch begins the epoch after the last and returns it with its number.
	// Events that are appended from then on carry it.
	AddEpoch(ctx context.Context, e Epoch) (Epoch, error)
	// SkipNumbers has every account's events, and every link request's, count on
	// from a number that none of them has reached. Those beyond it stay.
	SkipNumbers(ctx context.Context, to int64) error
	// EndAllSessions ends every session of the desk, and the codes that were sent
	// and not used: those that let somebody choose a password. It counts the sessions.
	EndAllSessions(ctx context.Context, at time.Time) (int64, error)
	// PauseBulkJobs pauses those that run and takes back the agreement to those
	// that are still planned, and counts both.
	PauseBulkJobs(ctx context.Context) (int64, error)
	// HoldMessages holds every mail that is queued, and ReleaseMessages queues
	// those that are held, all of an account or of all where it is empty. Each is
	// one conditional statement and says how many it was.
	HoldMessages(ctx context.Context) (int64, error)
	ReleaseMessages(ctx context.Context, account string, at time.Time) (int64, error)
	AddBackupRun(ctx context.Context, r BackupRun) error
	// DropBackupRuns takes away those that began before a time, and those that
	// began after another.
	DropBackupRuns(ctx context.Context, before, after time.Time) error
}
