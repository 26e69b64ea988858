package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // postgres://…
	_ "modernc.org/sqlite"             // sqlite:…
)

// facts reads the tables of a site, as they are on the disk. On SQLite the
// program should not be running: whoever reads takes part in its recovery.
type facts struct{ db *sql.DB }

func (s *site) facts() (*facts, error) {
	driver, dsn := "pgx", s.database
	if path, ok := strings.CutPrefix(s.database, "sqlite:"); ok {
		driver = "sqlite"
		dsn = (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{
			"mode": {"rw"}, "_pragma": {"busy_timeout(5000)", "query_only(ON)"},
		}.Encode()}).String()
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	return &facts{db}, nil
}

func (f *facts) close() { _ = f.db.Close() } // it was only read

// each runs f for every row of a query that returns texts.
func (f *facts) each(ctx context.Context, query string, row func(column []string)) error {
	rows, err := f.db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close() // Err below tells what matters
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	column, into := make([]string, len(names)), make([]any, len(names))
	for i := range column {
		into[i] = &column[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
		row(append([]string(nil), column...))
	}
	return rows.Err()
}

// count runs a query that returns one number.
func (f *facts) count(ctx context.Context, query string) (n int, err error) {
	if err := f.db.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("%s: %w", query, err)
	}
	return n, nil
}

// sound says what SQLite itself finds wrong with the file; empty: nothing.
func (f *facts) sound(ctx context.Context) (wrong []string, err error) {
	err = f.each(ctx, `pragma integrity_check`, func(c []string) {
		if c[0] != "ok" {
			wrong = append(wrong, c[0])
		}
	})
	if err != nil {
		return wrong, err
	}
	n, err := f.count(ctx, `select count(*) from pragma_foreign_key_check`)
	if n > 0 {
		wrong = append(wrong, fmt.Sprintf("%d rows refer to nothing", n))
	}
	return wrong, err
}
