// Package store keeps what the portal knows, in SQLite (one file, one machine)
// or in PostgreSQL (several). It implements portal.Store with hand-written SQL,
// one text for both engines wherever one will do.
//
// It leaves out every decision: which link opens, who may reissue and what is
// audited is the portal's business. It makes no ids and asks no time, but for the
// doctor, who compares clocks.
//
// Use: Init once, Migrate after an upgrade, Open to work. A data source name is
// "sqlite:path/to/file.db" or "postgres://user@host/name".
//
// What differs between the engines stands in dialect; each aggregate has a file
// with its statements beside the functions that scan them. Rules for new SQL:
// PostgreSQL's dialect, $1 placeholders, named columns, conditional statements
// instead of read-then-write, "on conflict do nothing" instead of catching a
// violated key (which would end a PostgreSQL transaction), no now().
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What Open, Init and Migrate can say about a schema.
var (
	ErrNoDatabase  = errors.New("there is no Latchkey database yet: make one with `latchkey init`")
	ErrOldSchema   = errors.New("the database is from an older Latchkey: bring it up to date with `latchkey migrate`")
	ErrNewerSchema = errors.New("the database is from a newer Latchkey than this program: upgrade the program")
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	reader
	read  *pool
	write *sql.DB

	release func() error // gives the share of the database back; nil: none is held
}

var _ portal.Store = (*Store)(nil)

// Open opens the database that dsn names. It never makes or changes one:
// ErrNoDatabase, ErrOldSchema and ErrNewerSchema say what to do instead.
func Open(ctx context.Context, dsn string) (*Store, error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	return open(ctx, d, d.share)
}

// OpenAlone is Open for who must be the only one to work with the database;
// ErrRunning: somebody else does.
func OpenAlone(ctx context.Context, dsn string) (*Store, error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	return open(ctx, d, d.alone)
}

func open(ctx context.Context, d *dialect, hold func(context.Context) (func() error, error)) (*Store, error) {
	if err := d.exists(); err != nil {
		return nil, err
	}
	release, err := hold(ctx)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s, err := connect(d)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), release())
	}
	s.release = release
	if err := s.check(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return s, nil
}

func connect(d *dialect) (*Store, error) {
	write, err := d.openWrite()
	if err != nil {
		return nil, err
	}
	readDB, err := d.openRead(write)
	if err != nil {
		write.Close()
		return nil, err
	}
	read := &pool{db: readDB, prepare: d.prepare}
	return &Store{reader: reader{db: read, d: d}, read: read, write: write}, nil
}

func (s *Store) check(ctx context.Context) error {
	if err := s.d.check(ctx, s.write); err != nil {
		return s.d.translate(ctx, err)
	}
	return s.Ready(ctx)
}

// Ready says whether the database answers and this program works on its schema:
// it is the current one, or a newer one that says so.
func (s *Store) Ready(ctx context.Context) error {
	_, state, err := judge(ctx, s.d, s.read.db)
	return errors.Join(err, state)
}

// Close waits for running queries and closes the database.
func (s *Store) Close() error {
	err := errors.Join(s.read.closeStatements(), s.write.Close())
	if s.read.db != s.write {
		err = errors.Join(err, s.read.db.Close())
	}
	if s.release != nil {
		err = errors.Join(err, s.release())
		s.release = nil
	}
	return err
}
