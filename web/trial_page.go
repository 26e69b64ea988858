package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// trialPath is the page of the test provider.
const trialPath = "/test-provider"

// trialButtons are the ways in which a test payment can end.
var trialButtons = map[string]portal.PaymentState{
	"succeed": portal.PaymentSucceeded, "fail": portal.PaymentFailed, "cancel": portal.PaymentCancelled,
}

// testPayment is the page of the test provider, for accounts that use it. Its
// buttons make an event that is taken in like one from outside.
func (s *server) testPayment(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodPost {
		if n := s.readable(w, r); n != nil {
			return s.answer(w, r, *n)
		}
	}
	token := r.PostForm.Get("token")
	if r.Method != http.MethodPost {
		query, err := url.ParseQuery(visitOf(r).query)
		if err != nil {
			return s.missing(w, r)
		}
		token = query.Get("token")
	}
	trial, account, err := s.trialOf(r, token)
	if errors.Is(err, portal.ErrNotFound) || errors.Is(err, portal.ErrNotSigned) {
		return s.missing(w, r)
	}
	if err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		return s.finishTrial(w, r, trial, token)
	}
	visitOf(r).page = "test-provider"
	return s.render(w, r, http.StatusOK, views.TestPaymentPage(s.frameOf(account).trial(trial, token)))
}

// trialOf reads a token; portal.ErrNotFound: its account does not use the test
// provider.
func (s *server) trialOf(r *http.Request, token string) (portal.Trial, portal.Account, error) {
	if s.Till == nil {
		return portal.Trial{}, portal.Account{}, portal.ErrNotFound
	}
	trial, err := s.Till.Trial(token)
	if err != nil {
		return portal.Trial{}, portal.Account{}, err
	}
	account, err := s.Portal.AccountOf(r.Context(), trial.Account)
	if err == nil && account.Billing.Provider != "test" {
		err = portal.ErrNotFound
	}
	return trial, account, err
}

// finishTrial takes the event of a button in, and goes back to where the
// customer came from, which is a page of ours.
func (s *server) finishTrial(w http.ResponseWriter, r *http.Request, trial portal.Trial, token string) error {
	outcome, ok := trialButtons[r.PostForm.Get("result")]
	if !ok {
		return s.seeOther(w, r, trialPath+"?token="+url.QueryEscape(token))
	}
	header, body, err := s.Till.FinishTrial(token, outcome)
	if errors.Is(err, portal.ErrTrialOver) {
		return s.answer(w, r, plain(http.StatusGone, "expired", "The time of this test payment is over", "Nothing was changed. Start again from the page you came from."))
	}
	if err == nil {
		err = s.hearEvent(r.Context(), trial.Account, "test", header, body)
	}
	if err != nil {
		return err
	}
	target, ours := strings.CutPrefix(trial.ReturnURL, strings.TrimSuffix(s.Base.String(), "/"))
	if !ours || !strings.HasPrefix(target, "/") {
		return s.missing(w, r)
	}
	return s.seeOther(w, r, target)
}

// trial draws what is asked of the test provider.
func (f frame) trial(t portal.Trial, token string) views.TestPayment {
	amount := f.locale.Money(string(t.Amount), t.Currency)
	page := views.TestPayment{
		Mark: views.Callout{
			Tone: views.ToneInfo, Icon: views.IconInfo, Heading: "Test payment provider. No money moves.",
			Text: views.Plain("This page stands in for a real provider. No card or account is asked for."),
		},
		Heading: "Pay " + amount + " to " + f.account.Name,
		Lead:    []views.Text{views.Plain("Choose how this payment ends. You then go back to " + f.account.Name + ".")},
		Facts:   rows(fact("Asked for", "One payment of "+amount), fact("For", t.Description), code("Payment", t.Payment)),
		URL:     trialPath, Hidden: []views.Hidden{{Name: "token", Value: token}}, Name: "result",
		Buttons: []views.TestButton{
			{Value: "succeed", Label: "Pay " + amount}, {Value: "fail", Label: "Let the bank refuse it"}, {Value: "cancel", Label: "Break off"},
		},
	}
	if t.Setup {
		page.Heading = "Set up a payment method for " + f.account.Name
		page.Facts[0] = fact("Asked for", "A payment method for later payments.")
		page.Buttons[0].Label = "Set up a test card"
	}
	page.Frame = f.page("test-provider", page.Heading)
	page.Frame.Footer, page.Frame.Legal, page.Frame.Stamp = nil, nil, "Test"
	return page
}
