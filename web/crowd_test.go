package web_test

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// counted makes the limits count in a test, by a clock that stands until it is
// moved, and notes what was shed.
type counted struct {
	mu   sync.Mutex
	now  time.Time
	shed map[string]int
}

func counting() *counted { return &counted{now: time.Unix(noon, 0), shed: map[string]int{}} }

func (c *counted) later(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *counted) of(reason string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shed[reason]
}

// on is the option that has a site count; l says which limits are not the default.
func (c *counted) on(l web.Limits) option {
	l.Now = func() time.Time {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.now
	}
	return func(s *web.Site) {
		s.Limits = l
		s.Shed = func(reason string) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.shed[reason]++
		}
	}
}

// shop is an account with one order, and the link to it.
func (w *world) shop() (target string) {
	w.t.Helper()
	w.account("acme", portal.V1Policy{On: true})
	w.customer("acme", "8801", "Harbour & Pine", "anna@harbourpine.example")
	w.order("acme", "20417", "8801")
	return w.linkTo("acme", "p", "20417")
}

func from(address string) map[string]string { return map[string]string{"X-Forwarded-For": address} }

func TestAVisitorHasABurstOfPagesAndThenARate(t *testing.T) {
	c := counting()
	w := newWorld(t, storetest.SQLite(t), c.on(web.Limits{Pages: limit.Rate{PerSecond: 2, Burst: 5}}))
	target := w.shop()
	get := func(address string, want int) answer {
		t.Helper()
		a := w.visit(visit{method: "GET", target: target, header: from(address)})
		if a.status != want {
			t.Errorf("from %s: status %d, want %d", address, a.status, want)
		}
		return a
	}
	for range 5 {
		get("198.51.100.7", 200)
	}
	a := get("198.51.100.7", 429)
	if a.page() != "rate" || a.header.Get("Retry-After") != "1" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("page %q, headers %v", a.page(), a.header)
	}
	get("198.51.100.8", 200) // the neighbour
	c.later(500 * time.Millisecond)
	get("198.51.100.7", 200)
	get("198.51.100.7", 429)
	for _, free := range []string{"/healthz", "/readyz", "/robots.txt"} {
		if a := w.visit(visit{method: "GET", target: free, header: from("198.51.100.7")}); a.status != 200 {
			t.Errorf("%s: status %d", free, a.status)
		}
	}
	if c.of("address") != 2 {
		t.Errorf("%d were told to be shed, want 2", c.of("address"))
	}
	for range 5 {
		get("2001:db8:1:2::1", 200)
	}
	get("2001:db8:1:2:ffff::9", 429) // of the same customer of a provider
	get("2001:db8:1:3::1", 200)
}

func TestALinkIsOpenedAndPressedSoOften(t *testing.T) {
	c := counting()
	w := newWorld(t, storetest.SQLite(t), c.on(web.Limits{Opens: limit.Per(3, time.Minute), Posts: limit.Per(2, time.Minute)}))
	target := w.shop()
	ask := func(method string, n, want int) {
		t.Helper()
		body := map[string]string{"POST": "ask=new-link"}[method]
		a := w.visit(visit{method: method, target: target, body: body, header: from(fmt.Sprintf("198.51.100.%d", n))})
		if over := a.status == 429; over != (want == 429) {
			t.Errorf("%s %d: status %d", method, n, a.status)
		}
	}
	for n := range 3 {
		ask("GET", n, 200) // each from an address of its own: it is the link that counts
	}
	ask("GET", 4, 429)
	ask("POST", 5, 200) // presses are counted apart
	ask("POST", 6, 200)
	ask("POST", 7, 429)
	if a := w.visit(visit{method: "GET", target: target + "&utm_source=x"}); a.status != 429 {
		t.Errorf("what anybody may add to a link makes it another: status %d", a.status)
	}
	c.later(20 * time.Second)
	ask("GET", 8, 200)
}

