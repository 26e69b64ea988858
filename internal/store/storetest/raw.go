package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// File is the file of a SQLite store, for tests that look at it or reach into
// it from outside, as a thief, a saboteur or a failing disk would.
type File struct {
	t    testing.TB
	path string
}

// SQLiteFile returns an empty store and its file.
func SQLiteFile(t testing.TB) (*store.Store, File) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latchkey.db")
	return Open(t, "sqlite:"+path), File{t, path}
}

// Again opens the file a second time, as another process would.
func (f File) Again() portal.Store {
	f.t.Helper()
	return Open(f.t, "sqlite:"+f.path)
}

func (f File) open() *sql.DB {
	f.t.Helper()
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(f.path), RawQuery: "mode=rw&_pragma=busy_timeout(5000)"}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		f.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// Exec runs statements behind the store's back. Triggers that it makes are how
// a test lets one write of a transaction fail.
func (f File) Exec(statements ...string) {
	f.t.Helper()
	for _, statement := range statements {
		if err := f.Try(statement); err != nil {
			f.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// Try runs a statement that may be refused.
func (f File) Try(statement string) error {
	f.t.Helper()
	db := f.open()
	defer db.Close()
	_, err := db.Exec(statement)
	return err
}

// Unlock takes away what keeps audit entries from being changed.
func (f File) Unlock() {
	f.t.Helper()
	f.Exec("drop trigger audit_entry_kept", "drop trigger audit_entry_fixed")
}

// Hold takes the write lock until release is called: a database that is busy.
func (f File) Hold() (release func()) {
	f.t.Helper()
	db := f.open()
	if _, err := db.Exec("begin immediate"); err != nil {
		f.t.Fatal(err)
	}
	return func() {
		if _, err := db.Exec("rollback"); err != nil {
			f.t.Error(err)
		}
		if err := db.Close(); err != nil {
			f.t.Error(err)
		}
	}
}

// Dump returns every row of every table as a line, "table | column=value | …",
// sorted: two equal dumps are two equal databases. Bytes are shown as they are.
func (f File) Dump() string {
	f.t.Helper()
	db := f.open()
	defer db.Close()
	var lines []string
	for _, table := range f.tables(db) {
		lines = append(lines, f.rows(db, table)...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func (f File) tables(db *sql.DB) (names []string) {
	f.t.Helper()
	rows, err := db.Query(`select name from sqlite_master where type = 'table'`)
	if err != nil {
		f.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			f.t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil || len(names) == 0 {
		f.t.Fatalf("tables %q: %v", names, err)
	}
	return names
}

func (f File) rows(db *sql.DB, table string) (lines []string) {
	f.t.Helper()
	rows, err := db.Query(`select * from "` + table + `"`)
	if err != nil {
		f.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		f.t.Fatal(err)
	}
	for rows.Next() {
		cells, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			places[i] = &cells[i]
		}
		if err := rows.Scan(places...); err != nil {
			f.t.Fatal(err)
		}
		line := table
		for i, cell := range cells {
			line += " | " + columns[i] + "=" + cellText(cell)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		f.t.Fatal(err)
	}
	return lines
}

func cellText(cell any) string {
	if b, ok := cell.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(cell)
}

// Bytes is what a thief of the disk gets: the file and what SQLite keeps beside it.
func (f File) Bytes() (all []byte) {
	f.t.Helper()
	for _, ending := range []string{"", "-wal"} {
		part, err := os.ReadFile(f.path + ending)
		if err != nil {
			f.t.Fatal(err)
		}
		all = append(all, part...)
	}
	return all
}
