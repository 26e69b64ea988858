package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// lobby is a world with one order.
func lobby(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, storetest.SQLite(t))
	w.account("acme", portal.V1Policy{})
	w.customer("acme", "8801", "Harbour & Pine", "anna@harbourpine.example")
	w.order("acme", "1", "8801")
	return w
}

func (w *world) visits(k portal.ObjectKey) []portal.Visit {
	w.t.Helper()
	w.must(w.book.Flush(context.Background()))
	visits, err := w.service.Visits(context.Background(), k)
	w.must(err)
	return visits
}

const (
	iPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
	windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
	edge    = windows + " Edg/156.0.0.0"
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0"
)

func TestVisitorsAreToldApart(t *testing.T) {
	clicked := map[string]string{"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
	loaded := map[string]string{"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"}
	for _, c := range []struct {
		name, method, agent string
		headers             map[string]string
		who                 portal.Visitor
		client              string
	}{
		{"a click on an iPhone", "GET", iPhone, clicked, portal.VisitPerson, "Safari on iPhone"},
		{"a click in Edge", "GET", edge, clicked, portal.VisitPerson, "Edge on Windows"},
		{"a click in Firefox", "GET", firefox, clicked, portal.VisitPerson, "Firefox on Linux"},
		{"a page that nobody clicked", "GET", windows, loaded, portal.VisitUnknown, "Chrome on Windows"},
		{"HEAD", "HEAD", windows, clicked, portal.VisitScanner, "Chrome on Windows"},
		{"Chrome that does not say why it asks", "GET", windows, nil, portal.VisitScanner, "Chrome on Windows"},
		{"Safari may be too old to say", "GET", iPhone, nil, portal.VisitUnknown, "Safari on iPhone"},
		{"no name", "GET", "", nil, portal.VisitScanner, ""},
		{"a scanner that says so", "GET", "Mozilla/5.0 Barracuda Sentinel (EE)", clicked, portal.VisitScanner, "Barracuda"},
		{"a browser without a window", "GET", strings.Replace(windows, "Chrome/", "HeadlessChrome/", 1), clicked, portal.VisitScanner, "Headless Chrome"},
		{"a script", "GET", "python-requests/2.32.0", nil, portal.VisitScanner, "Python"},
		{"a name that says too much", "GET", windows + " anna@harbourpine.example", clicked, portal.VisitPerson, "Chrome on Windows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := lobby(t)
			headers := map[string]string{"User-Agent": c.agent}
			for name, value := range c.headers {
				headers[name] = value
			}
			w.visit(visit{method: c.method, target: w.linkTo("acme", "p", "1"), header: headers})
			got := w.visits(order("acme", "1"))
			if len(got) != 1 || got[0].Who != c.who || got[0].Client != c.client || got[0].Page != "document" || got[0].Count != 1 {
				t.Errorf("have %+v, want %s, %q", got, c.who, c.client)
			}
		})
	}
}

func TestWhatABrowserLoadsInAdvanceIsNoVisit(t *testing.T) {
	w := lobby(t)
	for _, purpose := range []string{"prefetch", "prefetch;prerender"} {
		w.visit(visit{method: "GET", target: w.linkTo("acme", "p", "1"), header: map[string]string{"Sec-Purpose": purpose}})
	}
	if got := w.visits(order("acme", "1")); len(got) != 0 {
		t.Errorf("have %+v", got)
	}
}

func TestAVisitSaysWhatWasShown(t *testing.T) {
	w := lobby(t)
	w.order("acme", "2", "8801")
	now := w.clock.Load()
	late := formula{account: "acme", kind: "p", id: "1", start: now - 9*day, end: now - 2*day}
	w.get(w.sign(late, false))
	w.askAnew(w.sign(late, false))
	good := w.linkTo("acme", "p", "2")
	w.get(strings.Replace(good, "&", "&amp;", 1))
	w.get(good)
	w.get(strings.Replace(good, "&c=", "&c=0", 1)) // nobody made it: it is nobody's visit

	pages := map[string]int64{}
	for _, id := range []string{"1", "2"} {
		for _, v := range w.visits(order("acme", id)) {
			pages[id+" "+v.Page+" "+string(v.Who)] += v.Count
			if id == "1" && (v.Start != late.start || !v.First.Equal(time.Unix(now, 0))) {
				t.Errorf("noted of another link or time: %+v", v)
			}
		}
	}
	want := map[string]int64{"1 expired scanner": 1, "1 answered person": 1, "2 damaged scanner": 1, "2 document scanner": 1}
	for note, n := range want {
		if pages[note] != n {
			t.Errorf("%s: %d, want %d", note, pages[note], n)
		}
	}
	if len(pages) != len(want) {
		t.Errorf("have %v", pages)
	}
}

func TestWrongLinksAreCountedByNetwork(t *testing.T) {
	w := lobby(t)
	bad := w.linkTo("acme", "p", "1")
	bad = bad[:len(bad)-4] + "0000"
	for range 25 {
		w.visit(visit{method: "GET", target: bad, header: map[string]string{"X-Forwarded-For": "203.0.113.9"}})
	}
	w.must(w.book.Flush(context.Background()))
	got, err := w.service.Bursts(context.Background(), 9)
	w.must(err)
	if len(got) != 1 || got[0].Network != "203.0.113.0/24" || got[0].Count != 25 {
		t.Errorf("have %+v, want 25 from 203.0.113.0/24", got)
	}
}

// law 1: however often links are looked at, nothing is written but notes.
func TestAStormOfLooksWritesNothingButNotes(t *testing.T) {
	w, file, all := everyStanding(t)
	w.must(w.book.Flush(context.Background())) // what making the links was noted as
	before, _ := apart(file.Dump())
	for range 3 {
		for _, link := range all {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				w.visit(visit{method: method, target: link.target})
			}
		}
		w.must(w.book.Flush(context.Background()))
	}
	after, notes := apart(file.Dump())
	if after != before {
		t.Errorf("looking changed the database\nbefore:\n%s\nafter:\n%s", before, after)
	}
	if len(notes) < 8 {
		t.Errorf("%d notes, want some of each standing: %q", len(notes), notes)
	}
}

// apart takes the notes out of a dump.
func apart(dump string) (rest string, notes []string) {
	var kept []string
	for line := range strings.SplitSeq(dump, "\n") {
		if strings.HasPrefix(line, "visit |") || strings.HasPrefix(line, "wrong_link |") {
			notes = append(notes, line)
		} else {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n"), notes
}