// Whoever tries checksums is turned away for a time, from that address alone; a
// genuine link opens there all the same, as it must for an office behind it.
func TestWrongChecksumsShutAnAddressOut(t *testing.T) {
	c := counting()
	w := newWorld(t, storetest.SQLite(t), c.on(web.Limits{Pages: limit.Rate{PerSecond: 1000, Burst: 1000}}))
	good := w.shop()
	wrong := good[:len(good)-1] + map[bool]string{true: "1", false: "0"}[strings.HasSuffix(good, "0")]
	status := func(address, target string, want int) {
		t.Helper()
		if a := w.visit(visit{method: "GET", target: target, header: from(address)}); a.status != want {
			t.Errorf("%s: status %d, want %d", address, a.status, want)
		}
	}
	for range 30 {
		status("198.51.100.7", wrong, 403)
	}
	status("198.51.100.7", wrong, 429)
	status("198.51.100.7", good, 200)
	status("198.51.100.8", wrong, 403)
	w.clock.Add(9 * 60)
	status("198.51.100.7", wrong, 429)
	w.clock.Add(60)
	status("198.51.100.7", wrong, 403)
	if c.of("checksum") != 2 {
		t.Errorf("%d were told to be shed, want 2", c.of("checksum"))
	}
}

func TestAKeyIsHeldToItsRateAndToldWhatIsLeft(t *testing.T) {
	c := counting()
	w := newWorld(t, storetest.SQLite(t), c.on(web.Limits{Calls: limit.Rate{PerSecond: 50, Burst: 3}}))
	partner := w.nordlys()
	_, own, err := w.service.CreateAPIKey(context.Background(), portal.ByCommand, portal.APIKey{Account: "acme", Name: "erp", Scopes: []string{"read"}})
	w.must(err)
	for name, call := range map[string]func() answer{
		"partner": func() answer { return w.call("GET", "/clients/t1", "", "XApiKey: "+partner) },
		"own":     func() answer { return w.call("GET", "/api/v1/events", "", "Authorization: Bearer "+own) },
	} {
		for n := range 3 {
			a := call()
			if a.status == 429 {
				t.Errorf("%s: call %d: status 429", name, n+1)
			}
			if policy, left := a.header.Get("RateLimit-Policy"), a.header.Get("RateLimit"); policy != `"key";q=3;w=1` || left != fmt.Sprintf(`"key";r=%d;t=1`, 2-n) {
				t.Errorf("%s: call %d: policy %s, left %s", name, n+1, policy, left)
			}
		}
		if a := call(); a.status != 429 || a.header.Get("Retry-After") != "1" {
			t.Errorf("%s: status %d, headers %v", name, a.status, a.header)
		}
		c.later(20 * time.Millisecond)
		if a := call(); a.status == 429 {
			t.Errorf("%s: refused though one may follow", name)
		}
	}
}

// stopped is a till that stands still until it is let go on: with it a test
// fills the house.
type stopped struct {
	web.Till
	entered chan struct{}
	goOn    chan struct{}
}

func (s stopped) Trial(string) (portal.Trial, error) {
	s.entered <- struct{}{}
	<-s.goOn
	return portal.Trial{}, portal.ErrNotSigned
}

// crowded fills a house of one place, and leaves none to wait.
func crowded(t *testing.T, queue int, wait time.Duration, more ...option) (w *world, c *counted, goOn func()) {
	t.Helper()
	c, till := counting(), stopped{entered: make(chan struct{}, 9), goOn: make(chan struct{})}
	w = newWorld(t, storetest.SQLite(t), append(more, c.on(web.Limits{Spare: everywhere, Places: 1, Queue: queue, Wait: wait}),
		func(s *web.Site) { till.Till = s.Till; s.Till = till })...)
	var inside sync.WaitGroup
	inside.Go(func() { w.visit(visit{method: "GET", target: "/test-provider?token=x"}) })
	<-till.entered
	return w, c, sync.OnceFunc(func() { close(till.goOn); inside.Wait() })
}

