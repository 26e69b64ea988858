package mail

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// byMessage composes the same letter for everyone, named and addressed as the message says.
type byMessage struct{}

func (byMessage) Compose(_ context.Context, m portal.Message) (Letter, error) {
	l := letter()
	l.To, l.MessageID = m.To, MessageID(m.ID, "acme.example")
	return l, nil
}

func queued(t *testing.T, ids ...string) *store.Store {
	t.Helper()
	s := storetest.SQLite(t)
	err := s.InTx(t.Context(), func(tx portal.Tx) error {
		if err := tx.AddAccount(t.Context(), portal.Account{Slug: "acme", CreatedAt: noon}); err != nil {
			return err
		}
		for _, id := range ids {
			m := portal.Message{ID: id, Account: "acme", Template: "invoice", To: "ann@customer.example", Data: "{}",
				State: portal.Queued, NextAt: noon, CreatedAt: noon}
			if err := tx.AddMessage(t.Context(), m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func box(s *store.Store, server Server, now time.Time) *outbox.Outbox {
	return outbox.New(s, NewMailer(byMessage{}, NewSMTP(server)), func() time.Time { return now },
		slog.New(slog.DiscardHandler))
}

func state(t *testing.T, s *store.Store, id string) portal.Message {
	t.Helper()
	m, err := s.Message(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMailWaitsForAServerThatIsDownOrBusy(t *testing.T) {
	s := queued(t, "m1")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	down := Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Encryption: Off}
	l.Close()
	if _, err := box(s, down, noon).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	m := state(t, s, "m1")
	if m.State != portal.Queued || m.LastError == "" {
		t.Fatalf("server down: %+v", m)
	}

	back := newSink(t, sinkOptions{})
	back.answer(nil, refusal(451, smtp.EnhancedCode{4, 7, 1}), nil)
	if _, err := box(s, back.server(Off), m.NextAt).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m = state(t, s, "m1"); m.State != portal.Queued || m.Attempts != 2 {
		t.Fatalf("server busy: %+v", m)
	}

	back.answer(nil, nil, nil)
	if _, err := box(s, back.server(Off), m.NextAt).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m = state(t, s, "m1"); m.State != portal.Sent || m.Attempts != 3 || len(back.all()) != 1 {
		t.Fatalf("server back: %+v, %d mails", m, len(back.all()))
	}
	header, _ := parts(t, back.all()[0].body)
	if header.Get("Message-Id") != "<m1@acme.example>" {
		t.Errorf("Message-ID %q", header.Get("Message-Id"))
	}
}

func TestAddresseeRefusedForGoodIsGivenUp(t *testing.T) {
	s, server := queued(t, "m1"), newSink(t, sinkOptions{})
	server.answer(nil, refusal(550, smtp.EnhancedCode{5, 1, 1}), nil)
	if _, err := box(s, server.server(Off), noon).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := state(t, s, "m1"); m.State != portal.Failed || m.Attempts != 1 {
		t.Errorf("got %+v", m)
	}
}

func TestTwoProcessesSendEachMailOnce(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}
	s, server := queued(t, ids...), newSink(t, sinkOptions{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if _, err := box(s, server.server(Off), noon).Round(t.Context()); err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	count := map[string]int{}
	for _, m := range server.all() {
		header, _ := parts(t, m.body)
		count[header.Get("Message-Id")]++
	}
	for _, id := range ids {
		if count["<"+id+"@acme.example>"] != 1 || state(t, s, id).State != portal.Sent {
			t.Errorf("%s arrived %d times", id, count["<"+id+"@acme.example>"])
		}
	}
}
