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

// send sends a request with headers, and returns the answer without its body.
func (s *site) send(method, target string, headers ...string) *http.Response {
	s.t.Helper()
	r, err := http.NewRequest(method, "http://"+s.addr+target, strings.NewReader("{}"))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Host = "pay.example.com"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = a.Body.Close()
	return a
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

// A partner, a caller of the API and a clerk who are told that the fault is ours
// can name the request, whichever part of the program says so.
func TestEveryFaultOfOursNamesTheRequestToAMachine(t *testing.T) {
	full := func(s *web.Site) { s.Storage = func() web.Storage { return web.Storage{Room: web.RoomForDecisions} } }
	for _, c := range []struct {
		name, method, target string
		option               option
		gone                 bool // the database
	}{
		{"a partner without a database", http.MethodGet, "/clients/tenant-1", nil, true},
		{"a partner on a full disk", http.MethodPost, "/clients", full, false},
		{"the API without a database", http.MethodGet, "/api/v1/events", nil, true},
		{"the API on a full disk", http.MethodPost, "/api/v1/links", full, false},
		{"the desk on a full disk", http.MethodPost, "/admin/links", full, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := storetest.SQLite(t)
			var options []option
			if c.option != nil {
				options = append(options, c.option)
			}
			s := start(t, store, options...)
			if c.gone {
				if err := store.Close(); err != nil {
					t.Fatal(err)
				}
			}
			a := s.send(c.method, c.target, "XApiKey", "lkp_"+strings.Repeat("a", 40), "Authorization", "Bearer lk_"+strings.Repeat("a", 40))
			if a.StatusCode < 500 || a.Header.Get("X-Request-Id") == "" {
				t.Errorf("status %d, name %q", a.StatusCode, a.Header.Get("X-Request-Id"))
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
