package web_test

import (
	"testing"
)

// Case 61 at the door: of twenty browsers that cancel at once, each with a page
// of its own, one is recorded, and all are led to that one's result.
func TestTwentyBrowsersCancelAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *world) {
		s := newScript(t, plain.store)
		s.place = "cancel"
		for _, line := range []string{
			`account acme`, `customer acme 8801 "Harbour & Pine" anna@harbourpine.example`, `order acme 20417 for 8801`,
			`subscription 8812 of 20417 renews=20d`, `later 1m`, `link acme urb 20417`, `add "&do=cancel"`,
		} {
			s.line(line)
		}
		forms, answers := make([]string, 20), make([]answer, 20)
		for i := range forms {
			forms[i] = s.filled(formShape.FindString(string(s.get(s.target).body)))
		}
		together(len(answers), func(i int) { answers[i] = s.visit(visit{method: "POST", target: s.target, body: forms[i]}) })
		for i, a := range answers {
			if a.status != 303 || a.header.Get("Location") != answers[0].header.Get("Location") {
				t.Errorf("browser %d: status %d to %q, the first was led to %q", i, a.status, a.header.Get("Location"), answers[0].header.Get("Location"))
			}
		}
		s.decision([]string{"1", "cancel", "recorded"})
	})
}
