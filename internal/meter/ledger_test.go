package meter_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/meter"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// What is counted is what was committed: a transaction that is rolled back
// leaves no trace, and one that is run twice counts once.
func TestOnlyWhatWasCommittedIsCounted(t *testing.T) {
	ctx, now := context.Background(), time.Unix(1_760_000_000, 0).UTC()
	m := meter.New(meter.Build{})
	s := m.Store(storetest.SQLite(t))
	entry := func(tx portal.Tx, seq int64, act, kind string) {
		e := portal.Entry{Account: "acme", Seq: seq, Hash: []byte{byte(seq)}, At: now, Actor: "system", Act: act, Kind: kind, Object: "1", Data: "{}"}
		if err := tx.AppendAudit(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	mail := portal.Message{ID: "m1", Account: "acme", Template: "invoice", To: "a@b.example", State: portal.Queued, NextAt: now, CreatedAt: now}
	back := errors.New("back")
	for _, end := range []error{back, nil} {
		err := s.InTx(ctx, func(tx portal.Tx) error {
			if err := tx.AddAccount(ctx, portal.Account{Slug: "acme", CreatedAt: now}); err != nil {
				t.Fatal(err)
			}
			entry(tx, 1, "request.approved", "approve")
			entry(tx, 2, "link.reissued", "invoice")
			entry(tx, 3, "link.reissued", "made up by somebody")
			entry(tx, 4, "mail.bounced", "invoice")
			if err := tx.AddMessage(ctx, mail); err != nil {
				t.Fatal(err)
			}
			sent := mail
			sent.State, sent.SentAt = portal.Sent, now.Add(3*time.Second)
			if _, err := tx.FinishMessage(ctx, sent); err != nil {
				t.Fatal(err)
			}
			return end
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
	}
	text := scrape(t, m)
	for _, line := range []string{
		`latchkey_decisions_total{outcome="approved"} 1`, `latchkey_links_total{kind="invoice",result="reissued"} 1`,
		`latchkey_links_total{kind="other",result="reissued"} 1`, `latchkey_email_bounces_total{type="bounce"} 1`,
		`latchkey_email_attempts_total{result="sent"} 1`, `latchkey_email_handover_seconds_sum 3`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// The parts of a whole transaction are committed together or not at all.
func TestTheWholeIsCountedOnceItIsCommitted(t *testing.T) {
	ctx, now := context.Background(), time.Unix(1_760_000_000, 0).UTC()
	m := meter.New(meter.Build{})
	s := m.Store(storetest.SQLite(t))
	err := s.InTx(ctx, func(tx portal.Tx) error { return tx.AddAccount(ctx, portal.Account{Slug: "acme", CreatedAt: now}) })
	if err != nil {
		t.Fatal(err)
	}
	approve := func(ctx context.Context, seq int64) error {
		return s.InTx(ctx, func(tx portal.Tx) error {
			return tx.AppendAudit(ctx, portal.Entry{
				Account: "acme", Seq: seq, Hash: []byte{byte(seq)}, At: now, Actor: "system", Act: "request.approved", Kind: "approve", Object: "1", Data: "{}",
			})
		})
	}
	back := errors.New("back")
	for _, end := range []error{back, nil} {
		var inside context.Context
		err := s.Whole(ctx, func(portal.Tx) error { return nil }, func(ctx context.Context) error {
			inside = ctx
			for seq := range int64(2) {
				if err := approve(ctx, 1+seq); err != nil {
					t.Fatal(err)
				}
			}
			return end
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
		if end == nil {
			if err := approve(inside, 3); err != nil { // it is over: this one is by itself
				t.Fatal(err)
			}
		}
	}
	if line := `latchkey_decisions_total{outcome="approved"} 3`; !strings.Contains(scrape(t, m), line+"\n") {
		t.Errorf("no line %s", line)
	}
}

func TestTriesOfWebhooksAreCountedByTheirAnswer(t *testing.T) {
	ctx, now := context.Background(), time.Unix(1_760_000_000, 0).UTC()
	m := meter.New(meter.Build{})
	s := m.Store(storetest.SQLite(t))
	err := s.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.AddAccount(ctx, portal.Account{Slug: "acme", CreatedAt: now}); err != nil {
			return err
		}
		e, err := tx.AppendEvent(ctx, portal.Event{Account: "acme", ID: "e1", Type: portal.EventLinked, ObjectType: "link_request", ObjectID: "1", Data: "{}", OccurredAt: now})
		if err != nil {
			return err
		}
		if err := tx.PutEndpoint(ctx, portal.Endpoint{Account: "acme", ID: "a", URL: "https://x.example/", Sealed: []byte("k"), CreatedAt: now}); err != nil {
			return err
		}
		d := portal.HookDelivery{ID: "d", Account: "acme", Endpoint: "a", Event: e.ID, EventSeq: e.Seq, Type: e.Type, State: portal.DeliveryQueued, NextAt: now, CreatedAt: now}
		return tx.AddDelivery(ctx, d)
	})
	if err != nil {
		t.Fatal(err)
	}
	for n, status := range []int{503, 0, 200} {
		err := s.InTx(ctx, func(tx portal.Tx) error {
			at := now.Add(time.Duration(n+1) * 10 * time.Minute)
			claimed, err := tx.ClaimDeliveries(ctx, "a", at, time.Minute, 1)
			if err != nil || len(claimed) != 1 {
				t.Fatal(claimed, err)
			}
			d := claimed[0]
			if d.NextAt = at; status == 200 {
				d.State = portal.DeliveryDone
			}
			_, err = tx.FinishDelivery(ctx, d, portal.HookTry{Delivery: "d", Number: d.Attempts, At: at, Status: status, Took: time.Second})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	text := scrape(t, m)
	for _, line := range []string{
		`latchkey_webhook_attempts_total{code_class="5xx"} 1`, `latchkey_webhook_attempts_total{code_class="none"} 1`,
		`latchkey_webhook_attempts_total{code_class="2xx"} 1`, `latchkey_webhook_delivery_seconds_count 1`, `latchkey_webhook_delivery_seconds_sum 601`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}
