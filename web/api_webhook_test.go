package web_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

func TestAWebhookLives(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.nordlys()
		c := w.as(w.apiKey("acme", "webhooks"))
		hook := map[string]any{"url": "https://hooks.example.com/in", "events": []string{"client.linked", "client.email_bounced"}, "partner": "ledgerly"}
		a := c.call("POST", "/api/v1/webhooks", hook)
		a.golden(t, "webhook-created")
		made := a.read(t)
		path := fmt.Sprint("/api/v1/webhooks/", made["id"])
		if shown := c.ok(200, "GET", path, nil); shown["secret"] != nil || shown["url"] != hook["url"] {
			t.Errorf("shown: %v", shown)
		}
		if off := c.ok(200, "PATCH", path, `{"active":false,"url":"https://new.example.com/","events":[]}`); off["active"] != false || off["url"] != "https://new.example.com/" || off["disabledReason"] == nil {
			t.Errorf("changed: %v", off)
		}
		if on := c.ok(200, "PATCH", path, `{"active":true}`); on["active"] != true || on["disabledReason"] != nil || on["url"] != "https://new.example.com/" {
			t.Errorf("on again: %v", on)
		}
		c.refused(422, "invalid", "PATCH", path, `{"url":"https://10.0.0.1/"}`)
		c.refused(422, "invalid", "PATCH", path, `{"events":["client.odd"]}`)
		if next := c.ok(200, "POST", path+"/rotate", "{}"); next["secret"] == made["secret"] || next["secret"] == nil {
			t.Errorf("rotated: %v", next)
		}
		c.ok(204, "DELETE", path, nil)
		c.refused(404, "not-found", "GET", path, nil)
		c.refused(404, "not-found", "DELETE", path, nil)
	})
}

func TestASecretIsShownOnce(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.nordlys()
	c := w.as(w.apiKey("acme", "webhooks"))
	body := `{"url":"https://hooks.example.com/in"}`
	made := c.ok(201, "POST", "/api/v1/webhooks", body, "Idempotency-Key: w1")
	c.refused(409, "secret-shown-once", "POST", "/api/v1/webhooks", body, "Idempotency-Key: w1")
	if all := items(t, c.ok(200, "GET", "/api/v1/webhooks", nil)); len(all) != 1 || all[0]["id"] != made["id"] {
		t.Errorf("webhooks: %v", all)
	}
	rotate := fmt.Sprintf("/api/v1/webhooks/%s/rotate", made["id"])
	c.ok(200, "POST", rotate, "{}", "Idempotency-Key: w2")
	c.refused(409, "secret-shown-once", "POST", rotate, "{}", "Idempotency-Key: w2")
}

func TestWebhookAddressesAreChecked(t *testing.T) {
	store := storetest.SQLite(t)
	w := newWorld(t, store)
	w.nordlys()
	c := w.as(w.apiKey("acme", "webhooks"))
	for _, url := range []string{"http://hooks.example.com/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://h.example.com:22/", "", "x"} {
		c.refused(422, "invalid", "POST", "/api/v1/webhooks", map[string]any{"url": url})
	}
	c.refused(422, "invalid", "POST", "/api/v1/webhooks", `{"events":[]}`)
	c.refused(422, "invalid", "POST", "/api/v1/webhooks", `{"url":"https://h.example.com/","style":"odd"}`)
	c.refused(422, "invalid", "POST", "/api/v1/webhooks", `{"url":"https://h.example.com/","headerPrefix":"Host"}`)
	c.refused(422, "invalid", "POST", "/api/v1/webhooks", `{"url":"https://h.example.com/","events":["odd"]}`)
	open := start(t, store, trusting, func(s *web.Site) { s.WebhookAllowPrivate = true })
	home := caller{&world{site: open}, c.key}
	home.ok(201, "POST", "/api/v1/webhooks", `{"url":"http://127.0.0.1:9000/in"}`)
}

// postAll hands every delivery that is due to an endpoint that answers with a
// status.
func (w *world) postAll(status int) {
	w.t.Helper()
	ctx := context.Background()
	due, err := w.store.DueEndpoints(ctx, w.now())
	w.must(err)
	for _, e := range due {
		w.must(w.store.InTx(ctx, func(tx portal.Tx) error {
			claimed, err := tx.ClaimDeliveries(ctx, e.ID, w.now(), time.Minute, 100)
			for _, d := range claimed {
				d.LastStatus, d.State, d.DoneAt = status, portal.DeliveryDone, w.now()
				if status >= 300 {
					d.State = portal.DeliveryExhausted
				}
				if _, err := tx.FinishDelivery(ctx, d, portal.HookTry{Delivery: d.ID, Number: d.Attempts, At: w.now(), Status: status, Took: 12 * time.Millisecond}); err != nil {
					return err
				}
			}
			return err
		}))
	}
}

func TestDeliveriesAreSeenAndSentAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *world) {
		w := newAPIWorld(t, plain.store)
		c := w.as(w.apiKey("acme", "webhooks"))
		path := "/api/v1/webhooks/" + w.webhook
		for range 4 {
			w.clock.Add(60)
			c.ok(202, "POST", path+"/test", `{"type":"client.linked"}`)
		}
		if got, whole := c.walk(path+"/deliveries", 2), c.walk(path+"/deliveries", 100); len(whole) != 5 || !slices.Equal(got, whole) {
			t.Errorf("deliveries %v, want %v", got, whole)
		}
		w.postAll(500)
		d := c.ok(200, "GET", "/api/v1/deliveries/"+w.delivery, nil)
		tries, _ := d["tries"].([]any)
		if d["state"] != "failed" || d["lastStatus"] != 500.0 || len(tries) != 1 || at(tries[0], "durationMs") != 12.0 {
			t.Errorf("after a failure: %v", d)
		}
		if n := c.ok(202, "POST", "/api/v1/deliveries/"+w.delivery+"/replay", "{}")["queued"]; n != 1.0 {
			t.Errorf("one again: %v", n)
		}
		since := w.now().Add(-90 * time.Second).Format(time.RFC3339)
		if n := c.ok(202, "POST", path+"/replay", map[string]any{"state": "failed", "since": since})["queued"]; n != 2.0 {
			t.Errorf("those of the last 90 s: %v", n)
		}
		if n := c.ok(202, "POST", path+"/replay", nil)["queued"]; n != 2.0 {
			t.Errorf("all that failed: %v", n)
		}
		w.postAll(200)
		if n := c.ok(202, "POST", "/api/v1/events/"+w.event+"/replay", "{}")["queued"]; n != 1.0 {
			t.Errorf("an event again: %v", n)
		}
		c.refused(404, "not-found", "POST", "/api/v1/events/evt_NONE/replay", "{}")
		c.refused(422, "invalid", "POST", path+"/replay", `{"state":"queued"}`)
		c.refused(422, "invalid", "POST", path+"/test", `{"type":"odd"}`)
	})
}

// After a restore numbers come again: the epoch tells them apart.
func TestAnEventSaysInWhichEpochItHappened(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.pending()
		if _, err := w.service.BeginEpoch(t.Context(), portal.ByCommand, w.now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		w.as(w.apiKey("acme", "write")).ok(200, "POST", "/api/v1/link-requests/"+id+"/withdraw", "{}")
		c := w.as(w.apiKey("acme", "read"))
		var got []any
		for _, e := range items(t, c.ok(200, "GET", "/api/v1/events", nil)) {
			got = append(got, e["type"], e["epoch"])
		}
		want := []any{"client.link_requested", 1.0, "system.restored", 2.0, "client.link_withdrawn", 2.0}
		if !slices.Equal(got, want) {
			t.Errorf("events and epochs: %v", got)
		}
		told := items(t, c.ok(200, "GET", "/api/v1/events?type=system.restored", nil))
		if len(told) != 1 || at(told[0], "data", "epoch") != told[0]["epoch"] {
			t.Errorf("a restore is told as %v", told)
		}
	})
}

func TestEventsAreReadInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.pending()
		write, c := w.as(w.apiKey("acme", "write", "webhooks")), w.as(w.apiKey("acme", "read"))
		write.ok(201, "POST", "/api/v1/webhooks", `{"url":"https://hooks.example.com/in"}`)
		for range 3 {
			write.ok(200, "POST", "/api/v1/link-requests/"+id+"/reissue", "{}")
		}
		write.ok(200, "POST", "/api/v1/link-requests/"+id+"/withdraw", "{}")
		all := items(t, c.ok(200, "GET", "/api/v1/events", nil))
		if len(all) != 5 || all[0]["type"] != "client.link_requested" || all[4]["type"] != "client.link_withdrawn" {
			t.Fatalf("events: %v", all)
		}
		for i, e := range all {
			if e["sequence"] != float64(i+1) || at(e, "object", "id") != id || at(e, "data", "onboardingLinks") != nil || e["delivered"] != false {
				t.Errorf("event %d: %v", i, e)
			}
		}
		if got := c.walk("/api/v1/events", 2); len(got) != 5 {
			t.Errorf("by two: %v", got)
		}
		if some := items(t, c.ok(200, "GET", "/api/v1/events?type=client.link_withdrawn", nil)); len(some) != 1 {
			t.Errorf("of one type: %v", some)
		}
		if some := c.ok(200, "GET", "/api/v1/events?after=5", nil); len(items(t, some)) != 0 || some["next"] != nil {
			t.Errorf("after the last: %v", some)
		}
		w.postAll(200)
		if all := items(t, c.ok(200, "GET", "/api/v1/events?after=1&limit=1", nil)); all[0]["delivered"] != true {
			t.Errorf("after delivery: %v", all)
		}
	})
}
