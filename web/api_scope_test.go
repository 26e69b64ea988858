package web_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// apiRoutes are all operations of the own API with the scopes that open each.
// {id} stands for a request, a webhook, a delivery, an event as the path says.
var apiRoutes = []struct {
	method, path string
	scopes       string
	body         string
}{
	{"GET", "/api/v1/link-requests", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/link-requests/{id}", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/link-requests/{id}/support-bundle", "read links links:read write webhooks", ""},
	{"POST", "/api/v1/link-requests/{id}/remind", "links write", "{}"},
	{"POST", "/api/v1/link-requests/{id}/reissue", "links write", "{}"},
	{"POST", "/api/v1/link-requests/{id}/withdraw", "links write", "{}"},
	{"POST", "/api/v1/link-requests/{id}/cases/{position}/retry", "write", "{}"},
	{"GET", "/api/v1/webhooks", "webhooks", ""},
	{"POST", "/api/v1/webhooks", "webhooks", `{"url":"https://hooks.example.com/in"}`},
	{"GET", "/api/v1/webhooks/{id}", "webhooks", ""},
	{"PATCH", "/api/v1/webhooks/{id}", "webhooks", `{"active":true}`},
	{"DELETE", "/api/v1/webhooks/{id}", "webhooks", ""},
	{"POST", "/api/v1/webhooks/{id}/test", "webhooks", "{}"},
	{"POST", "/api/v1/webhooks/{id}/rotate", "webhooks", "{}"},
	{"POST", "/api/v1/webhooks/{id}/replay", "webhooks", "{}"},
	{"GET", "/api/v1/webhooks/{id}/deliveries", "webhooks", ""},
	{"GET", "/api/v1/deliveries/{id}", "webhooks", ""},
	{"POST", "/api/v1/deliveries/{id}/replay", "webhooks", "{}"},
	{"GET", "/api/v1/events", "read links links:read write webhooks", ""},
	{"POST", "/api/v1/events/{id}/replay", "webhooks", "{}"},
	{"PUT", "/api/v1/customers/{id}", "write", `{"name":"New"}`},
	{"GET", "/api/v1/customers/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/purchases/{id}", "write", `{"status":"paid"}`},
	{"GET", "/api/v1/purchases/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/subscriptions/{id}", "write", `{"status":"active"}`},
	{"GET", "/api/v1/subscriptions/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/offers/{id}", "write", `{"productId":"34","name":"Plus"}`},
	{"GET", "/api/v1/offers/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/quotes/{id}", "write", `{"state":"open"}`},
	{"GET", "/api/v1/quotes/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/payment-methods/{id}", "write", `{"customer":"cl-9","label":{"kind":"card"}}`},
	{"GET", "/api/v1/payment-methods/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/documents/{id}", "write", `{"number":"N-1","kind":"invoice","issuedOn":"2026-01-02"}`},
	{"GET", "/api/v1/documents/{id}", "read links links:read write webhooks", ""},
	{"PUT", "/api/v1/documents/{id}/parts/{part}", "write", "no PDF"},
	{"POST", "/api/v1/imports", "write", `{"type":"quote","id":"1","state":"open"}`},
	{"GET", "/api/v1/imports", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/imports/{id}", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/imports/{id}/verdicts", "read links links:read write webhooks", ""},
	{"POST", "/api/v1/imports/{id}/undo", "write", ""},
	{"POST", "/api/v1/jobs", "links write", `{"verb":"remind","over":"links","filter":{"state":"waiting"}}`},
	{"GET", "/api/v1/jobs", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/jobs/{id}", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/jobs/{id}/items", "read links links:read write webhooks", ""},
	{"POST", "/api/v1/jobs/{id}/pause", "links write", "{}"},
	{"POST", "/api/v1/jobs/{id}/resume", "links write", "{}"},
	{"POST", "/api/v1/jobs/{id}/stop", "links write", "{}"},
	{"POST", "/api/v1/links", "links write", `{"kind":"p","id":"20417"}`},
	{"POST", "/api/v1/links/explain", "read links links:read write webhooks", `{"url":"https://pay.example.com/x"}`},
	{"POST", "/api/v1/links/reissue", "links write", `{"kind":"p","id":"20417"}`},
	{"POST", "/api/v1/links/revoke", "links write", `{"kind":"p","id":"20417"}`},
	{"GET", "/api/v1/decisions", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/decisions/export", "read links links:read write webhooks", ""},
	{"GET", "/api/v1/decisions/{id}", "read links links:read write webhooks", ""},
	{"POST", "/api/v1/decisions/{id}/outcome", "write", `{"state":"applied"}`},
	{"POST", "/in/{account}/mail-events", "write", `{"messageId":"msg_X@x","fate":"bounced"}`},
}

// apiWorld is a world with one of everything, and the ids that stand for {id}.
type apiWorld struct {
	*world
	request, webhook, delivery, event, imported, decision, job string
}

func newAPIWorld(t *testing.T, store portal.Store) apiWorld {
	t.Helper()
	w := apiWorld{world: newWorld(t, store)}
	w.request = w.pending()
	w.order("acme", "20417", "cl-1")
	g := w.grantOf(portal.SignAsk{Kind: link.Confirmation, ID: "20417"})
	w.decision = w.submit(g, portal.Act{Action: portal.ActionProblem, Change: portal.Change{Comment: "It does not start"}, FormValue: "a"}).ID
	all := w.as(w.apiKey("acme", "*"))
	w.webhook, _ = all.ok(201, "POST", "/api/v1/webhooks", map[string]any{"url": "https://hooks.example.com/in"})["id"].(string)
	w.event, _ = all.ok(202, "POST", "/api/v1/webhooks/"+w.webhook+"/test", "{}")["id"].(string)
	w.delivery, _ = items(t, all.ok(200, "GET", "/api/v1/webhooks/"+w.webhook+"/deliveries", nil))[0]["id"].(string)
	for _, route := range apiRoutes {
		if route.method == "PUT" && !strings.HasSuffix(route.path, "{part}") {
			all.ok(200, "PUT", w.target(route.path), route.body)
		}
	}
	w.imported, _ = all.ok(202, "POST", "/api/v1/imports", "{}")["id"].(string)
	w.job, _ = all.ok(202, "POST", "/api/v1/jobs", map[string]any{"verb": "remind", "over": "links"})["id"].(string)
	return w
}

// target fills a path of the table.
func (w apiWorld) target(path string) string {
	id := "cl-9"
	for part, one := range map[string]string{"/link-requests/": w.request, "/webhooks/": w.webhook, "/deliveries/": w.delivery, "/events/": w.event, "/imports/": w.imported, "/decisions/": w.decision, "/jobs/": w.job} {
		if strings.Contains(path, part) {
			id = one
		}
	}
	return strings.NewReplacer("{id}", id, "{account}", "acme", "{position}", "0", "{part}", "pdf").Replace(path)
}

func TestEveryScopeOpensWhatItSaysAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *world) {
		w := newAPIWorld(t, plain.store)
		for _, scope := range []string{"read", "write", "links", "links:read", "webhooks", "*"} {
			c := w.as(w.apiKey("acme", scope))
			for _, route := range apiRoutes {
				may := scope == "*" || slices.Contains(strings.Fields(route.scopes), scope)
				if may && (route.method == "DELETE" || scope == "*") {
					continue // shown to work where each is tested
				}
				a := c.call(route.method, w.target(route.path), orNothing(route.body))
				if (a.status == 403) == may || a.status == 401 || a.status == 404 || a.status >= 500 {
					t.Errorf("scope %s: %s %s: %d, may %t: %s", scope, route.method, route.path, a.status, may, a.body)
				}
			}
		}
	})
}

