package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// asked is a request of a fresh world, and its link as path and query.
func (w *world) asked() (portal.LinkRequest, string) {
	w.t.Helper()
	key := w.nordlys()
	url := w.post(key, ask("T-1", "maja@nordlys.example", map[string]any{"cases": []any{oneCase("R-1")}})).url(w.t)
	p, err := w.service.PartnerOf(context.Background(), key)
	w.must(err)
	r, err := w.service.TenantRequest(context.Background(), p, "T-1")
	w.must(err)
	return r, strings.TrimPrefix(url, "https://pay.example.com")
}

// formAt fetches the page of a link and returns the value of its form.
func (w *world) formAt(target string) string {
	w.t.Helper()
	a := w.get(target)
	m := formField.FindSubmatch(a.body)
	if m == nil {
		w.t.Fatalf("no form: status %d, page %q", a.status, a.page())
	}
	return string(m[1])
}

func (w *world) press(target, decision, form string) answer {
	w.t.Helper()
	return w.visit(visit{method: "POST", target: target, body: "decision=" + decision + "&n=" + form})
}

// told counts the events of the account by type.
func (w *world) told(account string) map[string]int {
	w.t.Helper()
	events, err := w.store.Events(context.Background(), account, "", 0, 10_000)
	w.must(err)
	counts := map[string]int{}
	for _, e := range events {
		counts[e.Type]++
	}
	return counts
}

// law 4 at the door: of 50 browsers that press at once, who loses with the same
// choice is sent to the page that says when it was done, and who loses with the
// other reads what was saved.
func TestFiftyBrowsersPressAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		t.Run("case 1: all approve", func(t *testing.T) {
			w.fifty(t, func(int) string { return "approve" })
		})
	})
	onBoth(t, func(t *testing.T, w *world) {
		t.Run("case 2: half approve and half decline", func(t *testing.T) {
			w.fifty(t, func(i int) string { return []string{"approve", "decline"}[i%2] })
		})
	})
}

func (w *world) fifty(t *testing.T, choice func(i int) string) {
	t.Helper()
	_, target := w.asked()
	form := w.formAt(target)
	answers := make([]answer, 50)
	together(len(answers), func(i int) { answers[i] = w.press(target, choice(i), form) })
	told := w.told("acme")
	saved, event := "approved", portal.EventLinked
	if told[portal.EventLinkDeclined] > 0 {
		saved, event = "declined", portal.EventLinkDeclined
	}
	if told[event] != 1 || told[portal.EventLinked]+told[portal.EventLinkDeclined] != 1 {
		t.Fatalf("events %v", told)
	}
	for i, a := range answers {
		same := strings.HasPrefix(saved, choice(i))
		switch {
		case same && a.status == 303 && a.header.Get("Location") == target:
		case !same && a.status == 409 && strings.Contains(readable(a.body), "because the request was "+saved+" before it reached us"):
		default:
			t.Errorf("browser %d chose %s, %s was saved: status %d, %s", i, choice(i), saved, a.status, readable(a.body))
		}
	}
	if a := w.get(target); a.status != 200 || !strings.Contains(readable(a.body), saved) {
		t.Errorf("afterwards: status %d, page %q", a.status, a.page())
	}
}

// What lies around a decision: the database, the process, the installation.
func TestApprovalsOutliveWhatHappensToTheServer(t *testing.T) {
	t.Run("case 15: the database is busy", func(t *testing.T) {
		store, file := storetest.SQLiteFile(t)
		w := newWorld(t, store)
		_, target := w.asked()
		form := w.formAt(target)
		release := file.Hold()
		if wrong := oursToBear(w.press(target, "approve", form), true); wrong != "" {
			t.Error(wrong)
		}
		release()
		if told := w.told("acme"); told[portal.EventLinked] != 0 || w.get(target).page() != "question" {
			t.Errorf("something was saved: %v", told)
		}
		if a := w.press(target, "approve", form); a.status != 303 || w.told("acme")[portal.EventLinked] != 1 {
			t.Errorf("pressed again: status %d, events %v", a.status, w.told("acme"))
		}
	})
	t.Run("case 53: a link of another installation", func(t *testing.T) {
		here, there := newWorld(t, storetest.SQLite(t)), newWorld(t, storetest.SQLite(t))
		_, target := there.asked()
		here.asked()
		if a := here.get(target); a.status != 403 || a.page() != "tampered" {
			t.Errorf("status %d, page %q", a.status, a.page())
		}
	})
	t.Run("case 67: a restart between the decision and its mail", func(t *testing.T) {
		store := storetest.SQLite(t)
		w := newWorld(t, store)
		_, target := w.asked()
		w.deliver()
		w.press(target, "approve", w.formAt(target))
		again := newWorld(t, store)
		letters := again.deliver()
		if len(letters) != 1 || letters[0].To != "maja@nordlys.example" {
			t.Errorf("%d letters after the restart, want the receipt", len(letters))
		}
	})
	t.Run("case 68: a restored backup does not know the newest attempt", func(t *testing.T) {
		w := newWorld(t, storetest.SQLite(t))
		r, _ := w.asked()
		known := w.sign(formula{account: "acme", kind: "approve", id: r.ID + ".1", start: r.Start, end: r.End}, false)
		if a := w.get(known); a.status != 200 {
			t.Fatalf("the test signs wrongly: status %d", a.status)
		}
		lost := w.sign(formula{account: "acme", kind: "approve", id: r.ID + ".2", start: r.Start + 10, end: r.End + 10}, false)
		if a := w.get(lost); a.status != 403 || a.page() != "tampered" {
			t.Errorf("status %d, page %q", a.status, a.page())
		}
	})
}

// law 1 for approvals: a scanner's hundred visits leave every row as it was.
func TestReadingAnApprovalChangesNothing(t *testing.T) {
	t.Run("case 46: a hundred visits of robots", func(t *testing.T) {
		store, file := storetest.SQLiteFile(t)
		w := newWorld(t, store)
		_, target := w.asked()
		before := file.Dump()
		for i := range 100 {
			method := []string{"GET", "HEAD", "OPTIONS"}[i%3]
			w.visit(visit{method: method, target: target, header: map[string]string{"User-Agent": fmt.Sprint("scanner ", i)}})
		}
		if after := file.Dump(); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
	})
}
