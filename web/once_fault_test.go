package web_test

import (
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// A process may die at any write of a request with an Idempotency-Key, the one
// that keeps its answer included. Nothing is left then, and the request sent
// again is done once.
func TestARequestWithAKeyThatDiesAtAnyWriteIsDoneOnce(t *testing.T) {
	for _, write := range []string{
		"insert on replay", "insert on endpoint", "update on endpoint", "insert on audit_entry", "update on audit_head", "update on replay",
	} {
		t.Run(write, func(t *testing.T) {
			store, file := storetest.SQLiteFile(t)
			w := newWorld(t, store)
			w.account("acme", portal.V1Policy{})
			c := w.as(w.apiKey("acme", "webhooks"))
			const body = `{"url":"https://hooks.example.com/in"}`
			id, _ := c.ok(201, "POST", "/api/v1/webhooks", body)["id"].(string)
			target, status := "/api/v1/webhooks", 201
			if write == "update on endpoint" {
				target, status = target+"/"+id+"/rotate", 200
			}
			before := file.Dump()
			file.Exec("create trigger injected before " + write + " begin select raise(abort, 'injected'); end")
			if a := c.call("POST", target, body, "Idempotency-Key: k"); a.status != 500 {
				t.Errorf("status %d: %s", a.status, a.body)
			}
			file.Exec("drop trigger injected")
			if after := file.Dump(); after != before {
				t.Errorf("something was left behind\nbefore:\n%s\nafter:\n%s", before, after)
			}
			c.ok(status, "POST", target, body, "Idempotency-Key: k")
			done := file.Dump()
			c.refused(409, "secret-shown-once", "POST", target, body, "Idempotency-Key: k")
			if again := file.Dump(); again != done {
				t.Errorf("it was done twice:\n%s\nand\n%s", done, again)
			}
		})
	}
}

func TestAnAskWithAKeyThatDiesAtAnyWriteIsDoneOnce(t *testing.T) {
	for _, write := range []string{
		"insert on replay", "insert on link_request", "insert on event", "insert on message", "insert on audit_entry", "update on replay",
	} {
		t.Run(write, func(t *testing.T) {
			store, file := storetest.SQLiteFile(t)
			w := newWorld(t, store)
			key := w.nordlys()
			body := ask(tenantBody, "maja@nordlys.example", nil)
			before := file.Dump()
			file.Exec("create trigger injected before " + write + " begin select raise(abort, 'injected'); end")
			if a := w.post(key, body, "Idempotency-Key: k"); a.status != 500 {
				t.Errorf("status %d: %s", a.status, a.body)
			}
			file.Exec("drop trigger injected")
			if after := file.Dump(); after != before {
				t.Errorf("something was left behind\nbefore:\n%s\nafter:\n%s", before, after)
			}
			for range 2 {
				if a := w.post(key, body, "Idempotency-Key: k"); a.status != 409 {
					t.Errorf("sent again: %d %s", a.status, a.body)
				}
			}
			if n := w.events("acme")["client.link_requested"]; n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

func TestAKeyStandsForOneRequestOfEachRoute(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "webhooks"))
		const body = `{"url":"https://hooks.example.com/in"}`
		id, _ := c.ok(201, "POST", "/api/v1/webhooks", body, "Idempotency-Key: k")["id"].(string)
		c.ok(200, "POST", "/api/v1/webhooks/"+id+"/rotate", "{}", "Idempotency-Key: k")
		c.refused(422, "idempotency-conflict", "POST", "/api/v1/webhooks", `{"url":"https://other.example.com/in"}`, "Idempotency-Key: k")
	})
}

func TestDuplicatesAtOnceAreDoneOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "webhooks"))
		var mu sync.Mutex
		answers := map[int]int{}
		together(16, func(int) {
			a := c.call("POST", "/api/v1/webhooks", `{"url":"https://hooks.example.com/in"}`, "Idempotency-Key: k")
			mu.Lock()
			defer mu.Unlock()
			answers[a.status]++
		})
		all := c.as(w.apiKey("acme", "webhooks")).ok(200, "GET", "/api/v1/webhooks", nil)
		if answers[201] != 1 || answers[409] != 15 || len(items(t, all)) != 1 {
			t.Errorf("answers %v, %d webhooks", answers, len(items(t, all)))
		}
	})
}
