package store

import (
	"errors"
	"fmt"
	"sync"

	sqlite3 "modernc.org/sqlite/lib"
)

// ErrFlushFailed means that the disk refused to keep what was written, or that a
// commit ended so that nobody knows whether it is in the file. The operating
// system may show pages that are not on the disk, so nothing more is written:
// the process has to end, and the next one recovers what the disk has.
var ErrFlushFailed = errors.New("the disk did not take what was written")

// flush remembers that a flush has failed.
type flush struct {
	mu   sync.Mutex
	err  error
	tell func(error) // nil: nobody listens
}

// fail keeps the first error, and tells of it once.
func (f *flush) fail(err error) {
	f.mu.Lock()
	first := f.err == nil
	if first {
		f.err = fmt.Errorf("%w: %w", ErrFlushFailed, err)
	}
	f.mu.Unlock()
	if first && f.tell != nil {
		f.tell(f.err)
	}
}

// failed is the error with which a flush has failed, or nil.
func (f *flush) failed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// sqliteUnflushed knows a flush that failed. "Failed" is said once: the next
// flush of the same pages would succeed although they are gone.
func sqliteUnflushed(err error) bool {
	return sqliteExtended(err, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)
}

// sqliteUnknown knows a commit that may have happened. A write that was refused
// (a disk that has become read-only, a quota) is not one of them: SQLite has
// not begun to flush then, and writes over what it left.
func sqliteUnknown(err error) bool {
	return sqliteCode(err, sqlite3.SQLITE_IOERR) && !sqliteExtended(err, sqlite3.SQLITE_IOERR_WRITE)
}

// sqliteUndoes knows errors that may roll back the whole transaction
// (sqlite.org/lang_transaction.html). Busy and a damaged file are among them for
// good measure.
func sqliteUndoes(err error) bool {
	return sqliteCode(err, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY,
		sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_CORRUPT)
}
