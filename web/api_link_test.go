package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// followed is the page that a link of an answer opens.
func (w *world) followed(got map[string]any) string {
	w.t.Helper()
	url, _ := got["url"].(string)
	target, ours := strings.CutPrefix(url, "https://pay.example.com")
	if !ours {
		w.t.Fatalf("no link: %v", got)
	}
	return w.get(target).page()
}

func TestLinksAreSignedReissuedAndRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.oneOrder()
		c := w.as(w.apiKey("acme", "links"))
		sign := func(body string, headers ...string) map[string]any {
			return c.ok(201, "POST", "/api/v1/links", body, headers...)
		}
		first := sign(`{"kind":"p","id":"20417","days":2}`)
		if first["known"] != true || first["expiresAt"] != "2025-10-11T08:53:20Z" || w.followed(first) != "document" {
			t.Errorf("signed: %v, page %s", first, w.followed(first))
		}
		if got := sign(`{"kind":"p","id":"99","start":"2025-10-09T00:00:00Z","end":1760100000}`); got["known"] != false || got["startsAt"] != "2025-10-09T00:00:00Z" {
			t.Errorf("a window of its own: %v", got)
		}
		for _, body := range []string{
			`{"kind":"p","id":"20417","days":-1}`, `{"kind":"p","id":"20417","days":100}`, `{"kind":"nope","id":"20417"}`, `{"kind":"p","id":"../x"}`,
			`{"kind":"p","id":"20417","start":1762084800,"end":1759492800}`, `{"kind":"approve","id":"lr_1.1"}`, `{"kind":"p"}`,
			`{"kind":"p","id":"20417","params":{"item":"1"}}`, `{"kind":"p","id":"20417","start":"tomorrow"}`, `{"kind":"p","id":"20417","days":2,"end":1760100000}`,
		} {
			c.refused(422, "invalid", "POST", "/api/v1/links", body)
		}
		w.clock.Add(5)
		again := c.ok(200, "POST", "/api/v1/links/reissue", `{"kind":"p","id":"20417","notify":true}`)
		if again["mailed"] != true || w.followed(again) != "document" || w.followed(first) != "superseded" {
			t.Errorf("reissued: %v; the new one opens %s, the old one %s", again, w.followed(again), w.followed(first))
		}
		for range 2 {
			if got := c.ok(200, "POST", "/api/v1/links/revoke", `{"kind":"p","id":"20417"}`); got["revoked"] != true {
				t.Errorf("revoked: %v", got)
			}
		}
		if w.followed(again) != "withdrawn" {
			t.Errorf("after a revocation: %s", w.followed(again))
		}
		c.refused(404, "not-found", "POST", "/api/v1/links/reissue", `{"kind":"p","id":"404"}`)
		c.refused(404, "not-found", "POST", "/api/v1/links/revoke", `{"kind":"p","id":"404"}`)
		x := w.as(w.apiKey("acme", "read")).ok(200, "POST", "/api/v1/links/explain", map[string]any{"url": first["url"]})
		if x["page"] == "document" || x["mend"] == nil || at(x, "object", "id") != "20417" {
			t.Errorf("explained: %v", x)
		}
	})
}

func TestASignedLinkUnderOneKeyHasOneWindowAndIsNotStored(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.oneOrder()
		key, bearer, err := w.service.CreateAPIKey(context.Background(), portal.ByCommand, portal.APIKey{Account: "acme", Name: "k", Scopes: []string{"links"}})
		w.must(err)
		c := w.as(bearer)
		body := `{"kind":"p","id":"20417","days":3}`
		first := c.ok(201, "POST", "/api/v1/links", body, "Idempotency-Key: s1")
		w.clock.Add(3600)
		if again := c.ok(201, "POST", "/api/v1/links", body, "Idempotency-Key: s1"); again["url"] != first["url"] || again["expiresAt"] != first["expiresAt"] {
			t.Errorf("%v\n%v", first, again)
		}
		kept, err := w.store.Replay(context.Background(), "acme", "key:"+key.ID+" /api/v1/links", "s1")
		w.must(err)
		if text := string(kept.Body); !strings.Contains(text, `"20417"`) || strings.Contains(text, "c=") || strings.Contains(text, "https://") {
			t.Errorf("stored: %s", text)
		}
		c.ok(200, "POST", "/api/v1/links/reissue", `{"kind":"p","id":"20417"}`, "Idempotency-Key: s2")
		reissued := c.ok(200, "POST", "/api/v1/links/reissue", `{"kind":"p","id":"20417"}`, "Idempotency-Key: s2")
		if w.followed(reissued) != "document" || w.state(portal.ObjectKey{Account: "acme", Kind: link.Confirmation, ID: "20417"}).Generation != 1 {
			t.Errorf("a reissue under one key: %v", reissued)
		}
		if dead := c.ok(201, "POST", "/api/v1/links", body, "Idempotency-Key: s1"); dead["url"] != nil {
			t.Errorf("a superseded link was given again: %v", dead)
		}
	})
}

