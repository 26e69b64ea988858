package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

// Migrations go forward only, and are never edited once released.
//
//go:embed migrations/*.sql
var migrations embed.FS

const versionTable = "schema_version"

// currentSchema is the version of the last migration.
var currentSchema = lastMigration()

// lastMigration reads the number that the last file begins with.
func lastMigration() int64 {
	names, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil || len(names) == 0 {
		panic("no migrations are embedded")
	}
	number, _, _ := strings.Cut(path.Base(names[len(names)-1]), "_")
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		panic(err)
	}
	return version
}

// Init makes the database that dsn names, or brings an existing one up to date.
// On PostgreSQL the database itself must be there. Several processes may run it
// at once.
func Init(ctx context.Context, dsn string) error {
	d, err := parse(dsn)
	if err != nil {
		return err
	}
	return upgrade(ctx, d, true)
}

// Migrate brings an existing database up to date; ErrNoDatabase if there is
// none. Several processes may run it at once.
func Migrate(ctx context.Context, dsn string) error {
	d, err := parse(dsn)
	if err != nil {
		return err
	}
	if err := d.exists(); err != nil {
		return err
	}
	return upgrade(ctx, d, false)
}

// upgrade opens and migrates under the lock: even opening a fresh SQLite file
// and making the version table collide otherwise.
func upgrade(ctx context.Context, d *dialect, fresh bool) (err error) {
	unlock, err := d.lock(ctx)
	if err != nil {
		return fmt.Errorf("lock the schema: %w", d.translate(ctx, err))
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if fresh {
		if err := d.create(); err != nil {
			return fmt.Errorf("create database: %w", err)
		}
	}
	db, err := d.openWrite()
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := d.check(ctx, db); err != nil {
		return fmt.Errorf("open database: %w", d.translate(ctx, err))
	}
	if err := migrate(ctx, d, db, fresh); err != nil {
		return err
	}
	return ensureInstance(ctx, d, db)
}

func migrate(ctx context.Context, d *dialect, db *sql.DB, fresh bool) error {
	have, state, err := judge(ctx, d, db)
	if err != nil {
		return err
	}
	if state == nil && have > currentSchema {
		return nil // a newer program has done it, and this one works on
	}
	if state == nil {
		return reindex(ctx, d, db)
	}
	if errors.Is(state, ErrNewerSchema) || errors.Is(state, ErrNoDatabase) && !fresh {
		return state
	}
	if err := migrateTo(ctx, d, db, currentSchema); err != nil {
		return fmt.Errorf("migrate from version %d: %w", have, err)
	}
	return reindex(ctx, d, db)
}

// migrateTo applies the migrations up to a version.
func migrateTo(ctx context.Context, d *dialect, db *sql.DB, version int64) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	foreign, err := fs.Glob(files, "*"+d.foreign)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(d.goose, db, files,
		goose.WithTableName(versionTable),
		goose.WithExcludeNames(foreign),
		goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	_, err = p.UpTo(ctx, version)
	return d.translate(ctx, err)
}

// schemaVersion returns the version the schema has; 0: there is no schema.
func schemaVersion(ctx context.Context, d *dialect, db rowQueryer) (version int64, err error) {
	var there bool
	if err := db.QueryRowContext(ctx, d.hasSchema, versionTable).Scan(&there); err != nil || !there {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from `+versionTable).Scan(&version)
	return version, err
}

// rowQueryer is a database or a transaction.
type rowQueryer interface {
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

func judgeSchema(have int64) error {
	switch {
	case have <= 0:
		return ErrNoDatabase
	case have < currentSchema:
		return fmt.Errorf("schema %d, needed %d: %w", have, currentSchema, ErrOldSchema)
	case have > currentSchema:
		return fmt.Errorf("schema %d, known %d: %w", have, currentSchema, ErrNewerSchema)
	}
	return nil
}
