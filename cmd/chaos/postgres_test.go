package main

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

// What was committed is there after an immediate stop: this server waits for
// its disk. Its clients can be cut off one and all.
func TestThePostgreSQLOfARunRecovers(t *testing.T) {
	if why := noPostgres(); why != "" {
		t.Skip("skipped: " + why + "; apt-get install postgresql to run this test")
	}
	b, err := newBench(options{}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(b.dir) })
	ctx := context.Background()
	l := &lab{bench: b, ctx: ctx, dir: b.dir}
	t.Cleanup(l.close)
	p, err := l.postgres()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, p.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "create table kept as select 7 as n"); err != nil {
		t.Fatal(err)
	}
	// Whoever looked whether the server is there may still be going.
	if n, err := p.terminate(ctx); n < 1 || err != nil {
		t.Errorf("%d clients were cut off: %v", n, err)
	}
	if err := conn.Ping(ctx); err == nil {
		t.Error("the connection is still there")
	}
	p.crash()
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	again, err := pgx.Connect(ctx, p.url)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close(ctx)
	var n int
	if err := again.QueryRow(ctx, "select n from kept").Scan(&n); n != 7 || err != nil {
		t.Errorf("%d %v", n, err)
	}
}
