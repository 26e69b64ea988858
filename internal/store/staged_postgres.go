package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// postgresStage fills a schema of its own, "public_restoring", in pages, and
// compares it with the file row by row. A migration that the file still needs is
// applied there after its rows have come.
func postgresStage(ctx context.Context, config *pgx.ConnConfig, ask StageAsk, staged *Staged) error {
	target := postgresConfig(config)
	db, err := target.openWrite()
	if err != nil {
		return err
	}
	defer db.Close()
	var schema string
	if err := db.QueryRowContext(ctx, `select coalesce(current_schema(), '')`).Scan(&schema); err != nil {
		return err
	}
	if schema == "" {
		return errors.New("there is no schema that tables would be made in: create one, or set search_path")
	}
	have, err := schemaVersion(ctx, target, db)
	if err != nil {
		return err
	}
	if have > 0 && !ask.Replace {
		return fmt.Errorf("schema %s: %w", schema, ErrNotEmpty)
	}
	if errors.Is(judgeSchema(have), ErrNewerSchema) {
		// Its tables that this program does not know would stay, in the way of the
		// upgrade that makes them again.
		return fmt.Errorf("%w, or put all of it aside first: alter schema %s rename to before_restore; create schema %s",
			ErrNewerSchema, quoted(schema), quoted(schema))
	}
	beside := shortened(schema) + "_restoring"
	staged.discard = func() error { return dropSchema(context.WithoutCancel(ctx), config, beside) }
	if err := staged.discard(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `create schema `+quoted(beside)); err != nil {
		return err
	}
	in := config.Copy()
	in.RuntimeParams["search_path"] = quoted(beside)
	d := postgresConfig(in)
	if err := fill(ctx, d, ask, staged.Note.Schema); err != nil {
		return err
	}
	if staged.Store, err = connect(d, Options{}); err != nil {
		return err
	}
	staged.swap = func(ctx context.Context, aside string) (string, error) {
		return postgresSwap(ctx, config, staged.Store, schema, beside, shortened(schema)+"_before_restore_"+aside)
	}
	return staged.check(ctx)
}

// fill makes the tables of the file's version and copies the file into them.
func fill(ctx context.Context, d *dialect, ask StageAsk, version int64) (err error) {
	from, err := sqliteBare(ask.File, "ro&immutable=1")
	if err != nil {
		return err
	}
	to, err := d.openWrite()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close(), to.Close()) }()
	if err := migrateTo(ctx, d, to, version); err != nil {
		return err
	}
	all, err := tables(ctx, from)
	if err != nil {
		return err
	}
	if err := emptyTables(ctx, from, to); err != nil {
		return err
	}
	var total int64
	for _, t := range all {
		var n int64
		if err := from.QueryRowContext(ctx, `select count(*) from `+t.name).Scan(&n); err != nil {
			return err
		}
		total += n
	}
	if err := copyInOne(ctx, from, to, all, total, ask.Progress); err != nil {
		return err
	}
	if err := migrate(ctx, d, to, false); err != nil {
		return err
	}
	_, err = to.ExecContext(ctx, `analyze`)
	return err
}

// copyInOne copies in one transaction: it is faster, and the triggers that fix
// rows see nothing else.
func copyInOne(ctx context.Context, from, to *sql.DB, all []table, total int64, tell func(Progress)) error {
	tx, err := to.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	if _, err := copyTables(ctx, from, tx, all, total, tell); err != nil {
		return err
	}
	return tx.Commit()
}

// postgresSwap moves the tables that are there into a schema that keeps them, and
// the new ones into their place, in one transaction.
func postgresSwap(
	ctx context.Context, config *pgx.ConnConfig, s *Store, schema, beside, aside string,
) (kept string, err error) {
	if err := s.Close(); err != nil {
		return "", err
	}
	db, err := postgresConfig(config).openWrite()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	defer tx.Rollback() // does nothing after a commit
	old, err := objectsOf(ctx, tx, schema, beside)
	if err != nil {
		return "", err
	}
	if len(old) > 0 {
		kept = aside
		if _, err := tx.ExecContext(ctx, `create schema `+quoted(aside)); err != nil {
			return "", err
		}
	}
	fresh, err := objectsOf(ctx, tx, beside, beside)
	if err != nil {
		return "", err
	}
	for _, o := range old {
		if _, err := tx.ExecContext(ctx, o+` set schema `+quoted(aside)); err != nil {
			return "", fmt.Errorf("put the old tables aside: %w", err)
		}
	}
	for _, o := range fresh {
		if _, err := tx.ExecContext(ctx, o+` set schema `+quoted(schema)); err != nil {
			return "", fmt.Errorf("put the new tables in place: %w", err)
		}
	}
	if _, err := tx.ExecContext(ctx, `drop schema `+quoted(beside)); err != nil {
		return "", err
	}
	return kept, tx.Commit()
}

// objectsOf lists tables and functions of a schema as the beginning of a
// statement that alters them, "alter table public.account". Only those are ours
// whose names stand in like, too: others may live in the same schema.
func objectsOf(ctx context.Context, tx *sql.Tx, schema, like string) ([]string, error) {
	return texts(ctx, tx, `
		select format('alter table %I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = $1 and c.relkind = 'r' and exists (select 1 from pg_class o
			join pg_namespace on pg_namespace.oid = o.relnamespace where nspname = $2 and o.relname = c.relname)
		union all
		select format('alter function %s', p.oid::regprocedure) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname = $1 and exists (select 1 from pg_proc o
			join pg_namespace on pg_namespace.oid = o.pronamespace where nspname = $2 and o.proname = p.proname)`, schema, like)
}

func dropSchema(ctx context.Context, config *pgx.ConnConfig, name string) error {
	db, err := postgresConfig(config).openWrite()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `drop schema if exists `+quoted(name)+` cascade`)
	return errors.Join(err, db.Close())
}

// shortened leaves room behind a name: PostgreSQL cuts names at 63 bytes.
func shortened(name string) string { return name[:min(len(name), 24)] }

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
