package web_test

import (
	"context"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

func TestAnIdempotencyKeyNeverReplaysADeadLink(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		body := ask(tenantBody, "maja@nordlys.example", nil)
		first := w.post(key, body, "Idempotency-Key: k1")
		if again := w.post(key, body, "Idempotency-Key: k1"); again.status != 409 || again.url(t) != first.url(t) {
			t.Errorf("while it lives: %d %s", again.status, again.body)
		}
		w.clock.Add(7 * 86400)
		fresh := w.post(key, body, "Idempotency-Key: k1")
		if fresh.status != 409 || fresh.url(t) == first.url(t) || at(fresh.read(t), "data", "linkRequest", "attempt") != 2.0 {
			t.Errorf("after its end: %d %s", fresh.status, fresh.body)
		}
		if n := w.events("acme")["client.link_requested"]; n != 2 {
			t.Errorf("%d link_requested, want 2", n)
		}
	})
}

func TestAnIdempotencyKeyStandsForOneRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		other := ask("tenant-0043", "maja@nordlys.example", nil)
		fresh := ask("tenant-0001", "new@fresh.example", map[string]any{"cases": []any{oneCase("")}})

		// A refusal leaves the key free.
		if a := w.post(key, `{"externalTenantId":"x"}`, "Idempotency-Key: k1"); a.status != 400 {
			t.Fatalf("incomplete: %d", a.status)
		}
		first := w.post(key, fresh, "Idempotency-Key: k1")
		if first.status != 202 {
			t.Fatalf("after a refusal: %d %s", first.status, first.body)
		}
		w.post(key, other, "Idempotency-Key: k1").golden(t, "422-idempotency-conflict")
		if again := w.post(key, fresh, "Idempotency-Key: k1"); again.status != 202 || string(again.body) != string(first.body) {
			t.Errorf("the answer was not given again: %d\n%s\n%s", again.status, first.body, again.body)
		}
		if n := w.events("acme")["case.created"]; n != 1 {
			t.Errorf("%d cases, want 1", n)
		}
		// The answer that asks for approval is not kept, but it binds the key.
		w.post(key, other, "Idempotency-Key: k2")
		if a := w.post(key, fresh, "Idempotency-Key: k2"); a.status != 422 {
			t.Errorf("another request under a bound key: %d", a.status)
		}
		// Keys are the partner's own, and end after seven days.
		_, rival := w.partner("acme", "kontora")
		if a := w.post(rival, ask("t", "x@other.example", map[string]any{
			"client": map[string]any{"name": "X", "country": "DK", "supportEmail": "x@other.example"}}), "Idempotency-Key: k1"); a.status != 202 {
			t.Errorf("the same key of another partner: %d %s", a.status, a.body)
		}
		w.clock.Add(7*86400 + 1)
		if a := w.post(key, other, "Idempotency-Key: k1"); a.status != 409 {
			t.Errorf("after seven days: %d", a.status)
		}
	})
}

func TestNoStoredAnswerHoldsALink(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	w.post(key, ask(tenantBody, "maja@nordlys.example", nil), "Idempotency-Key: k1")
	kept, err := w.store.Replay(context.Background(), "acme", "partner:ledgerly /clients", "k1")
	w.must(err)
	if kept.Status != portal.ReplayBound || len(kept.Body) > 0 {
		t.Errorf("kept %d %q", kept.Status, kept.Body)
	}
}

func TestConcurrentAsksMakeOneRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		p := portal.Partner{Account: "acme", ID: "ledgerly"}
		body := ask(tenantBody, "maja@nordlys.example", map[string]any{"cases": []any{oneCase("NI-1")}})
		w.sameURL(t, key, body, 2)
		if n := w.events("acme")["client.link_requested"]; n != 1 || w.requestMails(p, tenantBody) != 1 {
			t.Errorf("two first asks: %d events, %d mails", n, w.requestMails(p, tenantBody))
		}
		w.clock.Add(7 * 86400)
		w.sameURL(t, key, body, 16)
		if n := w.events("acme"); n["client.link_requested"] != 2 || n["client.link_expired"] != 1 || w.requestMails(p, tenantBody) != 2 {
			t.Errorf("16 asks after the end: %v, %d mails", n, w.requestMails(p, tenantBody))
		}
		w.clock.Add(7 * 86400)
		w.sameURL(t, key, body, 16, "Idempotency-Key: same")
		r, err := w.service.TenantRequest(context.Background(), p, tenantBody)
		w.must(err)
		if r.Attempt != 3 {
			t.Errorf("attempt %d, want 3", r.Attempt)
		}
	})
}

