package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// besides are the files that SQLite keeps beside a database while it works. A
// -wal that stays when the file is exchanged would be played into the new one.
var besides = []string{"-wal", "-shm", "-journal"}

// staging is what the file is called until it takes its place. Only who holds the
// lock makes one, so there is one name, and what is found there was left behind.
const staging = ".restoring"

func sqliteStage(ctx context.Context, path string, ask StageAsk, staged *Staged) error {
	file := path + staging
	if sameFile(ask.File, file) {
		return fmt.Errorf("%s is what a restore left that was cut short, and the next one takes it away: "+
			"restore from the backup, or move this file to another name first", ask.File)
	}
	staged.discard = func() error { return removeAll(file) }
	if err := staged.discard(); err != nil {
		return err
	}
	if err := copyFile(ask.File, file); err != nil {
		return err
	}
	d, err := sqliteDialect(file)
	if err != nil {
		return err
	}
	db, err := d.openWrite()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `drop table if exists `+noteTable)
	if err == nil {
		err = migrate(ctx, d, db, false)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if staged.Store, err = connect(d, Options{}); err != nil {
		return err
	}
	staged.swap = func(ctx context.Context, aside string) (string, error) {
		return sqliteSwap(ctx, staged.Store, path, aside)
	}
	return staged.check(ctx)
}

// sqliteSwap closes the new file and puts it in the place of the old one, which
// first gets a second name, and so does the -wal that belongs to it: from then on
// it is whole under both. Then the old name goes, before what is beside it: until
// the new file has it there is no database, which nobody takes for one. Who is cut
// short in between does it again.
func sqliteSwap(ctx context.Context, s *Store, path, aside string) (kept string, err error) {
	if _, err := s.write.ExecContext(ctx, `pragma wal_checkpoint(truncate)`); err != nil {
		return "", err
	}
	if err := s.Close(); err != nil {
		return "", err
	}
	if err := dropBesides(path + staging); err != nil { // empty by now
		return "", err
	}
	if err := syncFile(path + staging); err != nil {
		return "", err
	}
	if kept, err = keepOld(path, aside); err != nil {
		return "", fmt.Errorf("keep the old database: %w", err)
	}
	for _, end := range append([]string{""}, besides...) {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("it is kept as %s: %w", kept, err)
		}
		if err := syncDir(filepath.Dir(path)); err != nil {
			return "", err
		}
	}
	if err := ownedLike(path+staging, kept, filepath.Dir(path)); err != nil {
		return "", fmt.Errorf("the old database is kept as %s: %w", kept, err)
	}
	if err := os.Rename(path+staging, path); err != nil {
		return "", fmt.Errorf("the old database is kept as %s: %w", kept, err)
	}
	if err := os.Remove(path + movedMark); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err // said of the old one
	}
	return kept, syncDir(filepath.Dir(path))
}

// sameFile reports whether two names are of one file that is there.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// keepOld gives the old file and its -wal second names. A -wal without a file is
// worth nothing, but it is not for a program to say so: it is kept as "stale".
func keepOld(path, aside string) (kept string, err error) {
	if kept, err = freeName(path + ".before-restore-" + aside); err != nil {
		return "", err
	}
	there := true
	for _, end := range []string{"", "-wal", "-journal"} {
		to := kept + end
		if !there {
			to = kept + ".stale" + end
		}
		err := secondName(path+end, to)
		switch {
		case errors.Is(err, fs.ErrNotExist) && end == "":
			there = false
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
	}
	if !there {
		kept = ""
	}
	return kept, syncDir(filepath.Dir(path))
}

// secondName makes a link, or a copy where the file system knows none.
func secondName(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyFile(from, to); err != nil {
		return err
	}
	return syncFile(to)
}

// dropBesides removes what SQLite keeps beside a file.
func dropBesides(path string) error {
	var errs []error
	for _, end := range besides {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// freeName puts a number behind a name that is taken.
func freeName(name string) (string, error) {
	for n := 2; n < 1000; n++ {
		free := name
		if n > 2 {
			free = fmt.Sprintf("%s.%d", name, n-1)
		}
		if _, err := os.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			return free, nil
		}
	}
	return "", fmt.Errorf("too many files are called %s: take some away", name)
}

// removeAll removes a database with all that SQLite may have put beside it.
func removeAll(path string) error {
	var errs []error
	for _, name := range []string{path, path + "-lock"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, dropBesides(path))...)
}

// copyFile copies a file for its owner alone.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
