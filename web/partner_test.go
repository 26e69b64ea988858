package web_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

const tenantBody = "tenant-0042"

func TestPostClientsHasTheDocumentedAnswers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		_, rival := w.partner("acme", "kontora")
		w.must(w.service.Mirror(context.Background(), portal.BySystem, []portal.Customer{
			{Key: portal.Key{Account: "acme", ID: "p-1"}, Name: "Ida Berg", Type: "consumer", Country: "DK", Email: "ida@home.example"},
		}, nil))

		w.post(key, ask("tenant-0042", "maja@nordlys.example", map[string]any{"cases": []any{oneCase("NI-1")}})).golden(t, "409-needs-linking")
		w.post(key, ask("tenant-0042", "maja@nordlys.example", map[string]any{"cases": []any{oneCase("NI-2")}})).golden(t, "409-needs-linking-again")
		w.post(key, ask("tenant-0001", "new@fresh.example", map[string]any{"cases": []any{oneCase("F-1"), map[string]any{"currencyCode": "E"}}})).golden(t, "202-new-company")
		w.post(key, ask("tenant-0001", "new@fresh.example", map[string]any{"cases": []any{oneCase("F-1")}})).golden(t, "202-again")
		w.post(rival, ask("tenant-0009", "new@fresh.example", nil)).golden(t, "409-other-partner")
		w.post(key, ask("tenant-0002", "new@fresh.example", nil)).golden(t, "409-other-tenant")
		w.post(key, ask("tenant-0003", "ida@home.example", map[string]any{
			"client": map[string]any{"name": "Ida", "country": "DK", "supportEmail": "ida@home.example"},
		})).golden(t, "409-client-type")
		w.post(key, `{"client": {"name": "N"}, "users": []}`).golden(t, "400-incomplete")
		w.post(key, `{"externalTenantId": 7, "client": {"name": "N"}, "users": {}}`).golden(t, "400-types")
		w.post(key, `kind=p`).golden(t, "400-not-json")
		w.post("lkp_wrong", ask("tenant-0042", "maja@nordlys.example", nil)).golden(t, "401-wrong-key")
		w.call("GET", "/clients/tenant-0001", "", "XApiKey: "+key).golden(t, "get-200")
		w.call("GET", "/clients/tenant-0042", "", "XApiKey: "+key).golden(t, "get-404-pending")
		w.call("GET", "/clients/tenant-0404", "", "XApiKey: "+key).golden(t, "get-404")
	})
}

func TestOnboardedClientsAnswer201(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	a := w.post(key, ask("tenant-0001", "new@fresh.example", nil))
	id, _ := at(a.read(t), "client", "id").(string)
	done := portal.Customer{Key: portal.Key{Account: "acme", ID: id}, Name: "Fresh", Type: "business", Country: "DK", OnboardingDone: true}
	w.must(w.service.Mirror(context.Background(), portal.BySystem, []portal.Customer{done}, nil))
	w.post(key, ask("tenant-0001", "new@fresh.example", nil)).golden(t, "201-onboarded")
}

