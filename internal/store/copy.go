package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
)

// How many rows go into one insert: whichever of the three is reached first.
// SQLite takes 32766 parameters, PostgreSQL 65535.
const (
	copyRows   = 400
	copyParams = 30000
	copyBytes  = 1 << 20
)

// queryer and execer are a database, a connection or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

type execer interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

// digest is the sum of the SHA-256 of every row, and their number. The order in
// which rows come does not matter: engines sort text differently.
type digest struct {
	Rows int64
	Sum  [4]uint64
}

func (d *digest) add(h hash.Hash) {
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	for i := range d.Sum {
		d.Sum[i] += binary.BigEndian.Uint64(sum[8*i:])
	}
	d.Rows++
}

// walk reads a table in the order of its key, row by row, and hands each on
// where someone wants it; no more than one is held at a time. It returns what
// the table adds up to.
func walk(ctx context.Context, from queryer, t table, each func(row []any) error) (sum digest, err error) {
	text := t.rows()
	if t.order != "" {
		text += " order by " + t.order
	}
	rows, err := from.QueryContext(ctx, text)
	if err != nil {
		return sum, err
	}
	defer rows.Close()
	row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range row {
		into[i] = &row[i]
	}
	h := sha256.New()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return sum, err
		}
		h.Reset()
		for i, c := range t.columns {
			if row[i], err = c.value(row[i]); err != nil {
				return sum, err
			}
			hashValue(h, row[i])
		}
		sum.add(h)
		if err := each(row); err != nil {
			return sum, err
		}
	}
	return sum, rows.Err()
}

// value puts what a driver gave into the one Go type that a column's kind has.
func (c column) value(v any) (any, error) {
	switch x := v.(type) {
	case string:
		switch c.kind {
		case "text":
			return x, nil
		case "bytea":
			return []byte(x), nil // SQLite keeps a default of '' as a text
		}
	case int64:
		if c.kind == "boolean" {
			return x != 0, nil
		}
		if c.kind == "bigint" {
			return x, nil
		}
	case bool:
		if c.kind == "boolean" {
			return x, nil
		}
	case []byte:
		if c.kind == "bytea" {
			return append([]byte{}, x...), nil // an empty one is no null
		}
	case nil:
		if c.kind == "bytea" {
			return []byte{}, nil // SQLite's driver gives an empty one so; the schema has no nulls
		}
	}
	return nil, fmt.Errorf("column %s of kind %s holds a %T", c.name, c.kind, v)
}

// hashValue writes a value with its kind and length, so that no two different
// rows are written alike.
func hashValue(h hash.Hash, v any) {
	var head [9]byte
	put := func(kind byte, n int64, body []byte) {
		head[0] = kind
		binary.BigEndian.PutUint64(head[1:], uint64(n))
		h.Write(head[:])
		h.Write(body)
	}
	switch x := v.(type) {
	case string:
		put('t', int64(len(x)), []byte(x))
	case []byte:
		put('b', int64(len(x)), x)
	case int64:
		put('i', x, nil)
	case bool:
		n := int64(0)
		if x {
			n = 1
		}
		put('o', n, nil)
	}
}

// inserter gathers rows of one table and writes them many at a time.
type inserter struct {
	to    execer
	table table
	args  []any
	rows  int
	bytes int
}

func (in *inserter) add(ctx context.Context, row []any) error {
	in.args = append(in.args, row...)
	in.rows++
	for _, v := range row {
		switch x := v.(type) {
		case string:
			in.bytes += len(x)
		case []byte:
			in.bytes += len(x)
		}
	}
	if in.rows >= copyRows || in.bytes >= copyBytes || len(in.args)+len(row) > copyParams {
		return in.flush(ctx)
	}
	return nil
}

func (in *inserter) flush(ctx context.Context) error {
	if in.rows == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("insert into " + in.table.name + " (" + in.table.names() + ") values ")
	for i := range in.args {
		switch {
		case i == 0:
			b.WriteString("($")
		case i%len(in.table.columns) == 0:
			b.WriteString("), ($")
		default:
			b.WriteString(", $")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteString(")")
	_, err := in.to.ExecContext(ctx, b.String(), in.args...)
	clear(in.args)
	in.args, in.rows, in.bytes = in.args[:0], 0, 0
	return err
}

// errUnequal means that what was written is not what was read.
var errUnequal = errors.New("the copy differs from what it was made of")

// copyTables copies every table, parents first, and then reads the copy back to
// see that each has the same rows. Text that the other engine does not take
// stops it; the error names the table.
func copyTables(ctx context.Context, from queryer, to interface {
	queryer
	execer
}, all []table, total int64, tell func(Progress)) (map[string]digest, error) {
	sums := make(map[string]digest, len(all))
	done := int64(0)
	for _, t := range all {
		in := &inserter{to: to, table: t}
		sum, err := walk(ctx, from, t, func(row []any) error {
			if done++; done%copyRows == 0 {
				tell(Progress{What: "copy", Done: min(done, total), Total: total})
			}
			return in.add(ctx, row)
		})
		if err == nil {
			err = in.flush(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("copy %s: %w", t.name, err)
		}
		sums[t.name] = sum
	}
	return sums, compareTables(ctx, to, all, sums, tell)
}

// compareTables reads every table and compares it with what it should add up to.
func compareTables(ctx context.Context, in queryer, all []table, want map[string]digest, tell func(Progress)) error {
	total, done := int64(0), int64(0)
	for _, sum := range want {
		total += sum.Rows
	}
	for _, t := range all {
		sum, err := walk(ctx, in, t, func([]any) error {
			if done++; done%copyRows == 0 {
				tell(Progress{What: "check", Done: done, Total: total})
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read %s back: %w", t.name, err)
		}
		if sum != want[t.name] {
			return fmt.Errorf("%s: %w: %d rows, not %d, or other letters", t.name, errUnequal, sum.Rows, want[t.name].Rows)
		}
	}
	return nil
}
