package pay_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

// side is one provider as the contract sees it.
type side struct {
	provider pay.Provider
	header   string // where the signature stands
	// paid is a genuine event about payment(), signed at a time.
	paid func(at time.Time) (http.Header, []byte)
	// foreign is the same with another secret.
	foreign func(at time.Time) (http.Header, []byte)
}

func sides(t *testing.T) map[string]side {
	t.Helper()
	stripe, _ := stripeDouble(t)
	event := stripeEvent(t, "checkout.session.completed", "paid_in_event.json")
	finish := func(p *pay.Test) func(time.Time) (http.Header, []byte) {
		return func(at time.Time) (http.Header, []byte) {
			session, err := p.Start(ctx, payment())
			if err != nil {
				t.Fatal(err)
			}
			header, body, err := p.Finish(tokenOf(t, session), pay.Succeeded, at)
			if err != nil {
				t.Fatal(err)
			}
			return header, body
		}
	}
	own := testProvider(t, "k")
	return map[string]side{
		"stripe": {stripe, "Stripe-Signature",
			func(at time.Time) (http.Header, []byte) { return stripeSigned(event, whsec, at), event },
			func(at time.Time) (http.Header, []byte) { return stripeSigned(event, "whsec_other", at), event }},
		"test": {own, "Latchkey-Test-Signature", finish(own), finish(testProvider(t, "x"))},
	}
}

func eachSide(t *testing.T, check func(*testing.T, side)) {
	for name, s := range sides(t) {
		t.Run(name, func(t *testing.T) { check(t, s) })
	}
}

func TestAStartedSessionLeadsToThePage(t *testing.T) {
	eachSide(t, func(t *testing.T, s side) {
		for _, ask := range []pay.Ask{payment(), setUp()} {
			session, err := s.provider.Start(ctx, ask)
			if err != nil {
				t.Fatal(err)
			}
			if session.Provider != s.provider.Name() || session.ID == "" || !strings.HasPrefix(session.URL, "https://") || !session.ExpiresAt.Equal(ask.ExpiresAt) {
				t.Errorf("%s: got %+v", ask.Purpose, session)
			}
		}
	})
}

func TestABadAskIsRefusedBeforeItLeaves(t *testing.T) {
	bad := map[string]func(*pay.Ask){
		"no purpose":            func(a *pay.Ask) { a.Purpose = "" },
		"no account":            func(a *pay.Ask) { a.Account = "" },
		"an account's slug":     func(a *pay.Ask) { a.Account = "Acme/1" },
		"no payment id":         func(a *pay.Ask) { a.Payment = "" },
		"a line in the id":      func(a *pay.Ask) { a.Payment = "a\nb" },
		"nothing to pay":        func(a *pay.Ask) { a.Money.Minor = 0 },
		"less than nothing":     func(a *pay.Ask) { a.Money.Minor = -1 },
		"no currency":           func(a *pay.Ask) { a.Money.Currency = "" },
		"no such currency":      func(a *pay.Ask) { a.Money.Currency = "QQQ" },
		"currency in lower":     func(a *pay.Ask) { a.Money.Currency = "eur" },
		"an amount for set-up":  func(a *pay.Ask) { a.Purpose = pay.SetUp },
		"no description":        func(a *pay.Ask) { a.Description = " " },
		"a long description":    func(a *pay.Ask) { a.Description = strings.Repeat("é", 251) },
		"no way back":           func(a *pay.Ask) { a.ReturnURL = "" },
		"a relative way back":   func(a *pay.Ask) { a.CancelURL = "/acme/p/1" },
		"a script as way back":  func(a *pay.Ask) { a.CancelURL = "javascript:alert(1)" },
		"a name in the address": func(a *pay.Ask) { a.ReturnURL = "https://pay.example@evil.example/" },
		"braces":                func(a *pay.Ask) { a.ReturnURL += "{CHECKOUT_SESSION_ID}" },
		"no end":                func(a *pay.Ask) { a.ExpiresAt = time.Time{} },
		"our own marks":         func(a *pay.Ask) { a.Metadata = map[string]string{"latchkey_account": "other"} },
		"long metadata":         func(a *pay.Ask) { a.Metadata = map[string]string{"a": strings.Repeat("x", 501)} },
	}
	eachSide(t, func(t *testing.T, s side) {
		for name, spoil := range bad {
			ask := payment()
			spoil(&ask)
			if session, err := s.provider.Start(ctx, ask); !errors.Is(err, pay.ErrRefused) {
				t.Errorf("%s: got %+v, %v", name, session, err)
			}
		}
	})
}

