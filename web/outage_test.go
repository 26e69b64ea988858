package web_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// blames are words that put the fault on the link or its holder.
var blames = []string{"expired", "already", "newer link", "turned off", "cannot open this link", "not found", "cannot find"}

// oursToBear says what is wrong with an answer while the fault is ours.
func oursToBear(a answer, post bool) string {
	text := readable(a.body)
	switch {
	case a.status != 503 || a.page() != "unavailable":
		return "status or page is not that of an outage"
	case a.header.Get("Retry-After") == "":
		return "no Retry-After"
	case a.header.Get("Cache-Control") != "no-store":
		return "it may be cached"
	case !strings.Contains(text, "The fault is ours."):
		return "it does not say whose fault it is"
	case !post && !strings.Contains(text, "your link still works"):
		return "it does not say that the link is fine"
	}
	for _, word := range blames {
		if strings.Contains(strings.ToLower(text), word) {
			return "it says “" + word + "”"
		}
	}
	return ""
}

// law 12: while the database is gone, every link that needs it answers that the
// fault is ours; afterwards each is what it was.
func TestAClosedDatabaseIsNoFaultOfALink(t *testing.T) {
	w, _, all := everyStanding(t)
	w.must(w.store.Close())
	for _, link := range all {
		if link.page == "damaged" || link.name == "no route" {
			continue // told from the address alone
		}
		for _, method := range []string{"GET", "POST"} {
			if method == "POST" && link.page == "" {
				continue // files and repaired links take no form
			}
			a := w.visit(visit{method: method, target: link.target, body: map[string]string{"POST": "ask=new-link"}[method]})
			if wrong := oursToBear(a, method == "POST"); wrong != "" {
				t.Errorf("%s %s: status %d, page %q: %s\n%s", method, link.name, a.status, a.page(), wrong, readable(a.body))
			}
		}
	}
}

// law 12: a database that others keep busy still reads; what had to be written
// is not claimed to be, and works when it is asked for again.
func TestABusyDatabaseIsNoFaultOfALink(t *testing.T) {
	store, file := storetest.SQLiteFile(t)
	w := newWorld(t, store)
	k := w.oneOrder()
	now := w.clock.Load()
	expired := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now - 9*day, end: now - 2*day}, false)
	release := file.Hold()
	if a := w.get(w.linkTo("acme", "p", "20417")); a.status != 200 {
		t.Errorf("a good link answers %d", a.status)
	}
	if wrong := oursToBear(w.askAnew(expired), true); wrong != "" {
		t.Errorf("a new link: %s", wrong)
	}
	release()
	if n := w.queued(k); n != 0 {
		t.Errorf("%d mails were queued meanwhile", n)
	}
	if a := w.askAnew(expired); a.status != 303 || w.queued(k) != 1 {
		t.Errorf("asked again: status %d, %d mails", a.status, w.queued(k))
	}
}

// law 12: a database that lost a table, or keys that do not open, are faults of
// ours too, of which trying again may not help.
func TestABrokenDatabaseIsNoFaultOfALink(t *testing.T) {
	for name, statement := range map[string]string{
		"no states":   "alter table link_state rename to gone",
		"no keys":     "alter table secret rename to gone",
		"no accounts": "alter table account rename to gone",
		"no orders":   "alter table purchase rename to gone",
		"wrong keys":  "update secret set sealed = x'00'",
	} {
		t.Run(name, func(t *testing.T) {
			store, file := storetest.SQLiteFile(t)
			w := newWorld(t, store)
			w.account("acme", portal.V1Policy{On: true})
			w.order("acme", "20417", "")
			link := w.linkTo("acme", "p", "20417")
			file.Exec(statement)
			a := w.get(link)
			if a.status != 500 || a.page() != "error" || !strings.Contains(readable(a.body), "your link still works") {
				t.Errorf("status %d, page %q: %s", a.status, a.page(), readable(a.body))
			}
		})
	}
}
