package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Staged is a database that is whole and checked and stands beside the one it is
// to become. Nothing of the old one has changed; Swap puts the new one in its
// place at one stroke, Discard leaves no trace of it.
type Staged struct {
	*Store
	Note BackupNote // what its file said of itself; TakenAt is worked out where it does not say

	swap    func(ctx context.Context, aside string) (kept string, err error)
	discard func() error
	release func() error
}

// StageAsk says what is to be put where.
type StageAsk struct {
	File     string // a backup, or any SQLite database of Latchkey that nothing works with
	Into     string // name of the database
	Replace  bool   // PostgreSQL: one may be there, and is kept aside; of a file it always is
	Progress func(Progress)
}

// ErrNotEmpty means that there are tables of Latchkey where none should be.
var ErrNotEmpty = errors.New("there is a Latchkey database already")

// Stage makes a database from a file beside the one that Into names, brings its
// schema up to date and checks it. It refuses a database that something works
// with, and a file that is damaged or newer than this program. What an earlier
// Stage left behind that was killed is taken away.
func Stage(ctx context.Context, ask StageAsk) (*Staged, error) {
	d, err := parse(ask.Into)
	if err != nil {
		return nil, err
	}
	if ask.Progress == nil {
		ask.Progress = func(Progress) {}
	}
	release, err := d.alone(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", d.translate(ctx, err))
	}
	staged := &Staged{release: release, discard: func() error { return nil }}
	note, err := CheckFile(ctx, ask.File, ask.Progress)
	if err == nil {
		staged.Note = note
		err = d.stage(ctx, ask, staged)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the database: %w", d.translate(ctx, err)), staged.Discard())
	}
	return staged, nil
}

// Alone takes the database that dsn names for the caller alone until release is
// called; ErrRunning says that something works with it.
func Alone(ctx context.Context, dsn string) (release func() error, err error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	if err := d.exists(); err != nil {
		return nil, err
	}
	return d.alone(ctx)
}

// Swap puts the staged database in its place and closes it. The one that was
// there is kept under a name that aside is part of, which is returned; empty:
// there was none.
func (s *Staged) Swap(ctx context.Context, aside string) (kept string, err error) {
	kept, err = s.swap(ctx, aside)
	if err != nil {
		return "", errors.Join(err, s.Discard())
	}
	return kept, s.release()
}

// Discard closes the staged database and takes it away.
func (s *Staged) Discard() error {
	var err error
	if s.Store != nil {
		err = s.Store.Close()
	}
	return errors.Join(err, s.discard(), s.release())
}

// CheckFile checks a file and returns what it says of itself. A file that is no
// backup of ours, such as one that Litestream restored, has no seal and no note:
// of it everything else is checked, and its note says what can be read from it.
func CheckFile(ctx context.Context, path string, tell func(Progress)) (note BackupNote, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return note, err
	}
	if info.Size() == 0 {
		return note, fmt.Errorf("%s: %w", path, ErrNoBackup)
	}
	// A file that something has not closed has changes beside it that are not in it.
	for _, end := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + end); err == nil && info.Size() > 0 {
			return note, fmt.Errorf("%s%s stands beside the file: it is a database in use or one that was copied while it was; "+
				"make a backup with `latchkey backup`, or open and close it once with sqlite3", path, end)
		}
	}
	db, err := sqliteBare(path, "ro&immutable=1")
	if err != nil {
		return note, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	note, said, err := readNote(ctx, db)
	if err != nil {
		return note, fmt.Errorf("%s: %w", path, err)
	}
	if said {
		if err := checkSeal(path, note.Token); err != nil {
			return note, fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := wholeFile(ctx, db, tell); err != nil {
		return note, fmt.Errorf("%s: %w", path, spoiled(err))
	}
	is := BackupNote{TakenAt: note.TakenAt, Engine: "sqlite"}
	if err := is.read(ctx, db); err != nil {
		return note, fmt.Errorf("%s: %w", path, spoiled(err))
	}
	if errors.Is(judgeSchema(is.Schema), ErrNewerSchema) || errors.Is(judgeSchema(is.Schema), ErrNoDatabase) {
		return note, judgeSchema(is.Schema)
	}
	if !said {
		is.TakenAt, err = lastSign(ctx, db)
		return is, err
	}
	return note, nil
}

// readNote reads what a file says of itself; said: it says something.
func readNote(ctx context.Context, db *sql.DB) (note BackupNote, said bool, err error) {
	var ours bool
	err = db.QueryRowContext(ctx, `
		select exists (select 1 from sqlite_master where type = 'table' and name = $1),
			exists (select 1 from sqlite_master where type = 'table' and name = $2)`, noteTable, versionTable).Scan(&said, &ours)
	if err != nil {
		return note, false, fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	if !ours {
		return note, false, ErrNoBackup
	}
	if !said {
		return note, false, nil
	}
	var text string
	if err := db.QueryRowContext(ctx, `select note from `+noteTable+` order by rowid limit 1`).Scan(&text); err != nil {
		return note, true, spoiled(err)
	}
	return note, true, note.parse(text)
}

func checkSeal(path, token string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	want, where, err := sealOf(f, token)
	if err != nil {
		return err
	}
	have := make([]byte, len(want))
	if _, err := f.ReadAt(have, where); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if string(have) != want {
		return fmt.Errorf("%w: its seal does not fit what it holds", ErrDamaged)
	}
	return nil
}

// spoiled says so of what SQLite could not read.
func spoiled(err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// lastSign is when something was written last that has a time.
func lastSign(ctx context.Context, db *sql.DB) (time.Time, error) {
	var t time.Time
	err := db.QueryRowContext(ctx, `select max(
		coalesce((select max(at) from audit_entry), 0), coalesce((select max(occurred_at) from event), 0))`).Scan(&at{&t})
	return t, err
}