func TestAGenuineEventTellsWhoPaidWhat(t *testing.T) {
	eachSide(t, func(t *testing.T, s side) {
		header, body := s.paid(now)
		for _, late := range []time.Duration{0, 300 * time.Second, -300 * time.Second} {
			r, ours, err := s.provider.Event(header, body, now.Add(late))
			if err != nil || !ours {
				t.Fatalf("%s later: got %v, %v", late, ours, err)
			}
			if r.State != pay.Succeeded || r.Purpose != pay.Payment || r.Account != "acme" || r.Payment != "pay_1" ||
				r.Money != payment().Money || r.Customer != "cus_7" || r.Session == "" || r.Event == "" {
				t.Errorf("got %+v", r)
			}
		}
	})
}

func TestAnEventThatIsNotGenuineIsForged(t *testing.T) {
	eachSide(t, func(t *testing.T, s side) {
		header, body := s.paid(now)
		good := header.Get(s.header)
		stale, _ := s.paid(now.Add(-301 * time.Second))
		foreign, foreignBody := s.foreign(now)
		with := func(signature string) http.Header {
			h := http.Header{}
			h.Set(s.header, signature)
			return h
		}
		_, mac, _ := strings.Cut(stale.Get(s.header), ",")
		tries := map[string]struct {
			header http.Header
			body   []byte
			now    time.Time
		}{
			"a changed body":       {header, bytes.Replace(body, []byte("1050"), []byte("1051"), 1), now},
			"a longer body":        {header, append(bytes.Clone(body), ' '), now},
			"another secret":       {foreign, foreignBody, now},
			"301 seconds old":      {header, body, now.Add(301 * time.Second)},
			"301 seconds early":    {header, body, now.Add(-301 * time.Second)},
			"an old one, new time": {with(good[:strings.Index(good, ",")] + "," + mac), body, now},
			"two times":            {with(good[:strings.Index(good, ",")] + "," + stale.Get(s.header)), body, now},
			"no signature":         {http.Header{}, body, now},
			"no time":              {with(good[strings.Index(good, ",")+1:]), body, now},
			"no MAC":               {with(good[:strings.Index(good, ",")]), body, now},
			"an older scheme":      {with(strings.Replace(good, "v1=", "v0=", 1)), body, now},
			"words":                {with("let me in"), body, now},
			"too long a body":      {header, bytes.Repeat([]byte("x"), pay.MaxEvent+1), now},
		}
		for name, try := range tries {
			if bytes.Equal(try.body, body) && strings.HasPrefix(name, "a changed") {
				t.Fatal("the body was not changed")
			}
			r, ours, err := s.provider.Event(try.header, try.body, try.now)
			if !errors.Is(err, pay.ErrForged) || ours || r != (pay.Result{}) {
				t.Errorf("%s: got %+v, %v, %v", name, r, ours, err)
			}
		}
	})
}

func TestAHugeBodyIsRefusedThoughItIsSigned(t *testing.T) {
	stripe, _ := stripeDouble(t)
	body := append(stripeEvent(t, "checkout.session.completed", "paid_in_event.json"), bytes.Repeat([]byte(" "), pay.MaxEvent)...)
	if _, _, err := stripe.Event(stripeSigned(body, whsec, now), body, now); !errors.Is(err, pay.ErrForged) {
		t.Errorf("got %v", err)
	}
}

func TestNobodyKnowsASessionThatWasNotMade(t *testing.T) {
	missing := stripeSays(t, 404, `{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such checkout.session: cs_gone"}}`)
	for _, p := range []pay.Provider{missing, testProvider(t, "k")} {
		for _, id := range []string{"", "cs_gone", "test.acme.payment.pay_1.00000000000000000000000000000000", "test.a.b", "../balance"} {
			if _, err := p.Look(ctx, id); !errors.Is(err, pay.ErrUnknown) {
				t.Errorf("%s: look at %q: got %v", p.Name(), id, err)
			}
			if err := p.Cancel(ctx, id); !errors.Is(err, pay.ErrUnknown) {
				t.Errorf("%s: cancel %q: got %v", p.Name(), id, err)
			}
		}
	}
}
