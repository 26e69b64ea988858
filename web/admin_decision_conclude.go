package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const saidConcluded = "concluded"

// concludeInput is what was typed to answer a decision.
type concludeInput struct {
	state, message, day string
	wrong               map[string]string
}

func readConclude(r *http.Request) concludeInput {
	in := concludeInput{
		state: r.PostForm.Get("state"), message: strings.TrimSpace(r.PostForm.Get("message")),
		day: strings.TrimSpace(r.PostForm.Get("effectiveAt")), wrong: map[string]string{},
	}
	if in.state != string(portal.DecisionApplied) && in.state != string(portal.DecisionRefused) {
		in.wrong["state"] = "Choose what became of it."
	}
	if _, err := time.Parse(time.DateOnly, in.day); in.day != "" && err != nil {
		in.wrong["effectiveAt"] = "Write the day like 2026-11-20, or leave it empty."
	}
	return in
}

// concludeDecision answers a decision for a company whose billing system does
// not.
func (d *desk) concludeDecision(w http.ResponseWriter, r *http.Request, c clerk) error {
	in := readConclude(r)
	if len(in.wrong) > 0 {
		return d.showDecision(w, r, http.StatusUnprocessableEntity, c, in, nil)
	}
	got, err := d.Portal.Conclude(r.Context(), c.actor(), keyIn(r), portal.ConcludeAsk{
		State: portal.BillingState(in.state), Message: in.message, EffectiveAt: in.day,
	})
	var invalid *portal.InvalidError
	if errors.As(err, &invalid) {
		for _, problem := range invalid.Problems {
			in.wrong[problem.Field] = problem.Message
		}
		return d.showDecision(w, r, http.StatusUnprocessableEntity, c, in, nil)
	}
	if err != nil {
		return err
	}
	why := ""
	switch got := got.(type) {
	case portal.Concluded:
	case portal.AlreadyConcluded:
		if !got.Same {
			why = "It was answered or ended meanwhile. Nothing was changed by you: this page shows how it stands."
		}
	case portal.CannotRefuse:
		why = "A declaration is in force since it was received and cannot be refused. It is acknowledged now."
	case portal.ProviderDecides:
		why = "The payment provider says what becomes of this one. Nothing was changed."
	}
	if why != "" {
		return d.showDecision(w, r, http.StatusConflict, c, concludeInput{}, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why})
	}
	if err := d.tell(w, r, decisionURL(keyIn(r)), saidConcluded); err != nil {
		return err
	}
	return d.seeOther(w, r, decisionURL(keyIn(r)))
}

// conclude is the form with everything that was typed.
func (p decisionPresenter) conclude(in concludeInput) *views.Conclude {
	return &views.Conclude{
		URL: decisionURL(p.key()) + "/conclude",
		Answer: views.Pick{Name: "state", Legend: "What became of it", Error: in.wrong["state"], Choices: []views.Choice{
			{Value: string(portal.DecisionApplied), Label: "It was done", Checked: in.state == string(portal.DecisionApplied)},
			{Value: string(portal.DecisionRefused), Label: "It was refused", Checked: in.state == string(portal.DecisionRefused)},
		}},
		Message: views.Field{
			Name: "message", Label: "Message to the customer (may be empty)", Value: in.message, Rows: 3, Error: in.wrong["message"],
			Hint: views.Plain("They read it as you write it, on the page and in the mail."),
		},
		Day: views.Field{
			Name: "effectiveAt", Label: "In force from (2026-11-20, or empty)", Value: in.day, Width: 12, Error: in.wrong["effectiveAt"],
		},
		Hint:  "The customer is told by mail at once, and it cannot be changed afterwards. This only tells; do in your billing system what was asked. Leave it alone where that answers through the API.",
		Label: "Answer and tell the customer",
	}
}
