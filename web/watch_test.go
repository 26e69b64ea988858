package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/logs"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// asked sends a request with a name for it, and returns the answer and its body.
func (s *site) asked(target, name string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+s.addr+target, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Host = "pay.example.com"
	if name != "" {
		r.Header.Set("X-Request-Id", name)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return a, string(body)
}

// A customer reads a name off the page for our own faults, by which the operator
// finds every line of the request.
func TestAFaultIsFoundInTheLogByItsName(t *testing.T) {
	const link = "/acme/p/1?s=1759492800&e=1762084800&k=a1&c=e33ddc6a52e966c91bc9f9aef07743e4"
	named := func(s *web.Site) { s.Log = slog.New(logs.Redact(s.Log.Handler())) }
	for _, c := range []struct {
		name, given string
		options     []option
		taken       bool
	}{
		{"a new one", "", nil, false},
		{"a visitor's is not believed", "visitor-made-it-up", nil, false},
		{"a trusted proxy's is", "4bf92f3577b34da6a3ce929d0e0e4736", []option{trusting}, true},
		{"a proxy's that could be an address is not", "anna@harbour.example", []option{trusting}, false},
		{"a proxy's that is too long is not", strings.Repeat("a", 65), []option{trusting}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := storetest.SQLite(t)
			s := start(t, store, append(c.options, named)...)
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
			a, body := s.asked(link, c.given)
			name := a.Header.Get("X-Request-Id")
			if a.StatusCode != http.StatusServiceUnavailable || c.taken != (name == c.given) || !c.taken && !regexp.MustCompile(`^[0-9A-Z]{4}-[0-9A-Z]{4}$`).MatchString(name) {
				t.Fatalf("status %d, name %q", a.StatusCode, name)
			}
			if !strings.Contains(body, ">"+name+"<") {
				t.Errorf("the page does not show %s", name)
			}
			if n := strings.Count(s.log.String(), `"request":"`+name+`"`); n < 2 {
				t.Errorf("%d lines name %s:\n%s", n, name, s.log)
			}
		})
	}
}

// What is told of requests is of closed sets: no id, no address, no query.
func TestTheWatchIsToldOfEveryRequest(t *testing.T) {
	var mu sync.Mutex
	var seen []web.Seen
	watch := func(s *web.Site) {
		s.Watch = func(ctx context.Context) (context.Context, func(web.Seen)) {
			return ctx, func(one web.Seen) {
				mu.Lock()
				defer mu.Unlock()
				seen = append(seen, one)
			}
		}
	}
	s := start(t, storetest.SQLite(t), watch)
	for _, target := range []string{
		"/nowhere/p/366332011?s=1759492800&e=1762084800&k=a1&c=e33ddc6a52e966c91bc9f9aef07743e4",
		"/acme/p/366332011?c=", "/healthz", "/no/such/thing?email=anna@harbour.example", "/admin/sign-in",
	} {
		s.asked(target, "")
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 5 || seen[0].Check != "tampered" || seen[0].Route != "/{account}/p/{id}" || seen[0].Status != http.StatusForbidden ||
		seen[1].Check != "damaged" || seen[2].Check != "" || seen[3].Route != "unknown" {
		t.Errorf("%+v", seen)
	}
	for _, one := range seen {
		for _, text := range []string{one.Method, one.Route, one.Check} {
			if strings.ContainsAny(text, "?@=") || strings.Contains(text, "366332011") {
				t.Errorf("%q is told", text)
			}
		}
		if one.Took <= 0 {
			t.Errorf("%+v took no time", one)
		}
	}
}
