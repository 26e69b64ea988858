package web_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

func TestALinkRequestIsShownWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.pending()
		path := "/api/v1/link-requests/" + id
		read, write := w.as(w.apiKey("acme", "read")), w.as(w.apiKey("acme", "write"))
		write.call("GET", path, nil).golden(t, "link-request")
		if got := read.ok(200, "GET", path, nil); got["url"] != nil || got["casesHeld"] != 1.0 || got["emailStatus"] != "not_sent" {
			t.Errorf("to a key that reads: %v", got)
		}
		if n := w.acts("acme")["link.copied"]; n != 1 {
			t.Errorf("%d entries that a link was read, want 1", n)
		}
		text := read.call("GET", path+"/support-bundle", nil)
		if text.status != 200 || text.header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.Contains(string(text.body), "tenant-0042") ||
			strings.Contains(string(text.body), "c=") {
			t.Errorf("bundle: %d %s", text.status, text.body)
		}
		json := write.ok(200, "GET", path+"/support-bundle", nil, "Accept: application/json")
		if json["text"] != string(write.call("GET", path+"/support-bundle", nil).body) || at(json, "request", "url") != nil || at(json, "request", "id") != id {
			t.Errorf("bundle as JSON: %v", json)
		}
		w.clock.Add(7 * 86400)
		if got := write.ok(200, "GET", path, nil); got["state"] != "expired" || got["url"] != nil {
			t.Errorf("after its end: %v", got)
		}
	})
}

func TestLinkRequestsArePagedAndFiltered(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		var made []string
		for i := range 7 {
			email := fmt.Sprintf("u%d@nordlys.example", i)
			w.client("acme", fmt.Sprintf("cl-p%d", i), "Client", email)
			a := w.post(key, ask(fmt.Sprintf("t-%d", i), email, nil))
			id, _ := at(a.read(t), "data", "linkRequest", "id").(string)
			made = append(made, id)
			if i%2 == 0 {
				w.clock.Add(1)
			}
		}
		c := w.as(w.apiKey("acme", "read"))
		whole := c.walk("/api/v1/link-requests", 100)
		for _, limit := range []int{1, 2, 3, 7} {
			if got := c.walk("/api/v1/link-requests", limit); !slices.Equal(got, whole) {
				t.Errorf("by %d: %v, want %v", limit, got, whole)
			}
		}
		slices.Sort(whole)
		slices.Sort(made)
		if !slices.Equal(whole, made) {
			t.Errorf("listed %v, made %v", whole, made)
		}
		count := func(query string) int { return len(items(t, c.ok(200, "GET", "/api/v1/link-requests?"+query, nil))) }
		w.must(w.service.Record(context.Background(), portal.Entry{Account: "acme", Actor: "test", Act: "test", Kind: "test", Object: "test"}))
		if n := count("state=pending"); n != 7 {
			t.Errorf("%d pending", n)
		}
		w.clock.Add(7 * 86400)
		_, err := w.service.Sweep(context.Background())
		w.must(err)
		w.post(key, ask("t-0", "u0@nordlys.example", nil))
		if p, e := count("state=pending"), count("state=expired"); p != 1 || e != 6 {
			t.Errorf("after the end: %d pending, %d expired", p, e)
		}
		if n := count("partner=kontora"); n != 0 {
			t.Errorf("%d of a partner that has none", n)
		}
	})
}