func orNothing(body string) any {
	if body == "" {
		return nil
	}
	return body
}

func TestAnotherAccountsObjectsAreUnknown(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *world) {
		w := newAPIWorld(t, plain.store)
		w.account("globex", portal.V1Policy{})
		c := w.as(w.apiKey("globex", "*"))
		for _, route := range apiRoutes {
			if !strings.Contains(route.path, "{") || route.method == "PUT" {
				continue
			}
			// What is put is the account's own; see TestAFileGoesToADocumentOfTheAccount.
			c.refused(404, "not-found", route.method, w.target(route.path), orNothing(route.body))
		}
		for _, list := range []string{"/api/v1/link-requests", "/api/v1/events", "/api/v1/webhooks"} {
			if all := items(t, c.ok(200, "GET", list, nil)); len(all) > 0 {
				t.Errorf("%s shows another account's: %v", list, all)
			}
		}
		url, err := w.service.Sign(context.Background(), portal.SignAsk{Account: "acme", Kind: "p", ID: "20417", Actor: portal.ByCommand})
		w.must(err)
		c.refused(404, "not-found", "POST", "/api/v1/links/explain", map[string]any{"url": url.URL})
		c.refused(422, "invalid", "POST", "/api/v1/webhooks", map[string]any{"url": "https://hooks.example.com/in", "partner": "ledgerly"})
		if d, err := w.service.Endpoint(context.Background(), "acme", w.webhook); err != nil || d.ID == "" {
			t.Errorf("the webhook is gone: %v", err)
		}
	})
}