func TestOnlyTheRightKeyInItsHeaderCounts(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	body := ask(tenantBody, "maja@nordlys.example", nil)
	for name, headers := range map[string][]string{
		"none":   nil,
		"bearer": {"Authorization: Bearer " + key},
		"empty":  {"XApiKey: "},
		"other":  {"XApiKey: " + key + "x"},
	} {
		if a := w.call("POST", "/clients", body, headers...); a.status != 401 || at(a.read(t), "error") != "invalid_api_key" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := w.call("POST", "/clients?XApiKey="+key, body); a.status != 401 {
		t.Errorf("a key in the query: %d", a.status)
	}
	if n := len(w.events("acme")); n != 0 {
		t.Errorf("refused calls left %d kinds of events", n)
	}
	next, err := w.service.RotatePartnerKey(context.Background(), portal.ByCommand, "acme", "ledgerly", 0)
	w.must(err)
	if a := w.post(key, body); a.status != 401 {
		t.Errorf("the key before a rotation: %d", a.status)
	}
	if a := w.post(next, body); a.status != 409 {
		t.Errorf("the key after a rotation: %d", a.status)
	}
	_, err = w.service.ChangePartner(context.Background(), portal.ByCommand, "acme", "ledgerly", func(p *portal.Partner) { p.DisabledAt = w.now() })
	w.must(err)
	w.post(next, body).golden(t, "403-disabled")
}

func TestBodiesThatCannotBeTakenAreRefused(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	good := ask(tenantBody, "maja@nordlys.example", nil)
	for name, c := range map[string]struct {
		body   string
		header string
		status int
	}{
		"too large":       {strings.Repeat(" ", 256<<10) + good, "X: y", 413},
		"a form":          {good, "Content-Type: application/x-www-form-urlencoded", 415},
		"text":            {good, "Content-Type: text/plain", 415},
		"with a charset":  {good, "Content-Type: application/json; charset=utf-8", 409},
		"nothing":         {"", "X: y", 400},
		"half":            {good[:20], "X: y", 400},
		"two documents":   {good + good, "X: y", 400},
		"an array":        {"[]", "X: y", 400},
		"not UTF-8":       {strings.Replace(good, "Nordlys", "\xff", 1), "X: y", 400},
		"a NUL":           {strings.Replace(good, "Nordlys", `\u0000`, 1), "X: y", 400},
		"control":         {strings.Replace(good, "tenant-0042", `tenant\n0042`, 1), "X: y", 400},
		"no address":      {ask(tenantBody, "maja", nil), "X: y", 400},
		"a bad key":       {good, "Idempotency-Key: " + strings.Repeat("k", 256), 400},
		"an empty key":    {good, "Idempotency-Key: ", 400},
		"a long tenant":   {ask(strings.Repeat("t", 256), "maja@nordlys.example", nil), "X: y", 400},
		"a longest key":   {good, "Idempotency-Key: " + strings.Repeat("k", 255), 409},
		"unknown members": {ask(tenantBody, "maja@nordlys.example", map[string]any{"color": "red"}), "X: y", 409},
		"other case": {`{"EXTERNALTENANTID":"tenant-0042","Client":{"NAME":"N","Country":"DK","supportemail":"a@nordlys.example"},` +
			`"Users":[{"Name":"M","EMAIL":"maja@nordlys.example"}]}`, "X: y", 409},
	} {
		if a := w.post(key, c.body, c.header); a.status != c.status {
			t.Errorf("%s: %d, want %d: %s", name, a.status, c.status, a.body)
		}
	}
}

func TestTenantIDsMayHaveAnyCharacters(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		key := w.nordlys()
		for i, tenant := range []string{"a:b@c", "a/b", "ä ø", "100%", "..", ".", "A", "a", "x?y=1&z", "a%2Fb", "a\\b", "withdraw", strings.Repeat("t", 255)} {
			email := "u" + string(rune('a'+i)) + "@fresh.example"
			body := ask(tenant, email, map[string]any{"client": map[string]any{"name": "N", "country": "DK", "supportEmail": email}})
			if a := w.post(key, body); a.status != 202 {
				t.Fatalf("%q: %d %s", tenant, a.status, a.body)
			}
		}
		for _, tenant := range []string{"a:b@c", "a/b", "ä ø", "100%", "..", ".", "A", "a", "x?y=1&z", "a%2Fb", "a\\b", "withdraw", strings.Repeat("t", 255)} {
			for _, prefix := range []string{"", "/v1"} {
				a := w.call("GET", prefix+"/clients/"+strings.ReplaceAll(url.QueryEscape(tenant), "+", "%20"), "", "XApiKey: "+key)
				if got := at(a.read(t), "externalTenantId"); a.status != 200 || got != tenant {
					t.Errorf("%q: %d %v", tenant, a.status, got)
				}
			}
		}
		for _, path := range []string{
			"/clients/", "/clients//x", "/clients/a/b", "/clients/a/withdraw/", "/clients/%00", "/clients/%0a", "/clients/%ff",
			"/clients/" + strings.Repeat("t", 256), "/clients/a/..", "/v1/clients/", "/v1/v1/clients/a", "/v1", "/v1/approve/x",
			"/clients/..%2Fadmin", "/clientsx",
		} {
			if a := w.call("GET", path, "", "XApiKey: "+key); a.status != 404 {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		if a := w.call("GET", "/clients/a/../../admin", "", "XApiKey: "+key); a.status != 404 || a.header.Get("Location") != "" {
			t.Errorf("a path out of /clients: %d %q", a.status, a.header.Get("Location"))
		}
		if a := w.call("DELETE", "/clients/a", "", "XApiKey: "+key); a.status != 405 || a.header.Get("Allow") != "GET" {
			t.Errorf("DELETE: %d, Allow %q", a.status, a.header.Get("Allow"))
		}
		if strings.Contains(w.log.String(), "a:b") || strings.Contains(w.log.String(), "tenant") && strings.Contains(w.log.String(), "tttt") {
			t.Error("the log names a tenant")
		}
		if !strings.Contains(w.log.String(), `"route":"/clients/{externalTenantId}"`) {
			t.Error("the log does not name the route")
		}
	})
}

func TestWithdrawEndsTheLinkAndKeepsTheCases(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	first := w.post(key, ask(tenantBody, "maja@nordlys.example", map[string]any{"cases": []any{oneCase("NI-1")}}))
	withdraw := func(target, body string) answer { return w.call("POST", target, body, "XApiKey: "+key) }
	if a := withdraw("/clients/tenant-0404/withdraw", ""); a.status != 404 {
		t.Errorf("unknown tenant: %d", a.status)
	}
	for i := range 2 {
		if a := withdraw("/v1/clients/tenant-0042/withdraw", ""); a.status != 204 || len(a.body) > 0 {
			t.Errorf("withdrawal %d: %d %s", i+1, a.status, a.body)
		}
	}
	if n := w.events("acme")["client.link_withdrawn"]; n != 1 {
		t.Errorf("%d events of the withdrawal, want 1", n)
	}
	next := w.post(key, ask(tenantBody, "maja@nordlys.example", nil))
	if next.url(t) == first.url(t) || at(next.read(t), "data", "linkRequest", "casesHeld") != 1.0 {
		t.Errorf("after a withdrawal: %s", next.body)
	}
	withdraw("/clients/tenant-0042/withdraw", `{"dropCases":true}`)
	a := w.call("GET", "/clients/tenant-0042", "", "XApiKey: "+key)
	if at(a.read(t), "linkRequest", "casesHeld") != 0.0 || at(a.read(t), "linkRequest", "status") != "withdrawn" {
		t.Errorf("dropped cases: %s", a.body)
	}
}

func TestOtherPartnersTenantsAreUnknown(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	_, rival := w.partner("acme", "kontora")
	w.account("globex", portal.V1Policy{})
	_, foreign := w.partner("globex", "ledgerly")
	w.post(key, ask(tenantBody, "maja@nordlys.example", nil))
	for name, other := range map[string]string{"another partner": rival, "another account": foreign} {
		if a := w.call("GET", "/clients/tenant-0042", "", "XApiKey: "+other); a.status != 404 || at(a.read(t), "linkRequest") != nil {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if a := w.call("POST", "/clients/tenant-0042/withdraw", "", "XApiKey: "+other); a.status != 404 {
			t.Errorf("%s withdraws: %d", name, a.status)
		}
	}
}

func TestCallsOfAKeyAreLimited(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	key := w.nordlys()
	get := func() answer { return w.call("GET", "/clients/x", "", "XApiKey: "+key) }
	for i := range 2000 {
		if i == 1000 {
			w.clock.Add(int64((20 * time.Second).Seconds()))
		}
		if a := get(); a.status != 404 {
			t.Fatalf("call %d: %d", i+1, a.status)
		}
	}
	a := get()
	if a.status != 429 || a.header.Get("Retry-After") != "40" || at(a.read(t), "retryAfter") != 40.0 || at(a.read(t), "error") != "rate_limit_exceeded" {
		t.Fatalf("over the limit: %d %v %s", a.status, a.header, a.body)
	}
	w.clock.Add(39)
	if a := get(); a.status != 429 {
		t.Errorf("a second too early: %d", a.status)
	}
	w.clock.Add(1)
	if a := get(); a.status != 404 {
		t.Errorf("after the wait: %d", a.status)
	}
}