func TestTheVerbsOfARequest(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.pending()
		path := "/api/v1/link-requests/" + id
		c := w.as(w.apiKey("acme", "links"))
		before := c.ok(200, "GET", path, nil)["url"]
		if got := c.ok(200, "POST", path+"/remind", "{}"); got["email"] != "queued" || got["url"] != nil || got["attempt"] != 1.0 {
			t.Errorf("remind: %v", got)
		}
		c.refused(409, "conflict", "POST", path+"/reissue", `{"attempt":7}`)
		c.refused(422, "invalid", "POST", path+"/reissue", `{"ttlDays":31}`)
		got := c.ok(200, "POST", path+"/reissue", `{"ttlDays":30,"notify":false}`)
		if got["attempt"] != 2.0 || got["url"] == before || got["email"] != nil || got["expiresAt"] != "2025-11-08T08:53:21Z" {
			t.Errorf("reissue: %v", got)
		}
		if now := c.ok(200, "GET", path, nil)["url"]; now != got["url"] {
			t.Errorf("the link in force is %v, reissue gave %v", now, got["url"])
		}
		if done := c.ok(200, "POST", path+"/withdraw", nil); done["state"] != "withdrawn" {
			t.Errorf("withdraw: %v", done)
		}
		c.refused(409, "conflict", "POST", path+"/withdraw", "{}")
		c.refused(409, "conflict", "POST", path+"/remind", "{}")
		c.refused(404, "not-found", "POST", "/api/v1/link-requests/lr_NONE/remind", "{}")
		w.as(w.apiKey("acme", "write")).refused(409, "conflict", "POST", path+"/cases/0/retry", "{}")
	})
}

func TestAReissueUnderOneKeyHappensOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.pending()
		path := "/api/v1/link-requests/" + id
		c := w.as(w.apiKey("acme", "links"))
		urls := make([]any, 8)
		together(8, func(i int) { urls[i] = c.ok(200, "POST", path+"/reissue", "{}", "Idempotency-Key: r1")["url"] })
		for _, url := range urls {
			if url == nil || url != urls[0] {
				t.Errorf("links differ: %v", urls)
			}
		}
		if got := c.ok(200, "GET", path, nil); got["attempt"] != 2.0 || got["url"] != urls[0] {
			t.Errorf("after 8 reissues under one key: %v", got)
		}
		c.refused(422, "idempotency-conflict", "POST", path+"/reissue", `{"ttlDays":3}`, "Idempotency-Key: r1")
		c.ok(200, "POST", path+"/reissue", "{}", "Idempotency-Key: r2")
		if got := c.ok(200, "POST", path+"/reissue", "{}", "Idempotency-Key: r1"); got["url"] != nil || got["attempt"] != 2.0 {
			t.Errorf("a dead link was given again: %v", got)
		}
		keys, err := w.service.APIKeys(context.Background(), "acme")
		w.must(err)
		for _, k := range keys {
			for _, name := range []string{"r1", "r2"} {
				kept, err := w.store.Replay(context.Background(), "acme", "key:"+k.ID+" /api/v1/link-requests/{id}/reissue", name)
				if err == nil && (len(kept.Body) == 0 || strings.Contains(string(kept.Body), "c=")) {
					t.Errorf("%s is stored as %s", name, kept.Body)
				}
			}
		}
	})
}

func TestAFailedCaseIsLandedAgain(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.loadFixtures()
	ctx, k := context.Background(), portal.Key{Account: "acme", ID: "lr-open"}
	w.must(w.store.InTx(ctx, func(tx portal.Tx) error {
		if _, err := tx.MoveCases(ctx, k, portal.CaseHeld, portal.CaseLanding, w.now()); err != nil {
			return err
		}
		_, err := tx.LandCase(ctx, portal.HeldCase{Account: "acme", Request: "lr-open", State: portal.CaseFailed, ErrorType: "ValidationError", Error: "No."}, "cl-01")
		return err
	}))
	c := w.as("lk_test_acme_all_0000000000000001")
	if got := c.ok(202, "POST", "/api/v1/link-requests/lr-open/cases/0/retry", "{}"); got["state"] != "landing" {
		t.Errorf("retry: %v", got)
	}
	c.refused(409, "conflict", "POST", "/api/v1/link-requests/lr-open/cases/0/retry", "{}")
	c.refused(409, "conflict", "POST", "/api/v1/link-requests/lr-open/cases/5/retry", "{}")
}
