package portal_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// A code counts in the browser that asked for it: who got the address of the
// page from somewhere else has to ask for one.
func TestACodeCountsInTheBrowserThatAskedForIt(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerly")
		o.client("acme", "8801")
		g := o.grant(o.ask("acme", "ledgerly", submission("T-1", "8801")).URL)
		id, err := o.service.StartChallenge(ctx, g, "hers")
		o.must(err)
		code := o.codeMailed()
		o.passes(g, id, "hers", false)

		o.answers(g, id, code, "his", portal.CodeTooOld)
		o.answers(g, id, wrongCode(code), "hers", portal.CodeWrong)
		o.answers(g, id, code, "hers", portal.CodeRight)
		o.passes(g, id, "hers", true)
		o.passes(g, id, "his", false)
	})
}

// Five tries, the right one among them, are all there are.
func TestACodeIsTriedFiveTimes(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerly")
		o.client("acme", "8801")
		g := o.grant(o.ask("acme", "ledgerly", submission("T-1", "8801")).URL)
		id, err := o.service.StartChallenge(ctx, g, "hers")
		o.must(err)
		code := o.codeMailed()
		for range 5 {
			o.answers(g, id, wrongCode(code), "hers", portal.CodeWrong)
		}
		o.answers(g, id, code, "hers", portal.CodeTooMany)
	})
}

// The code of ten minutes ago is too old.
func TestACodeLivesTenMinutes(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerly")
		o.client("acme", "8801")
		g := o.grant(o.ask("acme", "ledgerly", submission("T-1", "8801")).URL)
		id, err := o.service.StartChallenge(ctx, g, "hers")
		o.must(err)
		code := o.codeMailed()
		o.clock.Add(10 * 60)
		o.answers(g, id, code, "hers", portal.CodeTooOld)
		o.passes(g, id, "hers", false)
	})
}

// Ten codes an hour are all that can be asked for about one object, from
// wherever: otherwise a link would do to flood its owner, or to try for long.
func TestCodesAreMailedTenTimesAnHour(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerly")
		o.client("acme", "8801")
		g := o.grant(o.ask("acme", "ledgerly", submission("T-1", "8801")).URL)
		for i := range 10 {
			_, err := o.service.StartChallenge(ctx, g, fmt.Sprint("browser ", i))
			o.must(err)
			o.clock.Add(1)
		}
		if _, err := o.service.StartChallenge(ctx, g, "another"); !errors.Is(err, portal.ErrTooManyCodes) {
			t.Errorf("the eleventh: %v", err)
		}
		o.clock.Add(60 * 60)
		_, err := o.service.StartChallenge(ctx, g, "later")
		o.must(err)
	})
}

// codeMailed is the code of the newest mail that carries one.
func (o *office) codeMailed() string {
	o.t.Helper()
	mails, err := o.service.Mails(ctx, 10)
	o.must(err)
	for _, m := range mails {
		if m.Template == portal.TemplateCode {
			letter, err := o.service.Letter(ctx, m)
			o.must(err)
			return letter.Code
		}
	}
	o.t.Fatal("no code was mailed")
	return ""
}

func wrongCode(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func (o *office) answers(g link.Grant, id, code, browser string, want portal.CodeVerdict) {
	o.t.Helper()
	got, err := o.service.AnswerChallenge(ctx, g, id, code, browser)
	o.must(err)
	if got != want {
		o.t.Fatalf("%s in browser %q is judged %d, not %d", code, browser, got, want)
	}
}

func (o *office) passes(g link.Grant, id, browser string, want bool) {
	o.t.Helper()
	got, err := o.service.Passed(ctx, g, id, browser)
	o.must(err)
	if got != want {
		o.t.Fatalf("passed in browser %q: %t", browser, got)
	}
}
