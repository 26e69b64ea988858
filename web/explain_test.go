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
	x, err := w.service.Explain(context.Background(), "https://pay.example.com"+target)
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
