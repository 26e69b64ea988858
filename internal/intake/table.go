package intake

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// table reads CSV: a head that names the columns, then one row for a record, or
// one for each entry of its list. Rows that follow each other with the same type
// and id are one record; its verdict stands on the first.
type table struct {
	account string
	in      *csv.Reader
	bound   *bounded // below in
	head    []string
	lists   bool // the head has columns of a list
	row     int64
	ahead   *cells // the first row of the next record
	broken  name   // record that a row that cannot be read may belong to
	end     error
}

// name is what tells records apart.
type name struct{ kind, id string }

// cells is one row.
type cells struct {
	number int64
	values []string
	err    error // the row cannot be read
}

// maxColumns bounds the head.
const maxColumns = 200

func openTable(account string, in *bufio.Reader) (portal.Rows, error) {
	comma, err := separator(in)
	if err != nil {
		return nil, err
	}
	bound := &bounded{in: in}
	t := &table{account: account, in: csv.NewReader(bound), bound: bound}
	t.in.Comma = comma
	t.bound.allow(MaxRecord)
	t.in.ReuseRecord = false
	if t.head, err = t.in.Read(); err != nil {
		return nil, Refusal{"the first row cannot be read; it names the columns"}
	}
	return t, t.checkHead()
}

// separator is what stands between the names of the first row.
func separator(in *bufio.Reader) (rune, error) {
	head, err := in.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("read import: %w", err)
	}
	line, _, _ := strings.Cut(string(head), "\n")
	best := ','
	for _, r := range ";\t" {
		if strings.Count(line, string(r)) > strings.Count(line, string(best)) {
			best = r
		}
	}
	return best, nil
}

func (t *table) checkHead() error {
	if len(t.head) > maxColumns {
		return Refusal{fmt.Sprintf("the first row has more than %d columns", maxColumns)}
	}
	for i, column := range t.head {
		t.head[i] = strings.TrimSpace(column)
		switch column = t.head[i]; {
		case !utf8.ValidString(column):
			return Refusal{"the first row is " + notUTF8}
		case !isColumn(column):
			return Refusal{fmt.Sprintf("the first row names a column %q, which no type has; see docs/import.md", shorten(column))}
		case slices.Contains(t.head[:i], column):
			return Refusal{fmt.Sprintf("the first row names the column %q twice", column)}
		}
		t.lists = t.lists || strings.HasPrefix(column, "item.") || strings.HasPrefix(column, "user.")
	}
	if !slices.Contains(t.head, "type") || !slices.Contains(t.head, "id") {
		return Refusal{"the first row must name the columns type and id"}
	}
	return nil
}

// Next gathers the rows of the next record.
func (t *table) Next() (portal.Row, error) {
	first := t.take()
	if first == nil {
		return portal.Row{}, t.end
	}
	this := t.nameOf(*first)
	row := portal.Row{Number: first.number, Type: shorten(this.kind), ID: shorten(this.id), Err: first.err}
	if first.err != nil {
		return row, nil
	}
	group, size := []cells{*first}, first.size()
	if _, known := sheets[portal.RecordType(this.kind)]; known && t.lists {
		for t.peek() != nil && t.ahead.err == nil && t.nameOf(*t.ahead) == this {
			next := t.take()
			if size += next.size(); size <= MaxRecord {
				group = append(group, *next)
			}
		}
		if size > MaxRecord {
			row.Err = Refusal{"the rows of the record are longer than 1 MiB together"}
		}
		// A row that cannot be read may hold an entry of the record before it
		// or behind it, which is then not whole.
		torn := t.broken == this
		if t.broken = (name{}); t.peek() != nil && t.ahead.err != nil {
			t.broken, torn = this, true
		}
		if torn {
			row.Err = Refusal{"a row next to it cannot be read, and may belong to it"}
		}
		if row.Err != nil {
			return row, nil
		}
	}
	row.Record, row.Err = t.record(this, group)
	return row, nil
}

// take hands out the next row; nil at the end.
func (t *table) take() *cells {
	next := t.peek()
	t.ahead = nil
	return next
}

// peek reads the next row, if it is not read yet.
func (t *table) peek() *cells {
	if t.ahead != nil || t.end != nil {
		return t.ahead
	}
	t.bound.allow(MaxRecord)
	values, err := t.in.Read()
	var syntax *csv.ParseError
	switch {
	case errors.Is(err, errLongRow), t.unclosed(err):
		t.row++
		t.ahead = &cells{number: t.row, err: Refusal{"the row is longer than 1 MiB, or a quotation mark in it is never closed"}}
		t.end = Refusal{fmt.Sprintf("row %d is longer than 1 MiB, or a quotation mark in it is never closed: what stands behind it cannot be read", t.row)}
		return t.ahead
	case errors.Is(err, io.EOF):
		t.end = io.EOF
		return nil
	case err != nil && !errors.As(err, &syntax):
		t.end = fmt.Errorf("read import: %w", err)
		return nil
	}
	t.row++
	t.ahead = &cells{number: t.row, values: values, err: rowError(err, values, len(t.head))}
	return t.ahead
}

// unclosed reports whether a row went on to the end of the file in search of a
// quotation mark.
func (t *table) unclosed(err error) bool {
	var syntax *csv.ParseError
	return errors.As(err, &syntax) && errors.Is(err, csv.ErrQuote) && syntax.Line > syntax.StartLine &&
		t.bound.ended && t.in.InputOffset() == t.bound.given
}

// size is the length of a row's cells in bytes.
func (c cells) size() int {
	n := 0
	for _, value := range c.values {
		n += len(value)
	}
	return n
}

func rowError(err error, values []string, columns int) error {
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		return Refusal{fmt.Sprintf("the row has %d columns, the first row names %d", len(values), columns)}
	case err != nil:
		return Refusal{"a quotation mark stands where none can; write a text with quotation marks in quotation marks, and each of its own twice"}
	case slices.ContainsFunc(values, func(v string) bool { return !utf8.ValidString(v) }):
		return Refusal{"the row is " + notUTF8}
	}
	return nil
}

func (t *table) nameOf(c cells) name {
	return name{t.cell(c, "type"), t.cell(c, "id")}
}

// cell is the value of a column, empty where the row is too short.
func (t *table) cell(c cells, column string) string {
	if i := slices.Index(t.head, column); i >= 0 && i < len(c.values) {
		return strings.TrimSpace(c.values[i])
	}
	return ""
}
