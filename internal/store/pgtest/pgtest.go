// Package pgtest gives tests a PostgreSQL to run on: the server that the
// environment variable LATCHKEY_TEST_POSTGRES names, or one of its own, started
// from the machine's binaries and gone with the test process.
//
// LATCHKEY_TEST_POSTGRES_DIR names the folder that its own lies in, instead of
// /tmp: one in memory halves what a database of a test costs.
//
// Where there is neither, tests skip; with LATCHKEY_TEST_REQUIRE_POSTGRES=1
// they fail instead.
package pgtest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// URL returns a data source name with an empty schema of the test's own, which
// is dropped when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	server := require(t)
	schema := "t_" + strings.ToLower(rand.Text())
	run(t, server, "create schema "+schema)
	t.Cleanup(func() { run(t, server, "drop schema "+schema+" cascade") })

	u := parse(t, server)
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// template is the database that Copy copies; the process makes it once.
var template struct {
	sync.Mutex
	name string
}

// Copy returns a data source name with a database of the test's own, which is
// dropped when the test ends. It holds what fill put into the first one: copying
// is several times as fast as filling. All callers of a process bring the same
// fill.
func Copy(t testing.TB, fill func(dsn string) error) string {
	t.Helper()
	server := require(t)
	template.Lock()
	defer template.Unlock()
	if template.name == "" {
		name := "t_" + strings.ToLower(rand.Text())
		run(t, server, "create database "+name)
		if err := fill(named(t, server, name)); err != nil {
			t.Fatal(err)
		}
		template.name = name
	}
	name := "t_" + strings.ToLower(rand.Text())
	run(t, server, "create database "+name+" template "+template.name)
	t.Cleanup(func() { run(t, server, "drop database "+name+" with (force)") })
	return named(t, server, name)
}

// require returns the server's URL, or ends the test where there is none.
func require(t testing.TB) string {
	t.Helper()
	server, err := server()
	if err != nil {
		if os.Getenv("LATCHKEY_TEST_REQUIRE_POSTGRES") == "1" {
			t.Fatalf("no PostgreSQL: %v", err)
		}
		t.Skipf("skipped: no PostgreSQL (%v): apt-get install postgresql, or set LATCHKEY_TEST_POSTGRES", err)
	}
	return server
}

func parse(t testing.TB, server string) *url.URL {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("LATCHKEY_TEST_POSTGRES must be a postgres:// URL: %v", err)
	}
	return u
}

func named(t testing.TB, server, database string) string {
	t.Helper()
	u := parse(t, server)
	u.Path = "/" + database
	return u.String()
}

func run(t testing.TB, server, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("connect to PostgreSQL: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
