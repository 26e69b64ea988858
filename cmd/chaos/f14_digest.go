package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// fill writes n rows in all into tables that every schema has, and a row into
// every other table that takes one.
func (s *site) fill(ctx context.Context, n int) error {
	f, err := s.writable()
	if err != nil {
		return err
	}
	defer f.close()
	const numbers = ` with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) select `
	for _, text := range []string{
		`insert into account (slug, name, locale, zone, brand, contact, v1, legacy_invoice, link_days, created_at)
			values ('acme', 'Acme', 'en', 'UTC', '{}', '{}', '{}', false, 30, 1000000)`,
		fmt.Sprintf(`insert into customer (account, id, name, type, locale, country, email)`+numbers+
			`'acme', 'c' || i, 'Zoë ' || i, 'business', 'el', 'GR', 'p' || i || '@client.example' from n`, n/2),
		fmt.Sprintf(`insert into message (id, arrival, account, template, recipient, object_account, object_kind, object_id, start_at, end_at,
			data, state, attempts, next_at, last_error, created_at, sent_at)`+numbers+
			`'m' || i, i, 'acme', 'invoice', 'p' || i || '@client.example', 'acme', 'invoice', 'c' || i, 5, 6, '{}', 'sent', 1, 2, '', 3, 4 from n`, n-n/2),
	} {
		if _, err := f.db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("fill a database: %w", err)
		}
	}
	return s.sprinkle(ctx, f)
}

// sprinkle writes a row into every table that is empty. Each column has the same
// text, or the same number, in all of them, so that what refers to another table
// finds its row there once that has one. Tables whose rows have to make sense
// take none.
func (s *site) sprinkle(ctx context.Context, f *facts) error {
	columns, err := s.columns(ctx, f)
	if err != nil {
		return err
	}
	if strings.HasPrefix(s.database, "sqlite:") {
		f.db.SetMaxOpenConns(1) // it is a setting of the connection
		if _, err := f.db.ExecContext(ctx, `pragma foreign_keys = on`); err != nil {
			return err
		}
	}
	for progress := true; progress; {
		progress = false
		for table, all := range columns {
			rows, err := f.count(ctx, `select count(*) from `+table)
			if err != nil {
				return err
			}
			if rows > 0 {
				delete(columns, table)
				continue
			}
			names, values := make([]string, len(all)), make([]string, len(all))
			for i, c := range all {
				names[i], values[i] = c.name, c.sample()
			}
			_, err = f.db.ExecContext(ctx, `insert into `+table+` (`+strings.Join(names, ", ")+`) values (`+strings.Join(values, ", ")+`)`)
			progress = progress || err == nil // else it refers to one that is empty as yet, or takes none
		}
	}
	return ctx.Err()
}

// column is one of a table, kind its type as the migrations write it.
type column struct{ name, kind string }

// sample is a value of its kind.
func (c column) sample() string {
	switch c.kind {
	case "bigint":
		return "1"
	case "boolean":
		return "false"
	}
	return "'" + account + "'"
}

// moved is the one column that a migration took away: 00010 made roles of it.
var moved = [2]string{"admin", "role"}

// columns are those of every table but those that say what the schema is, and
// those of the search index, which a migration writes anew.
func (s *site) columns(ctx context.Context, f *facts) (map[string][]column, error) {
	text := `select m.name, c.name, lower(c.type) from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by 1, 2`
	if !strings.HasPrefix(s.database, "sqlite:") {
		text = `select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2`
	}
	all := map[string][]column{}
	err := f.each(ctx, text, func(c []string) {
		if !strings.HasPrefix(c[0], "schema_") && !strings.HasPrefix(c[0], "search_") && !strings.HasPrefix(c[0], "sqlite_") {
			all[c[0]] = append(all[c[0]], column{c[1], c[2]})
		}
	})
	return all, err
}

// digest is what is in a table, whatever the order of its rows.
type digest struct {
	columns []string
	rows    int
	sum     uint64
}

// digests reads all columns of all tables, or those that they had before.
func (s *site) digests(ctx context.Context, before map[string]digest) (map[string]digest, error) {
	f, err := s.facts()
	if err != nil {
		return nil, err
	}
	defer f.close()
	if before == nil {
		all, err := s.columns(ctx, f)
		if err != nil {
			return nil, err
		}
		before = map[string]digest{}
		for table, columns := range all {
			var d digest
			for _, c := range columns {
				if moved != [2]string{table, c.name} {
					d.columns = append(d.columns, c.name)
				}
			}
			before[table] = d
		}
	}
	after := map[string]digest{}
	for table, was := range before {
		d := digest{columns: slices.Clone(was.columns)}
		err := f.each(ctx, `select `+strings.Join(d.columns, ", ")+` from `+table, func(c []string) {
			h := fnv.New64a()
			fmt.Fprintf(h, "%q", c)
			d.rows, d.sum = d.rows+1, d.sum+h.Sum64()
		})
		if err != nil {
			return nil, err
		}
		after[table] = d
	}
	return after, nil
}
