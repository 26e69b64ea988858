package portal_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// line is the network between us and PostgreSQL. It can be cut at a commit: before
// the server hears of it, or when it has done it and answers.
type line struct {
	cutBefore, cutAnswer atomic.Bool // the next commit; each cuts once
}

// through opens a path to the server that dsn names, and returns its name.
func (l *line) through(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	network, address := "tcp", u.Host
	if dir := q.Get("host"); dir != "" { // a socket
		network, address = "unix", filepath.Join(dir, ".s.PGSQL.5432")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			server, err := net.Dial(network, address)
			if err != nil {
				client.Close()
				continue
			}
			go l.carry(client, server)
		}
	}()
	q.Del("host")
	q.Set("sslmode", "disable")
	u.Host, u.RawQuery = listener.Addr().String(), q.Encode()
	return u.String()
}

// carry carries one connection until one of its ends, or the cut, ends it.
func (l *line) carry(client, server net.Conn) {
	var committing atomic.Bool
	go func() {
		defer client.Close()
		defer server.Close()
		for buf := make([]byte, 64<<10); ; {
			n, err := server.Read(buf)
			if n > 0 && committing.Load() {
				return // it has committed; its answer is lost
			}
			if err != nil {
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	defer client.Close()
	defer server.Close()
	for buf := make([]byte, 64<<10); ; {
		n, err := client.Read(buf)
		if bytes.Contains(buf[:n], []byte("commit\x00")) {
			if l.cutBefore.Swap(false) {
				return
			}
			committing.Store(l.cutAnswer.Swap(false))
		}
		if _, failed := server.Write(buf[:n]); err != nil || failed != nil {
			if committing.Load() {
				_, _ = io.Copy(io.Discard, client) // until the other direction has cut
			}
			return
		}
	}
}

// Where the answer to a commit gets lost it is not known what became of it. Whoever
// asks again is told what was saved, and never that the link was used by somebody.
func TestARetryFindsOutWhatALostCommitCameTo(t *testing.T) {
	for _, c := range []struct {
		name string
		cut  func(*line) *atomic.Bool
		want string // of the same choice, asked again
	}{
		{"the answer to the commit is lost", func(l *line) *atomic.Bool { return &l.cutAnswer }, "portal.Same"},
		{"the connection is lost before the commit", func(l *line) *atomic.Bool { return &l.cutBefore }, "portal.Won"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var l line
			o := newOffice(t, storetest.Open(t, l.through(t, pgtest.URL(t))))
			o.account("acme", "books")
			for round := range 5 {
				client := fmt.Sprint("c", round)
				o.client("acme", client)
				asked := o.ask("acme", "books", submission("t"+client, client))
				grant := o.grant(asked.URL)
				c.cut(&l).Store(true)
				choice := portal.Choice{Approve: true, Client: client}
				if got, err := o.service.Decide(ctx, grant, choice); !errors.Is(err, portal.ErrUnavailable) {
					t.Fatalf("a decision whose outcome nobody knows: %T, %+v", got, err)
				}
				got, err := o.service.Decide(ctx, grant, choice)
				if have := fmt.Sprintf("%T", got); err != nil || have != c.want {
					t.Errorf("asked again: %s, %v; want %s", have, err, c.want)
				}
				if told := o.told(asked.Request.Key); told[portal.EventLinked] != 1 {
					t.Errorf("events: %v", told)
				}
			}
		})
	}
}

// A server that takes no writes (out of space, or a standby) is our fault, pages
// go on, and nothing has to be restarted when it is over.
func TestAServerThatOnlyReadsIsUnavailableForWrites(t *testing.T) {
	dsn := pgtest.URL(t)
	o := newOffice(t, storetest.Open(t, dsn))
	o.account("acme", "books")
	o.client("acme", "c1")
	asked := o.ask("acme", "books", submission("t1", "c1"))

	u, err := url.Parse(dsn)
	o.must(err)
	q := u.Query()
	q.Set("default_transaction_read_only", "on")
	u.RawQuery = q.Encode()
	reads := newOffice(t, storetest.OpenAsItIs(t, u.String()))
	if adm := reads.admit(asked.URL); adm.Standing != portal.Good {
		t.Errorf("the page: %v", adm.Standing)
	}
	_, err = reads.service.Decide(ctx, reads.grant(asked.URL), portal.Choice{Approve: true, Client: "c1"})
	if !errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("a decision: %v", err)
	}
}
