package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// apiKey makes a key of an account and returns what is sent after "Bearer".
func (w *world) apiKey(account string, scopes ...string) string {
	w.t.Helper()
	_, key, err := w.service.CreateAPIKey(context.Background(), portal.ByCommand, portal.APIKey{Account: account, Name: "test", Scopes: scopes})
	w.must(err)
	return key
}

// caller sends calls with one key.
type caller struct {
	*world
	key string
}

func (w *world) as(key string) caller { return caller{w, key} }

func (c caller) call(method, target string, body any, headers ...string) answer {
	c.t.Helper()
	text := ""
	switch b := body.(type) {
	case nil:
	case string:
		text = b
	default:
		raw, err := json.Marshal(b)
		c.must(err)
		text = string(raw)
	}
	return c.world.call(method, target, text, append([]string{"Authorization: Bearer " + c.key}, headers...)...)
}

// ok is a call that must succeed with a status.
func (c caller) ok(status int, method, target string, body any, headers ...string) map[string]any {
	c.t.Helper()
	a := c.call(method, target, body, headers...)
	if a.status != status {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, target, a.status, status, a.body)
	}
	if len(a.body) == 0 {
		return nil
	}
	return a.read(c.t)
}

// refused is a call that must end in a problem document of a type.
func (c caller) refused(status int, problem, method, target string, body any, headers ...string) {
	c.t.Helper()
	a := c.call(method, target, body, headers...)
	if a.status != status || a.header.Get("Content-Type") != "application/problem+json" || at(a.read(c.t), "type") != "/problems/"+problem {
		c.t.Errorf("%s %s: %d %s %s, want %d /problems/%s", method, target, a.status, a.header.Get("Content-Type"), a.body, status, problem)
	}
}

// pending is a world with one live link request, "tenant-0042", that has one case.
func (w *world) pending() (request string) {
	w.t.Helper()
	key := w.nordlys()
	a := w.post(key, ask(tenantBody, "maja@nordlys.example", map[string]any{"cases": []any{oneCase("NI-1")}}))
	id, _ := at(a.read(w.t), "data", "linkRequest", "id").(string)
	if id == "" {
		w.t.Fatalf("no link request: %s", a.body)
	}
	return id
}

func items(t testing.TB, list map[string]any) []map[string]any {
	t.Helper()
	raw, ok := list["items"].([]any)
	if !ok {
		t.Fatalf("no items: %v", list)
	}
	var all []map[string]any
	for _, one := range raw {
		m, _ := one.(map[string]any)
		all = append(all, m)
	}
	return all
}

// walk follows next until there is none, and returns the ids in order.
func (c caller) walk(target string, limit int) (ids []string) {
	c.t.Helper()
	after := ""
	for range 100 {
		page := c.ok(200, "GET", fmt.Sprintf("%s?limit=%d%s", target, limit, after), nil)
		all := items(c.t, page)
		if len(all) > limit {
			c.t.Fatalf("%d items on a page of %d", len(all), limit)
		}
		for _, one := range all {
			ids = append(ids, fmt.Sprint(one["id"]))
		}
		next, more := page["next"].(string)
		if !more {
			return ids
		}
		after = "&after=" + next
	}
	c.t.Fatal("the list does not end")
	return nil
}
