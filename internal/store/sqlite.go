package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// minSQLite is the first release without the WAL-reset bug, which could corrupt
// a database that two connections used (sqlite.org/wal.html, "The WAL-Reset Bug").
const minSQLite = 3051003

// sqlitePragmas are set on every connection. busy_timeout comes first because
// the others may have to wait. synchronous FULL: under NORMAL a power cut loses
// answers that a customer has already been given.
var sqlitePragmas = []string{
	"busy_timeout(5000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(ON)",
	"secure_delete(ON)",
	"journal_size_limit(67108864)",
}

func sqliteDialect(path string) (*dialect, error) {
	if path == "" || strings.Contains(path, ":memory:") {
		return nil, errors.New("database sqlite: needs the path of a file")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("path of the database: %w", err)
	}
	// What stands beside the file, its locks above all, has to be the same for all
	// who name it, whether by a link or by its own name.
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	reads := &sqliteReads{path: path, conns: max(4, runtime.GOMAXPROCS(0))}
	return &dialect{
		goose:     goose.DialectSQLite3,
		foreign:   "_only_postgres.sql",
		hasSchema: `select exists (select 1 from sqlite_master where type = 'table' and name = $1)`,
		prepare:   true,
		file:      path,
		namesWith: sqliteNamesWith, forgetWords: sqliteForgetWords, keepWords: sqliteKeepWords,
		code:    sqliteFault,
		again:   func(err error) bool { return sqliteCode(err, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) },
		down:    sqliteDown,
		damaged: func(err error) bool { return sqliteCode(err, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) },
		stuck:   sqliteStuck,
		reads:   reads,
		waited:  never,
		shares:  true, undoes: sqliteUndoes, unflushed: sqliteUnflushed, unknown: sqliteUnknown,
		exists: func() error { return sqliteExists(path) },
		create: func() error { return sqliteCreate(path) },
		openWrite: func() (*sql.DB, error) {
			return sqliteOpen(path, 1, "_txlock", "immediate")
		},
		openRead: func(*sql.DB) (*sql.DB, error) { return reads.open() },
		check:    sqliteCheck,
		lock:     func(ctx context.Context) (func() error, error) { return sqliteLock(ctx, path) },
		share:    func(ctx context.Context) (func() error, error) { return sqliteShare(ctx, path) },
		alone:    func(ctx context.Context) (func() error, error) { return sqliteAlone(ctx, path) },
		stage: func(ctx context.Context, ask StageAsk, staged *Staged) error {
			return sqliteStage(ctx, path, ask, staged)
		},
		snapshot: func(ctx context.Context, into string, ask BackupAsk) (BackupNote, error) {
			return sqliteSnapshot(ctx, path, into, ask)
		},
		compact: sqliteCompaction,
	}, nil
}

// sqliteOpen opens a pool of at most conns connections that stay open. One
// connection writes: with more of them SQLite answers "busy" in spite of the
// timeout. mode=rw keeps SQLite from making a file that is not there.
func sqliteOpen(path string, conns int, key, value string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", sqliteName(path, key, value))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// sqliteName is the file's name in the way it is opened in service, with one
// parameter more.
func sqliteName(path, key, value string) string {
	q := url.Values{"mode": {"rw"}, "_dqs": {"0"}, "_pragma": sqlitePragmas}
	q[key] = append(q[key][:len(q[key]):len(q[key])], value)
	return sqliteURL(path, q)
}

func sqliteURL(path string, q url.Values) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}).String()
}

func sqliteExists(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return fmt.Errorf("%s: %w", path, ErrNoDatabase)
	}
	return err
}

// sqliteCreate makes the file readable by its owner alone; SQLite gives the
// files beside it the same mode.
func sqliteCreate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func sqliteCheck(ctx context.Context, db *sql.DB) error {
	if sqlite3.SQLITE_VERSION_NUMBER < minSQLite {
		return fmt.Errorf("SQLite %s is too old", sqlite3.SQLITE_VERSION)
	}
	var journal string
	var synchronous int
	err := db.QueryRowContext(ctx, `
		select journal_mode, synchronous from pragma_journal_mode, pragma_synchronous`).
		Scan(&journal, &synchronous)
	if err != nil {
		return err
	}
	if journal != "wal" || synchronous != 2 {
		return fmt.Errorf("SQLite runs with journal_mode %s and synchronous %d, not wal and 2: "+
			"is the file on a network file system?", journal, synchronous)
	}
	return nil
}

// sqliteLock holds a lock beside the database, not in it: migrations need the
// database's own write lock. An empty file is left behind, because taking it
// away would let a process that waits on it and one that makes it anew both in.
func sqliteLock(ctx context.Context, path string) (func() error, error) {
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, err // says which directory is missing; SQLite would not
	}
	db, err := sql.Open("sqlite", (&url.URL{
		Scheme: "file", Path: filepath.ToSlash(path) + "-lock",
		RawQuery: "_pragma=busy_timeout(60000)&_txlock=immediate",
	}).String())
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return func() error { return errors.Join(tx.Rollback(), db.Close()) }, nil
}

// sqliteDown knows what is no fault of a statement. A disk that fails to read is
// among it as a damaged file: SQLite calls EIO so (sqlite.org/rescode.html,
// SQLITE_IOERR_CORRUPTFS).
func sqliteDown(err error) bool {
	return sqliteCode(err, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR,
		sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT)
}

func sqliteCode(err error, codes ...int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && slices.Contains(codes, e.Code()&0xff) // the low byte is the primary code
}

// sqliteExtended compares the whole code, which says more than the primary one.
func sqliteExtended(err error, codes ...int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && slices.Contains(codes, e.Code())
}
