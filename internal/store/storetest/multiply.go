package storetest

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// copied are the tables of what belongs to a link, each with the column whose last
// seven letters are its number, parents first.
var copied = []struct{ table, numbered string }{
	{"customer", "id"}, {"customer_address", "customer"}, {"purchase", "id"}, {"invoice", "path_id"},
	{"link_request", "id"}, {"link_attempt", "request"}, {"link_state", "id"}, {"message", "id"}, {"visit", "object"},
	{"billing_decision", "id"}, {"audit_entry", "object"}, {"search_term", "id"}, {"search_name", "id"},
}

// multiply adds copies of all that an account has: the c'th has its numbers
// greater by c times each, and happened c times a few seconds before.
func multiply(dsn, account string, copies, each int) (err error) {
	db, err := behind(dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	postgres := strings.HasPrefix(dsn, "postgres")
	after := []string{"insert into search_word (search_word) values ('rebuild')"}
	if postgres {
		after = []string{"analyze"} // as the server does by itself after a while
	} else if _, err := db.Exec("pragma cache_size = -1000000"); err != nil {
		return err
	}
	for _, c := range copied {
		columns, err := columnsOf(db, c.table)
		if err != nil {
			return err
		}
		var rows int64
		if err := db.QueryRow("select count(*) from "+c.table+" where account = $1", account).Scan(&rows); err != nil {
			return err
		}
		values := make([]string, len(columns))
		for i, column := range columns {
			values[i] = copyOf(column, c.numbered, rows, each)
		}
		_, err = db.Exec(fmt.Sprintf(`
			with recursive copy (c) as (select cast(1 as bigint) union all select c + 1 from copy where c < %d)
			insert into %s (%s) select %s from copy cross join (select * from %[2]s where account = $1) as seed`,
			copies, c.table, strings.Join(columns, ", "), strings.Join(values, ", ")), account)
		if err != nil {
			return fmt.Errorf("copy %s: %w", c.table, err)
		}
	}
	after = append(after, `update audit_head set seq = (select max(seq) from audit_entry e where e.account = audit_head.account)`)
	for _, text := range after {
		if _, err := db.Exec(text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// copyOf is the value that a column has in a copy.
func copyOf(column, numbered string, rows int64, each int) string {
	number := "substr(" + numbered + ", length(" + numbered + ") - 6)"
	shifted := func(text string) string {
		return fmt.Sprintf("cast(cast(%s as bigint) + c * %d as text)", text, each)
	}
	seconds := []string{"start_at", "end_at", "cut_off"}
	switch {
	case column == "customer":
		return "case when customer = '' then '' else " + shifted("customer") + " end"
	case column == "seq" && numbered == "object", column == "arrival":
		return fmt.Sprintf("%s + c * %d", column, rows)
	case slices.Contains(seconds, column):
		return "case when " + column + " > 0 then " + column + " - c * 7 else 0 end"
	case strings.HasSuffix(column, "_at"), column == "at", column == "as_of":
		return "case when " + column + " > 0 then " + column + " - c * 7000000 else 0 end"
	case slices.Contains(withNumbers, column), column == "number" && numbered == "path_id":
		return "replace(" + column + ", " + number + ", " + shifted(number) + ")"
	}
	return column
}

// withNumbers are the columns in which a number may stand.
var withNumbers = []string{
	"id", "path_id", "reference", "tenant", "company", "submitted", "email", "request", "object", "object_id", "subject_id",
	"recipient", "name", "buyer", "content", "term", "words", "form_value",
}

// columnsOf are the columns of a table that are written.
func columnsOf(db *sql.DB, table string) ([]string, error) {
	rows, err := db.Query("select * from " + table + " limit 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	return slices.DeleteFunc(columns, func(c string) bool { return c == "place" || c == "lexemes" }), err
}

// behind opens a database behind the store's back.
func behind(dsn string) (*sql.DB, error) {
	driver, name := "pgx", dsn
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, name = "sqlite", "file:"+path+"?mode=rw&_pragma=busy_timeout(5000)&_pragma=foreign_keys(ON)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}