// sameURL posts n times at once; every answer carries the same link.
func (w *world) sameURL(t *testing.T, key, body string, n int, headers ...string) {
	t.Helper()
	var mu sync.Mutex
	urls := map[string]int{}
	together(n, func(int) {
		a := w.post(key, body, headers...)
		mu.Lock()
		defer mu.Unlock()
		if a.status != 409 {
			t.Errorf("status %d: %s", a.status, a.body)
			return
		}
		urls[a.url(t)]++
	})
	if len(urls) != 1 {
		t.Errorf("%d asks at once got %d links: %v", n, len(urls), urls)
	}
}

func TestConcurrentFirstAsksOfANewCompanyMakeOneClient(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		body := ask("tenant-0001", "new@fresh.example", map[string]any{"cases": []any{oneCase("")}})
		var mu sync.Mutex
		clients := map[any]int{}
		together(8, func(int) {
			a := w.post(key, body, "Idempotency-Key: first")
			mu.Lock()
			defer mu.Unlock()
			clients[at(a.read(t), "client", "id")]++
		})
		if len(clients) != 1 || w.events("acme")["case.created"] != 1 {
			t.Errorf("%d clients, %v", len(clients), w.events("acme"))
		}
	})
}

func TestAskingAgainAfterAnApprovalLandsNoCaseTwice(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.loadFixtures()
	body := ask("tenant-0002", "maja02@client.example", map[string]any{"cases": []any{oneCase("NI-2025-0002"), oneCase("")}})
	const key = "lkp_test_ledgerly_00000000000001"
	first := w.post(key, body).read(t)
	if done := at(first, "caseResults", "successfulCases").([]any); len(done) != 1 || at(done[0], "caseIndex") != 1.0 {
		t.Errorf("the case that landed with the approval landed again: %v", first)
	}
}

func TestCasesWithoutAReferenceThatWereCarriedAreKnown(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	body := ask(tenantBody, "maja@nordlys.example", map[string]any{"cases": []any{oneCase("")}})
	link := w.post(key, body, "Idempotency-Key: k1").url(t)
	w.approve(t, link)
	after := w.post(key, body, "Idempotency-Key: k1")
	failed, _ := at(after.read(t), "caseResults", "failedCases").([]any)
	if after.status != 202 || len(failed) != 1 || at(failed[0], "errorType") != "IdempotencyViolation" {
		t.Errorf("after an approval: %d %s", after.status, after.body)
	}
}

// approve decides as the client does, through the link.
func (w *world) approve(t *testing.T, url string) {
	t.Helper()
	path, query, _ := strings.Cut(strings.TrimPrefix(url, "https://pay.example.com"), "?")
	parsed, ok := link.ParsePath(path)
	if !ok {
		t.Fatalf("no link: %s", url)
	}
	adm, err := w.service.Admit(context.Background(), parsed, query)
	w.must(err)
	got, err := w.service.Decide(context.Background(), adm.Grant, portal.Choice{Approve: true})
	w.must(err)
	if _, won := got.(portal.Won); !won {
		t.Fatalf("decided: %T", got)
	}
	_, err = w.service.LandCases(context.Background())
	w.must(err)
}

func TestWhatAKeyWasFoundToBeIsTold(t *testing.T) {
	told := map[string]int{}
	w := newWorld(t, storetest.SQLite(t), func(s *web.Site) { s.Repeated = func(result string) { told[result]++ } })
	key := w.nordlys()
	fresh := ask("tenant-0001", "new@fresh.example", nil)
	for _, body := range []string{`{"externalTenantId":"x"}`, fresh, fresh, ask("tenant-0043", "maja@nordlys.example", nil)} {
		w.post(key, body, "Idempotency-Key: k1")
	}
	// The one that was refused left the key free; it was the first, too.
	if want := map[string]int{"first": 2, "replayed": 1, "conflict": 1}; !maps.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}