func TestABusyServerSaysSoAtOnceAndInTheCallersLanguage(t *testing.T) {
	w, c, goOn := crowded(t, 1, time.Millisecond)
	defer goOn()
	target := w.shop()
	var waits []int
	var styles string // that the page needs
	for range 20 {
		a := w.visit(visit{method: "GET", target: target})
		if a.status != 503 || a.page() != "unavailable" || !bytes.Contains(a.body, []byte("your link stays valid")) {
			t.Fatalf("status %d, page %q", a.status, a.page())
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("Content-Security-Policy") == "" {
			t.Errorf("headers %v", a.header)
		}
		wait, err := strconv.Atoi(a.header.Get("Retry-After"))
		if err != nil || wait < 1 || wait > 4 {
			t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
		}
		waits = append(waits, wait)
		_, styles, _ = strings.Cut(string(a.body), "/static/")
		styles, _, _ = strings.Cut(styles, `"`)
	}
	if strings.Count(fmt.Sprint(waits), fmt.Sprint(waits[0])) == len(waits) {
		t.Errorf("all are told to come again at the same time: %v", waits)
	}
	for target, kind := range map[string]string{"/clients": "application/json", "/api/v1/events": "application/problem+json", target: "application/problem+json"} {
		a := w.visit(visit{method: "GET", target: target, header: map[string]string{"Accept": "application/json"}})
		if a.status != 503 || a.header.Get("Content-Type") != kind || a.header.Get("Retry-After") == "" {
			t.Errorf("%s: status %d, headers %v", target, a.status, a.header)
		}
	}
	for _, never := range []string{"/healthz", "/readyz", "/static/" + styles} {
		if a := w.visit(visit{method: "GET", target: never}); a.status != 200 {
			t.Errorf("%s: status %d", never, a.status)
		}
	}
	if c.of("waited") != 23 {
		t.Errorf("shed %v", c.shed)
	}
}

// A decision takes the place of a page that waits.
func TestADecisionIsShedLast(t *testing.T) {
	const queue = 3
	w, c, goOn := crowded(t, queue, time.Minute)
	defer goOn()
	target := w.shop()
	pages := make(chan int, queue+1)
	for range queue + 1 {
		go func() { pages <- w.visit(visit{method: "GET", target: target}).status }()
	}
	if status := <-pages; status != 503 || c.of("full") != 1 {
		t.Fatalf("status %d, shed %v", status, c.shed)
	}
	press := make(chan int, 1) // now the queue is full of pages
	go func() { press <- w.visit(visit{method: "POST", target: target, body: "ask=new-link"}).status }()
	if status := <-pages; status != 503 || c.of("displaced") != 1 {
		t.Errorf("status %d, shed %v", status, c.shed)
	}
	goOn()
	if status := <-press; status == 503 {
		t.Error("the press was shed")
	}
	for range queue - 1 {
		if status := <-pages; status != 200 {
			t.Errorf("a page that waited: status %d", status)
		}
	}
}

// Of bodies whose length nobody told few are read at once, and each gives its
// places back.
func TestBodiesOfUnknownLengthComeAndGo(t *testing.T) {
	c := counting()
	w := newWorld(t, storetest.SQLite(t), c.on(web.Limits{Spare: everywhere}))
	w.account("acme", portal.V1Policy{})
	_, key, err := w.service.CreateAPIKey(context.Background(), portal.ByCommand, portal.APIKey{Account: "acme", Name: "erp", Scopes: []string{"write"}})
	w.must(err)
	for range 6 { // more than there are places
		a := w.visit(visit{method: "PUT", target: "/api/v1/customers/7", body: "2\r\n{}\r\n0\r\n\r\n", header: map[string]string{
			"Authorization": "Bearer " + key, "Content-Type": "application/json", "Transfer-Encoding": "chunked",
		}})
		if a.status != 422 {
			t.Fatalf("status %d, shed %v", a.status, c.shed)
		}
	}
}

func TestARequestThatTakesTooLongIsAnsweredAsOurFault(t *testing.T) {
	c := counting()
	w := newWorld(t, storetest.SQLite(t), c.on(web.Limits{Spare: everywhere, Request: time.Nanosecond}))
	target := w.shop()
	a := w.visit(visit{method: "GET", target: target})
	if a.status != 503 || a.page() != "unavailable" || a.header.Get("Retry-After") == "" {
		t.Errorf("status %d, page %q", a.status, a.page())
	}
}
