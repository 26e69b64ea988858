package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgresConnect is how long one host is waited for, unless the URL says
// connect_timeout. A machine that is gone answers nothing, not even "no": without
// a bound a request's whole time would go by before the next host is asked.
const postgresConnect = 3 * time.Second

// postgresConns caps one server's share of PostgreSQL's default 100 connections.
const postgresConns = 16

func postgresDialect(dsn string) (*dialect, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "latchkey"
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = postgresConnect
	}
	return postgresConfig(config), nil
}

func postgresConfig(config *pgx.ConnConfig) *dialect {
	open := func() (*sql.DB, error) {
		db := stdlib.OpenDB(*config)
		db.SetMaxOpenConns(postgresConns)
		db.SetMaxIdleConns(postgresConns)
		return db, nil
	}
	d := &dialect{
		goose:   goose.DialectPostgres,
		foreign: "_only_sqlite.sql",
		hasSchema: `select exists (select 1 from pg_tables
			where schemaname = current_schema() and tablename = $1)`,
		skipLocked: " for update skip locked",
		forUpdate:  " for update",
		bytewise:   ` collate "C"`,
		clock:      `select (extract(epoch from clock_timestamp()) * 1000000)::bigint`,
		namesWith:  postgresNamesWith,
		code:       postgresFault,
		// serialization_failure, deadlock_detected, lock_not_available
		again:      func(err error) bool { return postgresCode(err, "40001", "40P01", "55P03") },
		down:       postgresDown,
		waitAtMost: `select set_config('lock_timeout', $1, true)`, waitAsBefore: `set local lock_timeout to default`,
		waited: func(err error) bool { return postgresCode(err, "55P03") },
		undoes: never, unflushed: never, unknown: never, // its server sees to that
		exists:    func() error { return nil },
		create:    func() error { return nil },
		openWrite: open,
		openRead:  func(write *sql.DB) (*sql.DB, error) { return write, nil },
		check:     func(ctx context.Context, db *sql.DB) error { return db.PingContext(ctx) },
		compact:   postgresCompaction,
		lock:      func(ctx context.Context) (func() error, error) { return postgresLock(ctx, open) },
	}
	d.share = func(context.Context) (func() error, error) { return func() error { return nil }, nil } // see Serve
	d.alone = func(ctx context.Context) (func() error, error) { return postgresAlone(ctx, open) }
	d.stage = func(ctx context.Context, ask StageAsk, staged *Staged) error {
		return postgresStage(ctx, config, ask, staged)
	}
	d.snapshot = func(ctx context.Context, into string, ask BackupAsk) (BackupNote, error) {
		return postgresSnapshot(ctx, d, into, ask)
	}
	return d
}

// postgresLock takes an advisory lock for the schema in use. It ends with its
// session, so a process that dies holds nobody up.
func postgresLock(ctx context.Context, open func() (*sql.DB, error)) (func() error, error) {
	db, err := open()
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	_, err = conn.ExecContext(ctx,
		`select pg_advisory_lock(hashtext('latchkey schema'), hashtext(coalesce(current_schema(), '')))`)
	if err != nil {
		return nil, errors.Join(err, conn.Close(), db.Close())
	}
	return func() error { return errors.Join(conn.Close(), db.Close()) }, nil
}

// postgresDown knows connection exceptions (08), insufficient resources (53),
// shutdown and recovery (57P) and a server that only reads (25006).
func postgresDown(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var c *pgconn.ConnectError
		return errors.As(err, &c) || errors.Is(err, pgconn.ErrConnClosed) || pgconn.Timeout(err)
	}
	return e.Code == "25006" || slices.ContainsFunc([]string{"08", "53", "57P"}, func(class string) bool {
		return strings.HasPrefix(e.Code, class)
	})
}

func postgresCode(err error, codes ...string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && slices.Contains(codes, e.Code)
}

func never(error) bool { return false }
