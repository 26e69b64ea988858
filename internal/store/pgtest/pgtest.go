// Package pgtest gives tests a PostgreSQL to run on: the server that the
// environment variable LATCHKEY_TEST_POSTGRES names, or one of its own, started
// from the machine's binaries and gone with the test process.
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
	"testing"

	"github.com/jackc/pgx/v5"
)

// URL returns a data source name with an empty schema of the test's own, which
// is dropped when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	server, err := server()
	if err != nil {
		if os.Getenv("LATCHKEY_TEST_REQUIRE_POSTGRES") == "1" {
			t.Fatalf("no PostgreSQL: %v", err)
		}
		t.Skipf("skipped: no PostgreSQL (%v): apt-get install postgresql, or set LATCHKEY_TEST_POSTGRES", err)
	}
	schema := "t_" + strings.ToLower(rand.Text())
	run(t, server, "create schema "+schema)
	t.Cleanup(func() { run(t, server, "drop schema "+schema+" cascade") })

	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("LATCHKEY_TEST_POSTGRES must be a postgres:// URL: %v", err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
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
