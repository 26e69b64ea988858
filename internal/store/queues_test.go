package store_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestWhatWaitsIsCounted(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		now := time.Unix(1_760_000_000, 0).UTC()
		empty, err := s.Queues(ctx, now)
		if err != nil || empty.Mail.Due != 0 || !empty.Mail.Oldest.IsZero() || !empty.Hooks.Oldest.IsZero() || !empty.Overdue.IsZero() || len(empty.Requests) != 6 {
			t.Errorf("nothing there: %+v, %v", empty, err)
		}
		err = s.InTx(ctx, func(tx portal.Tx) error { return fillQueues(tx, now) })
		if err != nil {
			t.Fatal(err)
		}
		q, err := s.Queues(ctx, now)
		if err != nil {
			t.Fatal(err)
		}
		// The last mail is due at this very moment, the one before a moment later.
		if q.Mail.Due != 2 || q.Mail.Waiting != 1 || !q.Mail.Oldest.Equal(now.Add(-time.Hour)) {
			t.Errorf("mails: %+v", q.Mail)
		}
		// What an endpoint that is off holds is not due.
		if q.Hooks.Due != 1 || q.Hooks.Waiting != 1 || !q.Hooks.Oldest.Equal(now.Add(-time.Minute)) {
			t.Errorf("deliveries: %+v", q.Hooks)
		}
		if q.EndpointsOn != 1 || q.EndpointsOff != 1 || q.EndpointsGivenUp != 1 {
			t.Errorf("endpoints: %+v", q)
		}
	})
}

func fillQueues(tx portal.Tx, now time.Time) error {
	if err := tx.AddAccount(ctx, portal.Account{Slug: "acme", CreatedAt: now}); err != nil {
		return err
	}
	for id, due := range map[string]time.Time{"m1": now.Add(-time.Hour), "m2": now.Add(time.Microsecond), "m3": now} {
		m := portal.Message{ID: id, Account: "acme", Template: "invoice", To: "a@b.example", State: portal.Queued, NextAt: due, CreatedAt: now}
		if err := tx.AddMessage(ctx, m); err != nil {
			return err
		}
	}
	for id, e := range map[string]portal.Endpoint{
		"on": {}, "off": {DisabledAt: now, Reason: "by ada"}, "gone": {DisabledAt: now, Reason: "it answered 410 Gone"},
	} {
		e.Account, e.ID, e.URL, e.Sealed, e.CreatedAt, e.UpdatedAt = "acme", id, "https://x.example/", []byte("k"), now, now
		if err := tx.PutEndpoint(ctx, e); err != nil {
			return err
		}
	}
	for n, d := range []portal.HookDelivery{
		{Endpoint: "on", NextAt: now.Add(-time.Minute)}, {Endpoint: "on", NextAt: now.Add(time.Minute)}, {Endpoint: "off", NextAt: now.Add(-time.Hour)},
	} {
		e, err := tx.AppendEvent(ctx, portal.Event{Account: "acme", ID: "e" + string(rune('1'+n)), Type: portal.EventLinked,
			ObjectType: "link_request", ObjectID: "lr_1", Data: "{}", OccurredAt: now})
		if err != nil {
			return err
		}
		d.ID, d.Account, d.Event, d.EventSeq, d.Type, d.State, d.CreatedAt = "d"+e.ID, "acme", e.ID, e.Seq, e.Type, portal.DeliveryQueued, now
		if err := tx.AddDelivery(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func TestFaultsAreToldByTheirOwnNames(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		var mu sync.Mutex
		var told []string
		s.OnFault(func(code string) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, code)
		})
		err := s.InTx(ctx, func(tx portal.Tx) error { // a mail of an account that is not there
			return tx.AddMessage(ctx, portal.Message{ID: "m", Account: "nobody", Template: "x", To: "a@b.example", State: portal.Queued})
		})
		want := "SQLITE_CONSTRAINT"
		if strings.HasPrefix(dsn, "postgres") {
			want = "23503" // foreign_key_violation
		}
		if err == nil || len(told) != 1 || told[0] != want {
			t.Errorf("told %q, want %s: %v", told, want, err)
		}
	})
}