func TestCustomersAreWhoPartnersConnectTo(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		c := w.as(w.apiKey("acme", "write"))
		body := map[string]any{
			"name": "Brise Cafe SARL", "type": "business", "country": "FR", "locale": "en", "onboardingDone": true,
			"users": []any{map[string]any{"name": "Luc", "email": " Luc@Brise.example "}},
		}
		made := c.ok(200, "PUT", "/api/v1/customers/cl-77", body)
		again := c.ok(200, "PUT", "/api/v1/customers/cl-77", body)
		id := func(m map[string]any) any { return at(m["customer"].(map[string]any)["users"].([]any)[0], "id") }
		if made["applied"] != true || id(made) == nil || id(made) != id(again) {
			t.Errorf("%v\n%v", made, again)
		}
		if a := w.post(key, ask("brise", "luc@brise.example", nil)); a.status != 409 || at(a.read(t), "type") != "ClientExistsNeedsLinking" {
			t.Errorf("asked: %d %s", a.status, a.body)
		}
		c.refused(422, "invalid", "PUT", "/api/v1/customers/cl-77", `{"name":""}`)
		c.refused(422, "invalid", "PUT", "/api/v1/customers/cl-77", `{"name":"x","users":[{"email":"nobody"}]}`)
		c.refused(422, "invalid", "PUT", "/api/v1/customers/-x", `{"name":"x"}`)
		c.refused(422, "invalid", "PUT", "/api/v1/customers/cl-77", `{"name":"a\nb"}`)
	})
}

func TestTheFateOfAMailIsTakenIn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		id := w.pending()
		w.deliver()
		c := w.as(w.apiKey("acme", "write"))
		path := "/api/v1/link-requests/" + id
		mails := c.ok(200, "GET", path, nil)["mails"].([]any)
		mail, _ := at(mails[0], "id").(string)
		send := func(body map[string]any) any { return c.ok(202, "POST", "/in/acme/mail-events", body)["recorded"] }
		status := func() any { return c.ok(200, "GET", path, nil)["emailStatus"] }

		if send(map[string]any{"messageId": "<" + mail + "@portal.example>", "fate": "delivered"}) != true || status() != "delivered" {
			t.Errorf("delivered: %v", status())
		}
		if send(map[string]any{"RecordType": "Bounce", "Type": "SoftBounce", "MessageID": mail + "@x"}) != false || status() != "delivered" {
			t.Errorf("a bounce that may pass: %v", status())
		}
		if send(map[string]any{"RecordType": "Open", "MessageID": mail}) != false || send(map[string]any{"messageId": "msg_NONE", "fate": "bounced"}) != false {
			t.Error("what is no fate, or not ours, was recorded")
		}
		w.account("globex", portal.V1Policy{})
		other := w.as(w.apiKey("globex", "write"))
		if got := other.ok(202, "POST", "/in/globex/mail-events", map[string]any{"messageId": mail, "fate": "bounced"}); got["recorded"] != false || status() != "delivered" {
			t.Errorf("another account's mail: %v, %v", got, status())
		}
		if send(map[string]any{"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483", "Metadata": map[string]any{"latchkey": mail + "@portal.example"}}) != true || status() != "bounced" {
			t.Errorf("bounced: %v", status())
		}
		if n := w.events("acme")["client.email_bounced"]; n != 1 {
			t.Errorf("%d client.email_bounced, want 1", n)
		}
		c.refused(422, "invalid", "POST", "/in/acme/mail-events", `{"messageId":"x","fate":"odd"}`)
		c.refused(422, "invalid", "POST", "/in/acme/mail-events", `{"messageId":"x"}`)
		c.refused(422, "invalid", "POST", "/in/acme/mail-events", `{"fate":"bounced"}`)
	})
}
