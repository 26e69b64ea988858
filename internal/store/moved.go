package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// movedMark stands beside a SQLite file whose content lives elsewhere now, and
// says where.
const movedMark = ".moved"

// ErrMoved means that a database was moved to another one, which is the one to
// serve: what was decided there since is not in this one.
var ErrMoved = errors.New("the database was moved")

// MarkMoved has servers refuse a SQLite database; where is what they say of the
// new one. undo takes the mark away.
func MarkMoved(dsn, where string) (undo func() error, err error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	mark := d.file + movedMark
	if err := os.WriteFile(mark, []byte(where+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("mark the database as moved: %w", err)
	}
	undo = func() error { return os.Remove(mark) }
	if err := errors.Join(ownedLike(mark, d.file), syncDir(filepath.Dir(mark))); err != nil {
		return nil, errors.Join(fmt.Errorf("mark the database as moved: %w", err), undo())
	}
	return undo, nil
}

// notMoved returns ErrMoved if a SQLite file is marked.
func notMoved(file string) error {
	where, err := os.ReadFile(file + movedMark)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look whether the database was moved: %w", err)
	}
	return fmt.Errorf("%w to %s: set DATABASE to that one. To serve %s all the same, which has nothing of what was done since, delete %s",
		ErrMoved, strings.TrimSpace(string(where)), file, file+movedMark)
}
