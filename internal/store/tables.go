package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// table is one of the schema's tables, as a copier has to know it.
type table struct {
	name    string
	columns []column
	order   string // columns that its rows are read by
}

type column struct {
	name string
	kind string // text, bigint, boolean, bytea
}

// derived are tables that an engine fills by itself from others, and those that
// say something of the file alone, Litestream's own among them: none of them is
// copied or counted.
func derived(name string) bool {
	return strings.HasPrefix(name, "sqlite_") || name == versionTable || name == noteTable ||
		name == "search_word" || strings.HasPrefix(name, "search_word_") || strings.HasPrefix(name, "_litestream_")
}

// tables lists the tables of a SQLite file, parents before those that refer to
// them. The schema is the same on both engines, and SQLite tells it in one way
// whatever its version, so that it stands for both.
func tables(ctx context.Context, db *sql.DB) ([]table, error) {
	names, err := texts(ctx, db, `select name from sqlite_master where type = 'table' order by name`)
	if err != nil {
		return nil, err
	}
	var all []table
	placed := map[string]bool{}
	var place func(name string) error
	place = func(name string) error {
		if placed[name] || derived(name) {
			return nil
		}
		placed[name] = true
		parents, err := texts(ctx, db, `select distinct "table" from pragma_foreign_key_list($1) order by 1`, name)
		if err != nil {
			return err
		}
		for _, p := range parents {
			if err := place(p); err != nil {
				return err
			}
		}
		t, err := describeTable(ctx, db, name)
		all = append(all, t)
		return err
	}
	for _, name := range names {
		if err := place(name); err != nil {
			return nil, fmt.Errorf("read the schema: %w", err)
		}
	}
	return all, nil
}

func describeTable(ctx context.Context, db *sql.DB, name string) (table, error) {
	t := table{name: name}
	rows, err := db.QueryContext(ctx, `select name, lower(type), pk from pragma_table_info($1) order by cid`, name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var c column
		var pk int
		if err := rows.Scan(&c.name, &c.kind, &pk); err != nil {
			return t, err
		}
		if pk > 0 {
			keys = append(keys, c.name)
		}
		if name == "search_name" && c.name == "place" {
			continue // each engine counts by itself; see order
		}
		t.columns = append(t.columns, c)
	}
	t.order = strings.Join(keys, ", ")
	return t, rows.Err()
}

// names lists the columns with commas between.
func (t table) names() string {
	all := make([]string, len(t.columns))
	for i, c := range t.columns {
		all[i] = c.name
	}
	return strings.Join(all, ", ")
}

// rows reads the table. Of spellings PostgreSQL may have one twice.
func (t table) rows() string {
	if t.name == "search_spelling" {
		return "select distinct " + t.names() + " from " + t.name
	}
	return "select " + t.names() + " from " + t.name
}

// countRows counts the rows of every table of a SQLite file.
func countRows(ctx context.Context, db *sql.DB) (map[string]int64, error) {
	all, err := tables(ctx, db)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int64, len(all))
	for _, t := range all {
		var n int64
		if err := db.QueryRowContext(ctx, `select count(*) from `+t.name).Scan(&n); err != nil {
			return nil, fmt.Errorf("count %s: %w", t.name, err)
		}
		counts[t.name] = n
	}
	return counts, nil
}

// texts reads one column of text.
func texts(ctx context.Context, in queryer, text string, args ...any) ([]string, error) {
	rows, err := in.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
