package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// A server sets a mark beside SQLite's file, which it locks for as long as it
// lives, and takes away when it stops in order. A mark that nobody holds is that
// of a server which did not. Several servers may run on one file, as two do
// while one takes over from the other.
type mark struct {
	mu   sync.Mutex
	file *os.File // nil: not set
	name string
}

// setMark sets the mark of this server, and takes away those that earlier ones
// left: the file has been checked since.
func (s *Store) setMark() error {
	s.mark.mu.Lock()
	defer s.mark.mu.Unlock()
	if s.d.file == "" || s.mark.file != nil {
		return nil
	}
	left, err := leftMarks(s.d.file)
	if err != nil {
		return err
	}
	s.mark.file, s.mark.name, err = lockedMark(s.d.file)
	if err != nil {
		return fmt.Errorf("mark the database as served: %w", err)
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take away the mark of an earlier server: %w", err)
		}
	}
	return nil
}

// clear says that this server stopped in order.
func (m *mark) clear() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.file == nil {
		return nil
	}
	err := errors.Join(os.Remove(m.name), m.file.Close())
	m.file = nil
	return err
}

func markName(path string) string { return path + "-serving." }

// lockedMark makes a mark. It gets its name when it is locked, so that nobody
// takes it for one that was left.
func lockedMark(path string) (f *os.File, name string, err error) {
	f, err = os.CreateTemp(filepath.Dir(path), ".serving.*")
	if err != nil {
		return nil, "", err
	}
	unmade := f.Name()
	name = markName(path) + filepath.Ext(unmade)[1:]
	if err := errors.Join(lockFile(f), os.Rename(unmade, name)); err != nil {
		return nil, "", errors.Join(err, f.Close(), os.Remove(unmade))
	}
	return f, name, nil
}

// leftMarks lists the marks that nobody holds.
func leftMarks(path string) (left []string, err error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	prefix := filepath.Base(markName(path))
	for _, e := range entries {
		if len(e.Name()) <= len(prefix) || e.Name()[:len(prefix)] != prefix {
			continue
		}
		name := filepath.Join(filepath.Dir(path), e.Name())
		held, err := heldMark(name)
		if err != nil {
			return nil, err
		}
		if !held {
			left = append(left, name)
		}
	}
	return left, nil
}

// LeftBadly counts the servers that did not stop in order since one last looked.
func (s *Store) LeftBadly() (int, error) {
	if s.d.file == "" {
		return 0, nil
	}
	left, err := leftMarks(s.d.file)
	return len(left), err
}
