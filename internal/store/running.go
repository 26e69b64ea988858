package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// ErrRunning means that something else works with the database.
var ErrRunning = errors.New("another Latchkey works with this database: stop it first")

// A program that works with a SQLite file holds a share of the lock beside it;
// who replaces the file takes the lock alone. Migrations take the same lock in a
// third way that goes with shares and not with each other (SQLite's RESERVED), so
// that they may run while servers do. The system gives locks of a process back
// that has died, in whatever way.

// sqliteShare holds a share. Where there is no room or no right to make the file
// of the lock, nobody could replace the database either: nothing is held then.
func sqliteShare(ctx context.Context, path string) (release func() error, err error) {
	nothing := func() error { return nil }
	release, err = sqliteHold(ctx, path, "deferred", `select count(*) from sqlite_master`)
	switch {
	case sqliteCode(err, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
		return nil, fmt.Errorf("%s is being replaced: %w", filepath.Base(path), ErrRunning)
	case sqliteCode(err, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR):
		return nothing, nil
	}
	return release, err
}

// sqliteAlone takes the lock for the caller alone, or says ErrRunning.
func sqliteAlone(ctx context.Context, path string) (release func() error, err error) {
	release, err = sqliteHold(ctx, path, "exclusive", "")
	if sqliteCode(err, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) {
		return nil, ErrRunning
	}
	return release, err
}

// sqliteHold begins a transaction on the file of the lock and keeps it open. A
// deferred one holds nothing before it has read something.
func sqliteHold(ctx context.Context, path, kind, read string) (func() error, error) {
	db, err := sql.Open("sqlite", (&url.URL{
		Scheme: "file", Path: filepath.ToSlash(path) + "-lock",
		RawQuery: "_pragma=busy_timeout(1000)&_txlock=" + kind,
	}).String())
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil) // ctx must not end what it only began
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if read != "" {
		var n int
		if err := tx.QueryRowContext(ctx, read).Scan(&n); err != nil {
			return nil, errors.Join(err, tx.Rollback(), db.Close())
		}
	}
	return func() error { return errors.Join(tx.Rollback(), db.Close()) }, nil
}

// postgresServing is the advisory lock that servers share and that who replaces
// the database takes alone. It belongs to a session: it ends with its process.
const postgresServing = `hashtext('latchkey serving'), hashtext(coalesce(current_schema(), ''))`

// serveCheck is how often a server looks whether it still holds its share.
const serveCheck = 5 * time.Second

// Serve holds the server's share of the database until stop is called, so that
// nobody replaces it meanwhile. On PostgreSQL the share is a connection's: where
// that is lost the share is taken again, and lost is told if somebody has the
// database for himself by then. On SQLite every Store holds a share from Open to
// Close, and nothing more is needed.
func (s *Store) Serve(ctx context.Context, lost func(error)) (stop func(), err error) {
	if s.d.file != "" {
		return func() {}, nil
	}
	db, err := s.d.openWrite()
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := postgresShare(ctx, db)
	if err != nil {
		return nil, errors.Join(s.d.translate(ctx, err), db.Close())
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer db.Close()
		keepShare(ctx, db, conn, lost)
	}()
	return func() { cancel(); <-over }, nil
}

func postgresShare(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var got bool
	err = conn.QueryRowContext(ctx, `select pg_try_advisory_lock_shared(`+postgresServing+`)`).Scan(&got)
	if err == nil && !got {
		err = fmt.Errorf("the database is being replaced: %w", ErrRunning)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func keepShare(ctx context.Context, db *sql.DB, conn *sql.Conn, lost func(error)) {
	tick := time.NewTicker(serveCheck)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			if conn != nil {
				_ = postgresUnlock(context.WithoutCancel(ctx), conn) // it ends with the connection too, a moment later
				conn.Close()
			}
			return
		case <-tick.C:
		}
		if conn != nil && conn.PingContext(ctx) == nil {
			continue
		}
		if conn != nil {
			conn.Close()
		}
		var err error
		if conn, err = postgresShare(ctx, db); errors.Is(err, ErrRunning) {
			lost(err)
		}
	}
}

// postgresAlone takes the database for the caller alone, or says ErrRunning.
func postgresAlone(ctx context.Context, open func() (*sql.DB, error)) (release func() error, err error) {
	db, err := open()
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	var got bool
	err = conn.QueryRowContext(ctx, `select pg_try_advisory_lock(`+postgresServing+`)`).Scan(&got)
	if err == nil && !got {
		err = ErrRunning
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close(), db.Close())
	}
	return func() error {
		return errors.Join(postgresUnlock(context.WithoutCancel(ctx), conn), conn.Close(), db.Close())
	}, nil
}

// postgresUnlock gives back at once what the end of a session gives back when the
// server has seen it.
func postgresUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `select pg_advisory_unlock_all()`)
	return err
}
