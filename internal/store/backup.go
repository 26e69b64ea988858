package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrThere means that a file would have been replaced that nobody said to replace.
var ErrThere = errors.New("a file of that name is there already")

// Progress tells how far long work has come. Total is 0 where it is not known.
type Progress struct {
	What        string // "copy", "check": one word
	Done, Total int64  // bytes or rows
}

// BackupAsk says what to make.
type BackupAsk struct {
	Path     string         // the file
	Replace  bool           // a file that is there already
	Now      time.Time      // by the installation's clock; the backup has all that was committed before
	Progress func(Progress) // nil: nobody watches
}

// BackedUp is a backup that was made and checked.
type BackedUp struct {
	Path   string
	Bytes  int64
	SHA256 string // 64 hex, of the whole file
	Note   BackupNote
}

// Backup writes all that the database holds at one moment into one SQLite file,
// whichever the engine, while servers work on. The file has its name only once it
// is whole, checked and on disk; until then, and after a crash, there is nothing
// but a hidden file that ends in ".part". Only its owner can read it.
func Backup(ctx context.Context, dsn string, ask BackupAsk) (done BackedUp, err error) {
	d, err := parse(dsn)
	if err != nil {
		return done, err
	}
	if err := d.exists(); err != nil {
		return done, err
	}
	if ask.Progress == nil {
		ask.Progress = func(Progress) {}
	}
	part, err := newPart(ask.Path, ask.Replace)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, part.discard()) }()
	note, err := d.snapshot(ctx, part.path, ask)
	if err != nil {
		return done, fmt.Errorf("copy the database: %w", d.translate(ctx, err))
	}
	if done.SHA256, err = note.close(ctx, part.path, ask.Progress); err != nil {
		return done, err
	}
	done.Path, done.Note = ask.Path, note
	if done.Bytes, err = part.finish(); err != nil {
		return done, fmt.Errorf("keep the backup: %w", err)
	}
	return done, nil
}

// part is a file that is being made beside the one it is to become.
type part struct {
	path, becomes string
	replace       bool
}

// newPart makes the file, empty and for its owner alone.
func newPart(becomes string, replace bool) (*part, error) {
	path, err := filepath.Abs(becomes)
	if err != nil {
		return nil, fmt.Errorf("path of the backup: %w", err)
	}
	if _, err := os.Lstat(path); err == nil && !replace {
		return nil, fmt.Errorf("%s: %w", becomes, ErrThere)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part") // mode 0600
	if err != nil {
		return nil, err
	}
	return &part{path: f.Name(), becomes: path, replace: replace}, f.Close()
}

// finish puts the file on disk under its name and returns its length.
func (p *part) finish() (int64, error) {
	f, err := os.OpenFile(p.path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	if err := p.rename(); err != nil {
		return 0, err
	}
	return info.Size(), syncDir(filepath.Dir(p.becomes))
}

// rename gives the name. A second name for the same file is refused where one is
// taken, which a rename is not; not every file system knows second names.
func (p *part) rename() error {
	if p.replace {
		return os.Rename(p.path, p.becomes)
	}
	err := os.Link(p.path, p.becomes)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w", p.becomes, ErrThere)
	}
	if err == nil {
		return nil // discard takes the first name away
	}
	if _, err := os.Lstat(p.becomes); err == nil {
		return fmt.Errorf("%s: %w", p.becomes, ErrThere)
	}
	return os.Rename(p.path, p.becomes)
}

// discard leaves nothing behind but what has its name.
func (p *part) discard() error {
	var errs []error
	for _, end := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(p.path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// syncDir puts the names in a folder on disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
