package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// postgresSnapshot copies the database into a fresh SQLite file of the same
// schema, as it is at one moment: everything is read in one snapshot, which
// hinders no writer.
func postgresSnapshot(
	ctx context.Context, d *dialect, into string, ask BackupAsk,
) (note BackupNote, err error) {
	from, err := d.openWrite()
	if err != nil {
		return note, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	tx, err := from.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return note, err
	}
	defer tx.Rollback() // nothing was written
	have, err := schemaVersion(ctx, d, tx)
	if err != nil {
		return note, err
	}
	if state := judgeSchema(have); state != nil && !errors.Is(state, ErrOldSchema) {
		return note, state
	}
	total, err := estimatedRows(ctx, tx)
	if err != nil {
		return note, err
	}
	var reindexing bool // an upgrade that was cut short: see migrate_search.go
	if err := tx.QueryRowContext(ctx, d.hasSchema, termsBefore).Scan(&reindexing); err != nil {
		return note, err
	}
	to, err := emptyFile(ctx, into, have, reindexing)
	if err != nil {
		return note, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	all, err := tables(ctx, to)
	if err != nil {
		return note, err
	}
	if _, err := copyTables(ctx, tx, to, all, total, ask.Progress); err != nil {
		return note, err
	}
	return BackupNote{TakenAt: ask.Now, Engine: "postgres"}, rebuildWords(ctx, to)
}

// estimatedRows is about how many rows there are: the server's own count of when
// it last looked, for a bar to be drawn by.
func estimatedRows(ctx context.Context, tx *sql.Tx) (n int64, err error) {
	err = tx.QueryRowContext(ctx, `
		select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint from pg_class c
		join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = current_schema() and c.relkind = 'r'`).Scan(&n)
	return n, err
}

// emptyFile gives an empty file the schema of a version, with no row in it. It
// is written without a journal: a file that was not finished is thrown away.
// reindexing: it keeps the table that an upgrade takes away when it is through.
func emptyFile(ctx context.Context, path string, version int64, reindexing bool) (*sql.DB, error) {
	db, err := sqliteBare(path, "rw")
	if err != nil {
		return nil, err
	}
	fail := func(err error) (*sql.DB, error) { return nil, errors.Join(err, db.Close()) }
	for _, text := range []string{"pragma journal_mode = off", "pragma synchronous = off"} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fail(err)
		}
	}
	d, err := sqliteDialect(path)
	if err != nil {
		return fail(err)
	}
	if err := migrateTo(ctx, d, db, version); err != nil {
		return fail(err)
	}
	if !reindexing {
		if _, err := db.ExecContext(ctx, `drop table if exists `+termsBefore); err != nil {
			return fail(err)
		}
	}
	if err := emptyTables(ctx, db, db); err != nil {
		return fail(err)
	}
	return db, nil
}

// emptyTables takes away the rows that migrations put into an empty schema.
// schema is a SQLite file of the same version.
func emptyTables(ctx context.Context, schema *sql.DB, in execer) error {
	all, err := tables(ctx, schema)
	if err != nil {
		return err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if _, err := in.ExecContext(ctx, "delete from "+all[i].name); err != nil {
			return fmt.Errorf("empty %s: %w", all[i].name, err)
		}
	}
	return nil
}

// rebuildWords fills the full-text index of a SQLite file from the names in it.
func rebuildWords(ctx context.Context, db *sql.DB) error {
	var there bool
	err := db.QueryRowContext(ctx, `select exists (select 1 from sqlite_master where name = 'search_word')`).Scan(&there)
	if err != nil || !there {
		return err
	}
	_, err = db.ExecContext(ctx, `insert into search_word (search_word) values ('rebuild')`)
	return err
}
