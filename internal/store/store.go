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
	"time"

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
	read   *pool
	write  *sql.DB
	writer writer
	count  *counter
}

// Options are what an opened store tells of itself. The zero value tells nothing.
type Options struct {
	// Committed is told of every commit: how long it took, flush included, and how
	// many calls of InTx it was for. It must not wait for anything.
	Committed func(took time.Duration, members int)
	// FlushFailed is told, once, of an error that is an ErrFlushFailed: the process
	// has to end. It must not wait for the store.
	FlushFailed func(err error)
}

var _ portal.Store = (*Store)(nil)

// Open opens the database that dsn names. It never makes or changes one:
// ErrNoDatabase, ErrOldSchema and ErrNewerSchema say what to do instead.
func Open(ctx context.Context, dsn string) (*Store, error) { return OpenWith(ctx, dsn, Options{}) }

// OpenWith is Open with somebody who listens.
func OpenWith(ctx context.Context, dsn string, o Options) (*Store, error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	if err := d.exists(); err != nil {
		return nil, err
	}
	s, err := connect(d, o)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := s.check(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return s, nil
}

func connect(d *dialect, o Options) (*Store, error) {
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
	d.tell = o.FlushFailed
	s := &Store{reader: reader{db: read, d: d}, read: read, write: write, count: &counter{observe: o.Committed}}
	if d.shares {
		s.writer = newGrouped(write, d, s.count)
	} else {
		s.writer = &single{db: write, d: d, count: s.count}
	}
	return s, nil
}

func (s *Store) check(ctx context.Context) error {
	if err := s.d.check(ctx, s.write); err != nil {
		return s.d.translate(ctx, err)
	}
	return s.Ready(ctx)
}

// Ready says whether the database answers and its schema is the current one.
func (s *Store) Ready(ctx context.Context) error {
	have, err := schemaVersion(ctx, s.d, s.read.db)
	if err != nil {
		return fmt.Errorf("read schema version: %w", s.d.translate(ctx, err))
	}
	return judgeSchema(have)
}

// Close lets those write who wait, waits for running queries and closes the
// database.
func (s *Store) Close() error {
	err := errors.Join(s.writer.close(), s.read.closeStatements())
	if s.read.db != s.write {
		err = errors.Join(err, s.read.db.Close())
	}
	return errors.Join(err, s.write.Close())
}
