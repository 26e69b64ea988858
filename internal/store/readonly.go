package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Why nothing can be written.
const (
	reasonFull     = "the disk is full"
	reasonReadOnly = "the file system is read-only"
	reasonFailing  = "the disk fails to write"
	reasonClosed   = "nothing can be written beside the database file"
)

// standstill is whether the database only reads, because the disk is full or
// read-only. While it does, a transaction is refused before it begins; what was
// committed can be read, and Resume looks whether writing works again.
type standstill struct {
	reason  atomic.Pointer[string] // nil: it writes
	refused atomic.Int64
}

// ReadOnly says why nothing can be written just now; empty: it can.
func (s *Store) ReadOnly() string {
	if why := s.still.reason.Load(); why != nil {
		return *why
	}
	return ""
}

// Refused counts the transactions that were refused because the database only
// reads, since it was opened.
func (s *Store) Refused() int64 { return s.still.refused.Load() }

func (s *Store) stand(reason string) { s.still.reason.Store(&reason) }

// writable is asked before a transaction.
func (s *Store) writable() error {
	why := s.ReadOnly()
	if why == "" {
		return nil
	}
	s.still.refused.Add(1)
	return fmt.Errorf("%s: %w", why, portal.ErrReadOnly)
}

// noticed looks at how a transaction ended and passes it on. The first that the
// disk refuses stops all that follow, so that a full disk costs one failure and
// not one for each request.
func (s *Store) noticed(err error) error {
	if err == nil || s.d.stuck == nil {
		return err
	}
	if why := s.d.stuck(err); why != "" {
		s.stand(why)
	}
	return err
}

// sqliteStuck knows the errors of a disk that takes nothing more. An error of
// fsync is not among them: what it left on the disk is unknown.
func sqliteStuck(err error) string {
	switch {
	case sqliteCode(err, sqlite3.SQLITE_READONLY), errors.Is(err, syscall.EROFS):
		return reasonReadOnly
	case sqliteCode(err, sqlite3.SQLITE_FULL), sqliteExtended(err, sqlite3.SQLITE_IOERR_SHMSIZE),
		errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return reasonFull
	case sqliteExtended(err, sqlite3.SQLITE_IOERR_WRITE), sqliteExtended(err, sqlite3.SQLITE_IOERR_TRUNCATE), errors.Is(err, syscall.EIO):
		return reasonFailing
	case sqliteCode(err, sqlite3.SQLITE_CANTOPEN), errors.Is(err, fs.ErrPermission):
		return reasonClosed
	}
	return ""
}

// spare is what must be free in bytes before writing is tried again: enough for
// the log's index and some transactions, so that it does not stop at once.
const spare = 1 << 20

// Resume tries to write again after the disk was full or read-only, and reports
// whether that works. While it does not, it changes nothing.
func (s *Store) Resume(ctx context.Context) (bool, error) {
	if s.ReadOnly() == "" {
		return true, nil
	}
	if err := s.hasRoom(); err != nil {
		if why := s.d.stuck(err); why != "" {
			s.stand(why)
			return false, nil
		}
		return false, err
	}
	held := s.d.reads.other.Load() != nil
	if held {
		s.d.reads.goOn()
	}
	s.write.SetMaxIdleConns(-1) // a connection of a read-only file stays read-only
	s.write.SetMaxIdleConns(1)
	if err := s.probe(ctx); err != nil {
		if held {
			s.d.reads.holdStill()
		}
		if why := s.d.stuck(err); why != "" {
			s.stand(why)
			return false, nil
		}
		return false, s.d.translate(ctx, err)
	}
	s.still.reason.Store(nil)
	return true, s.setMark()
}

// probe writes a row and waits until it is on the disk.
func (s *Store) probe(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `update installation set probe = probe + 1`)
	return err
}

// hasRoom writes as much beside the database as is wanted, and takes it away. A
// count of free blocks says nothing of quotas and of a disk that fails.
func (s *Store) hasRoom() (err error) {
	if disk, err := s.Disk(); err == nil && disk.Free < spare {
		return syscall.ENOSPC
	}
	name := s.d.file + "-probe"
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	if _, err := f.Write(make([]byte, spare)); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}
