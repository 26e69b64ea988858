package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// explain is what an admin reads about a link.
func (w *world) explain(target string) portal.Explanation {
	w.t.Helper()
	x, err := w.service.Explain(context.Background(), portal.Accounts{}, "https://pay.example.com"+target)
	w.must(err)
	return x
}

// Support and customer compare times on the phone.
func TestAnExplanationGivesTimesAsThePageDoes(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	now := w.clock.Load()
	expired := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now - 9*day, end: now - 2*day}, false)
	early := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now + 2*day, end: now + 9*day}, false)
	for zone, city := range map[string]string{
		"Europe/Berlin": "(Berlin time)", "America/New_York": "(New York time)", "America/Argentina/Buenos_Aires": "(Buenos Aires time)",
		"UTC": "(UTC)", "Etc/UTC": "(UTC)",
	} {
		w.must(w.service.ChangeAccount(context.Background(), portal.ByCommand, "acme", func(a *portal.Account) { a.Zone = zone }))
		for target, before := range map[string]string{expired: "It expired on ", early: "It is not active until "} {
			said := w.explain(target).Sentence
			moment, ok := strings.CutPrefix(strings.TrimSuffix(said, "."), before)
			if page := readable(w.get(target).body); !ok || !strings.HasSuffix(moment, city) || !strings.Contains(page, moment) {
				t.Errorf("%s: an admin reads %q, the customer %q", zone, said, page)
			}
		}
	}
}

// An admin must read what the visitor gets, whatever became of the link on its
// way: repaired, beyond repair, or repaired and still wrong.
func TestAnExplanationNamesThePageThatTheVisitorGets(t *testing.T) {
	store := storetest.SQLite(t)
	w := newWorld(t, store)
	w.oneOrder()
	w.invoice("acme", "20417", sampleFile(t, "fjordlight-1-due.xml"))
	now := w.clock.Load()
	order := w.linkTo("acme", "p", "20417")
	expired := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now - 9*day, end: now - 2*day}, false)
	document := w.sign(formula{account: "acme", kind: "invoice", id: "INV-2026-0417", start: now, end: now + 9*day, params: []string{"documentid=df30f8f784a54"}}, false)
	hidden := strings.ReplaceAll(document, "&documentid=", "&amp%3Bdocumentid=")
	if hidden == document {
		t.Fatal("nothing was damaged")
	}
	for name, c := range map[string]struct{ target, page string }{
		"right":                       {order, "document"},
		"one document":                {document, "document"},
		"damaged and readable":        {hidden, "document"},
		"damaged and readable, wrong": {strings.Replace(hidden, "df30f8f784a54", "df30f8f784a55", 1), "tampered"},
		"damaged":                     {order + "%3E.", "document"},
		"damaged, expired":            {expired + ")", "expired"},
		"damaged, wrong":              {changed(order) + ")", "damaged"},
		"damaged, unknown account":    {strings.Replace(order, "/acme/", "/nobody/", 1) + ")", "damaged"},
		"wrong":                       {changed(order), "tampered"},
		"cut":                         {order[:len(order)-7], "damaged"},
	} {
		a := w.get(c.target)
		if a.status == 303 {
			a = w.get(a.header.Get("Location"))
		}
		if x := w.explain(c.target); a.page() != c.page || x.Page != c.page {
			t.Errorf("%s: the visitor gets %q, an admin reads %q (%s), want %q", name, a.page(), x.Page, x.Sentence, c.page)
		}
	}
}

func TestAnExplanationSaysWhatThePolicyHasAgainstALink(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.oneOrder()
	for length, want := range map[int64]string{
		100 * day: "The link is genuine, but it lasts longer than the 99 days allowed.",
		-day:      "The link is genuine, but it ends before it starts.",
		0:         "The link is genuine, but it ends before it starts.",
	} {
		now := w.clock.Load()
		x := w.explain(w.sign(formula{account: "acme", kind: "p", id: "20417", start: now, end: now + length}, false))
		if x.Page != "policy" || x.Sentence != want {
			t.Errorf("%d seconds: page %q, %q, want %q", length, x.Page, x.Sentence, want)
		}
	}
}