func TestOnlyABearerTokenOpensTheAPI(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	partnerKey := w.nordlys()
	key, id := "", ""
	made, key, err := w.service.CreateAPIKey(context.Background(), portal.ByCommand, portal.APIKey{Account: "acme", Name: "k"})
	w.must(err)
	id = made.ID
	for name, headers := range map[string][]string{
		"nothing":       nil,
		"basic":         {"Authorization: Basic " + key},
		"the key alone": {"Authorization: " + key},
		"XApiKey":       {"XApiKey: " + key},
		"partner key":   {"Authorization: Bearer " + partnerKey},
		"changed":       {"Authorization: Bearer " + key + "x"},
	} {
		a := w.call("GET", "/api/v1/events", "", headers...)
		if a.status != 401 || a.header.Get("Content-Type") != "application/problem+json" || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s: %d %v", name, a.status, a.header)
		}
	}
	for _, query := range []string{"access_token=" + key, "token=x", "accessToken=x"} {
		if a := w.as(key).call("GET", "/api/v1/events?"+query, nil); a.status != 401 {
			t.Errorf("a token in the query beside the right header: %d", a.status)
		}
	}
	w.as(key).ok(200, "GET", "/api/v1/events", nil)
	w.must(w.service.RevokeAPIKey(context.Background(), portal.ByCommand, "acme", id))
	w.as(key).refused(401, "unauthorized", "GET", "/api/v1/events", nil)
	if strings.Contains(w.log.String(), key) {
		t.Error("the log holds a key")
	}
}

func TestTheDocumentNamesExactlyTheRoutes(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	a := w.get("/api/openapi.json")
	if a.status != 200 || a.header.Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s", a.status, a.header.Get("Content-Type"))
	}
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
			Responses   map[string]any
		}
	}
	if err := json.Unmarshal(a.body, &doc); err != nil || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Fatalf("%v %q", err, doc.OpenAPI)
	}
	described, seen := 0, map[string]bool{}
	for _, methods := range doc.Paths {
		described += len(methods)
	}
	for _, route := range apiRoutes {
		op, ok := doc.Paths[route.path][strings.ToLower(route.method)]
		if !ok {
			t.Errorf("%s %s is not described", route.method, route.path)
			continue
		}
		if len(op.Security) != 1 || len(op.Responses) < 2 || seen[op.OperationID] {
			t.Errorf("%s %s: %+v", route.method, route.path, op)
		}
		seen[op.OperationID] = true
		bare := w.call(route.method, strings.NewReplacer("{id}", "x", "{account}", "acme", "{position}", "0", "{part}", "pdf").Replace(route.path), route.body)
		if bare.status != 401 {
			t.Errorf("%s %s without a key: %d", route.method, route.path, bare.status)
		}
	}
	if described != len(apiRoutes) {
		t.Errorf("%d operations described, %d in the table", described, len(apiRoutes))
	}
}

func TestTheDocsPageStandsAlone(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	a := w.get("/api/docs")
	text := string(a.body)
	if a.status != 200 || a.page() != "api-docs" {
		t.Fatalf("%d %s", a.status, a.page())
	}
	for _, route := range apiRoutes {
		if !strings.Contains(text, "<code>"+route.method+" "+route.path+"</code>") {
			t.Errorf("%s %s is not on the page", route.method, route.path)
		}
	}
	for _, foreign := range []string{"<script", "http://", "//unpkg", "<iframe", "style="} {
		if strings.Contains(text, foreign) {
			t.Errorf("the page holds %s", foreign)
		}
	}
}

func TestWhatIsNoOperationIsAProblem(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.nordlys()
	c := w.as(w.apiKey("acme", "*"))
	c.refused(404, "not-found", "GET", "/api/v1/nothing", nil)
	c.refused(404, "not-found", "GET", "/api", nil)
	c.refused(404, "not-found", "GET", "/in/acme/x", nil)
	c.refused(405, "method", "DELETE", "/api/v1/events", nil)
	c.refused(400, "bad-request", "POST", "/api/v1/links", "kind=p")
	c.refused(400, "bad-request", "POST", "/api/v1/links", nil)
	c.refused(415, "unsupported", "POST", "/api/v1/links", "{}", "Content-Type: text/plain")
	c.refused(413, "too-large", "POST", "/api/v1/links", strings.Repeat(" ", 1<<20)+"{}")
	c.refused(422, "invalid", "POST", "/api/v1/links", `{"kind":["secret-text"],"id":"x"}`)
	c.refused(422, "invalid", "GET", "/api/v1/events?limit=0", nil)
	c.refused(422, "invalid", "GET", "/api/v1/link-requests?after=%21", nil)
	c.refused(422, "invalid", "GET", "/api/v1/link-requests?state=odd", nil)
	c.refused(400, "bad-request", "GET", "/api/v1/link-requests?partner=%00", nil)
	if a := c.call("POST", "/api/v1/links", `{"kind":["secret-text"],"id":"x"}`); strings.Contains(string(a.body), "secret-text") {
		t.Errorf("a problem quotes what was sent: %s", a.body)
	}
	if a := c.call("DELETE", "/api/v1/events", nil); a.header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow %q", a.header.Get("Allow"))
	}
}
