package pay_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/pay"
)

func TestTheTestPagesTokenHoldsTheWholeAsk(t *testing.T) {
	p := testProvider(t, "k")
	for _, ask := range []pay.Ask{payment(), setUp()} {
		s, err := p.Start(ctx, ask)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Read(tokenOf(t, s))
		if diff := cmp.Diff(ask, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	}
}

func TestOnlyOurTokensAreRead(t *testing.T) {
	p := testProvider(t, "k")
	s, _ := p.Start(ctx, payment())
	good := tokenOf(t, s)
	foreign, _ := testProvider(t, "x").Start(ctx, payment())
	text, proof, _ := strings.Cut(good, ".")
	for name, token := range map[string]string{
		"empty": "", "a dot": ".", "no proof": text, "another text": "A" + good, "another proof": text + "." + strings.Repeat("0", len(proof)),
		"another installation": tokenOf(t, foreign), "longer": good + "0", "upper case": text + "." + strings.ToUpper(proof),
	} {
		if ask, err := p.Read(token); !errors.Is(err, pay.ErrForged) || ask.Account != "" {
			t.Errorf("%s: read %+v, %v", name, ask, err)
		}
		if _, body, err := p.Finish(token, pay.Succeeded, now); !errors.Is(err, pay.ErrForged) || body != nil {
			t.Errorf("%s: finished %s, %v", name, body, err)
		}
	}
}

func finished(t *testing.T, p *pay.Test, ask pay.Ask, outcome pay.State, at time.Time) pay.Result {
	t.Helper()
	s, err := p.Start(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	header, body, err := p.Finish(tokenOf(t, s), outcome, at)
	if err != nil {
		t.Fatal(err)
	}
	r, ours, err := p.Event(header, body, at)
	if err != nil || !ours {
		t.Fatalf("got %v, %v", ours, err)
	}
	if r.Session != s.ID {
		t.Errorf("the event tells of session %s, not %s", r.Session, s.ID)
	}
	return r
}

func TestEachButtonOfTheTestPageHasItsOutcome(t *testing.T) {
	p := testProvider(t, "k")
	paid := finished(t, p, payment(), pay.Succeeded, now)
	if paid.Method.Kind != pay.Card || paid.Method.Last4 != "4242" || paid.Method.Ref == "" || paid.Method.ExpYear <= now.Year() || paid.Partial {
		t.Errorf("paid: %+v", paid)
	}
	refused := finished(t, p, payment(), pay.Failed, now)
	if refused.State != pay.Failed || refused.Failure != pay.Declined || refused.Method != (pay.Method{}) {
		t.Errorf("refused: %+v", refused)
	}
	given := finished(t, p, payment(), pay.Cancelled, now)
	if given.State != pay.Cancelled || given.Failure != "" || given.Method != (pay.Method{}) {
		t.Errorf("cancelled: %+v", given)
	}
	if paid.Event == refused.Event || refused.Event == given.Event {
		t.Error("two outcomes, one event id")
	}
}

func TestASavedMethodOfSomebodyNewHasACustomer(t *testing.T) {
	ask := setUp()
	ask.Customer = ""
	r := finished(t, testProvider(t, "k"), ask, pay.Succeeded, now)
	if r.Purpose != pay.SetUp || r.Customer == "" || r.Method.Ref == "" {
		t.Errorf("got %+v", r)
	}
}

func TestASecondPressIsTheSameEvent(t *testing.T) {
	p := testProvider(t, "k")
	first, second := finished(t, p, payment(), pay.Succeeded, now), finished(t, p, payment(), pay.Succeeded, now.Add(time.Minute))
	if first != second {
		t.Errorf("first %+v\nthen %+v", first, second)
	}
	other := payment()
	other.Payment = "pay_1b"
	if finished(t, p, other, pay.Succeeded, now).Event == first.Event {
		t.Error("two payments, one event id")
	}
}

func TestWhatTheTestPageCannotDo(t *testing.T) {
	p := testProvider(t, "k")
	s, _ := p.Start(ctx, payment())
	for _, outcome := range []pay.State{"", pay.Pending, "refunded"} {
		if _, _, err := p.Finish(tokenOf(t, s), outcome, now); !errors.Is(err, pay.ErrRefused) {
			t.Errorf("%q: got %v", outcome, err)
		}
	}
	end := payment().ExpiresAt
	for outcome, want := range map[pay.State]error{pay.Succeeded: pay.ErrRefused, pay.Failed: pay.ErrRefused, pay.Cancelled: nil} {
		if _, _, err := p.Finish(tokenOf(t, s), outcome, end); !errors.Is(err, want) {
			t.Errorf("%s at the end: got %v", outcome, err)
		}
		if _, _, err := p.Finish(tokenOf(t, s), outcome, end.Add(-time.Second)); err != nil {
			t.Errorf("%s before the end: got %v", outcome, err)
		}
	}
}

func TestALookAtATestSessionIsPending(t *testing.T) {
	p := testProvider(t, "k")
	ask := payment()
	ask.Payment = "pay.with.dots"
	s, err := p.Start(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	finished(t, p, ask, pay.Succeeded, now)
	want := pay.Result{State: pay.Pending, Purpose: pay.Payment, Account: "acme", Payment: "pay.with.dots", Session: s.ID}
	if got, err := p.Look(ctx, s.ID); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := p.Cancel(ctx, s.ID); err != nil {
		t.Error(err)
	}
}

func TestTheSameAskGivesTheSameTestPage(t *testing.T) {
	p := testProvider(t, "k")
	first, _ := p.Start(ctx, payment())
	second, _ := p.Start(ctx, payment())
	if first != second {
		t.Errorf("first %+v, then %+v", first, second)
	}
}

func TestATestPagesAddressStaysShort(t *testing.T) {
	p := testProvider(t, "k")
	ask := payment()
	ask.ReturnURL += "&next=" + strings.Repeat("0123456789abcdef", 40)
	ask.CancelURL = ask.ReturnURL + "&back=1"
	ask.Description = strings.Repeat("Rechnung für März ", 13)
	s, err := p.Start(ctx, ask)
	if err != nil || len(s.URL) > 2048 {
		t.Errorf("%d bytes, %v", len(s.URL), err)
	}
	ask.Metadata = map[string]string{}
	for i := range 10 {
		ask.Metadata[string(rune('a'+i))] = noise(i, 500)
	}
	if s, err := p.Start(ctx, ask); !errors.Is(err, pay.ErrRefused) {
		t.Errorf("%d bytes, %v", len(s.URL), err)
	}
}

// noise is text that does not pack well.
func noise(seed, n int) string {
	var b strings.Builder
	for x := uint32(seed + 1); b.Len() < n; {
		x = x*1664525 + 1013904223
		b.WriteByte('!' + byte(x>>24)%90)
	}
	return url.QueryEscape(b.String())[:n]
}

// signedByHand signs as docs/payments.md says: as Stripe does, with the key.
func signedByHand(body string) http.Header {
	h := http.Header{}
	h.Set("Latchkey-Test-Signature", stripeSigned([]byte(body), strings.Repeat("k", 32), now).Get("Stripe-Signature"))
	return h
}

func TestASignedTestEventOfAnotherTypeIsNothing(t *testing.T) {
	body := `{"id":"evt_test_1","type":"test.begun","result":{"state":"succeeded","account":"acme","payment":"pay_1"}}`
	if r, ours, err := testProvider(t, "k").Event(signedByHand(body), []byte(body), now); err != nil || ours || r != (pay.Result{}) {
		t.Errorf("got %+v, %v, %v", r, ours, err)
	}
}

func TestASignedTestEventThatCannotBeReadIsAnErrorWithoutItsText(t *testing.T) {
	for _, body := range []string{"", "jane@example.com", `{"type":"test.finished","result":"jane@example.com"}`} {
		_, ours, err := testProvider(t, "k").Event(signedByHand(body), []byte(body), now)
		if err == nil || ours || errors.Is(err, pay.ErrForged) || strings.Contains(err.Error(), "jane") {
			t.Errorf("%s: got %v, %v", body, ours, err)
		}
	}
}

func TestAShortKeyIsRefused(t *testing.T) {
	if _, err := pay.NewTest([]byte("short"), nil); !errors.Is(err, pay.ErrRefused) {
		t.Errorf("got %v", err)
	}
}
