package store

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Orphan adds what names an account that is not there, in a way that only the
// commit notices.
func Orphan(ctx context.Context, t portal.Tx, account string) error {
	in := t.(*tx)
	if err := in.do(ctx, "defer", "pragma defer_foreign_keys = on"); err != nil {
		return err
	}
	return in.do(ctx, "add orphan", `
		insert into replay (account, caller, key, request, status, type, body, at)
		values ($1, 'nobody', 'k', x'', 0, '', x'', 0)`, account)
}

// Long writes for some tenths of a second in one statement.
func Long(ctx context.Context, t portal.Tx) error {
	return t.(*tx).do(ctx, "write for long", `
		with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000)
		update installation set probe = (select count(*) from n)`)
}

// LimitPages leaves the write connection of s room for so many pages more. It
// is for a store in which somebody writes: they do it in their turn.
func LimitPages(t *testing.T, in portal.Tx, more int) {
	t.Helper()
	b := in.(*tx)
	var pages int
	if err := b.sql.QueryRow("pragma page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := b.sql.QueryRow("pragma max_page_count = " + strconv.Itoa(pages+more)).Scan(&pages); err != nil {
		t.Fatal(err)
	}
}

// FillEveryTable puts rows into every table of an empty database, whichever the
// engine: row i has the text i in each column of text, the number i in each of
// numbers, and so on, so that references hold, and a table that is added later is
// filled, too. A table of one row has the row 1 alone. It returns the tables.
func FillEveryTable(ctx context.Context, dsn, scratch string, rows int, text func(i int) string) ([]string, error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	db, err := d.openWrite()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	schema, err := emptyFile(ctx, scratch, currentSchema, false)
	if err != nil {
		return nil, err
	}
	defer schema.Close()
	all, err := tables(ctx, schema)
	if err != nil {
		return nil, err
	}
	if err := emptyTables(ctx, schema, db); err != nil {
		return nil, err
	}
	var names []string
	for _, t := range all {
		names = append(names, t.name)
		in := &inserter{to: db, table: t}
		single := slices.ContainsFunc(t.columns, func(c column) bool { return c.name == "one" })
		for i := range rows {
			if single && i != 1 {
				continue
			}
			var row []any
			for _, c := range t.columns {
				if c.name == "one" {
					row = append(row, int64(1))
					continue
				}
				switch c.kind {
				case "text":
					row = append(row, text(i))
				case "bigint":
					row = append(row, int64(i)<<40)
				case "boolean":
					row = append(row, i%2 == 1)
				default:
					row = append(row, []byte(text(i) + "\x00\xff")[:i])
				}
			}
			if err := in.add(ctx, row); err != nil {
				return nil, err
			}
		}
		if err := in.flush(ctx); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// Digests reads what every table of a database adds up to.
func Digests(ctx context.Context, dsn, schemaOf string) (map[string][4]uint64, error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	db, err := d.openWrite()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	schema, err := sqliteBare(schemaOf, "ro")
	if err != nil {
		return nil, err
	}
	defer schema.Close()
	all, err := tables(ctx, schema)
	if err != nil {
		return nil, err
	}
	sums := map[string][4]uint64{}
	for _, t := range all {
		sum, err := walk(ctx, db, t, func([]any) error { return nil })
		if err != nil {
			return nil, err
		}
		sums[t.name] = sum.Sum
	}
	return sums, nil
}
