package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// decision is what a customer did about something billed.
type decision struct {
	ID          string          `json:"id"`
	Reference   string          `json:"reference" doc:"The speakable one that stands on the page and in the receipt."`
	Class       string          `json:"class" enum:"declaration,request,redirect"`
	Action      string          `json:"action"`
	Subject     portal.Subject  `json:"subject"`
	Link        *decisionLink   `json:"link" doc:"What the link opened; null: a public form."`
	State       string          `json:"state" enum:"recorded,acknowledged,submitted,applied,refused,lapsed,withdrawn,superseded"`
	Change      portal.Change   `json:"change"`
	Shown       []decisionLine  `json:"shown" nullable:"false" doc:"What the customer read when they pressed, in its words."`
	Locale      string          `json:"locale"`
	PreviewID   *string         `json:"previewId"`
	Version     int64           `json:"sourceVersion" doc:"Of the subject when it was shown; 0: none given."`
	Outcome     decisionOutcome `json:"outcome"`
	CreatedAt   string          `json:"createdAt" format:"date-time"`
	DueAt       *string         `json:"dueAt" format:"date-time" doc:"When it lapses without an outcome; null: never."`
	ConcludedAt *string         `json:"concludedAt" format:"date-time"`
}

type decisionLink struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

type decisionLine struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

type decisionOutcome struct {
	Code        *string             `json:"code"`
	Message     *string             `json:"message"`
	EffectiveAt *string             `json:"effectiveAt"`
	Method      *portal.MethodLabel `json:"method" doc:"The new payment method, masked, after a change of it."`
}

type decisionOutput struct{ Body decision }

func showDecision(d portal.BillingDecision) decision {
	out := decision{
		ID: d.ID, Reference: d.Reference, Class: string(d.Class), Action: string(d.Action), Subject: d.Subject, State: string(d.State),
		Change: d.Change, Shown: []decisionLine{}, Locale: d.Locale, PreviewID: orNil(d.Preview), Version: d.Version,
		Outcome: decisionOutcome{
			Code: orNil(d.Outcome.Code), Message: orNil(d.Outcome.Message), EffectiveAt: orNil(d.Outcome.EffectiveAt), Method: d.Outcome.Method,
		},
		CreatedAt: stamp(d.CreatedAt), DueAt: stampOrNull(d.DueAt), ConcludedAt: stampOrNull(d.DoneAt),
	}
	if d.Object != (portal.ObjectKey{}) {
		out.Link = &decisionLink{string(d.Object.Kind), d.Object.ID}
	}
	for _, line := range d.Shown {
		out.Shown = append(out.Shown, decisionLine(line))
	}
	return out
}

type decisionListInput struct {
	Paging
	State   string `query:"state" enum:"recorded,acknowledged,submitted,applied,refused,lapsed,withdrawn,superseded"`
	Action  string `query:"action" maxLength:"32"`
	Type    string `query:"subjectType" maxLength:"32" doc:"With subjectId: only about this."`
	Subject string `query:"subjectId" maxLength:"64"`
}

type DecisionInput struct {
	ID string `path:"id" maxLength:"64"`
}

type outcomeInput struct {
	DecisionInput
	Body struct {
		State       string `json:"state" enum:"applied,refused" doc:"A declaration cannot be refused."`
		Code        string `json:"code,omitempty" doc:"Your own, at most 100 characters."`
		Message     string `json:"message,omitempty" doc:"Shown to the customer; at most 500 characters."`
		EffectiveAt string `json:"effectiveAt,omitempty" doc:"RFC 3339, or a date."`
	}
}

type exportInput struct {
	Format string    `query:"format" enum:"csv,ndjson" default:"csv"`
	From   time.Time `query:"from" doc:"Changed at or after; a day ago if left out."`
	Until  time.Time `query:"until" doc:"Changed before; now if left out."`
}

type exportOutput struct {
	Type string `header:"Content-Type"`
	Name string `header:"Content-Disposition"`
	Body []byte
}

const tagDecisions = "Decisions"

func (a *api) decisions() {
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/decisions", id: "list-decisions", tag: tagDecisions, scopes: []string{"read"},
		summary: "List what customers decided", about: "About what is billed; the one changed first first. next is where the list ended: keep it and ask again later. Approvals of connections are link requests.",
	}, a.listDecisions)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/decisions/export", id: "export-decisions", tag: tagDecisions, scopes: []string{"read"},
		summary: "Download decisions as a file", about: "CSV for spreadsheets, with nothing in it that one would take for a formula, or NDJSON.",
	}, a.exportDecisions)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/decisions/{id}", id: "get-decision", tag: tagDecisions, scopes: []string{"read"}, summary: "Get a decision",
	}, a.getDecision)
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/decisions/{id}/outcome", id: "conclude-decision", tag: tagDecisions, scopes: []string{"write"}, status: http.StatusOK,
		summary: "Say what became of a decision", about: "Once; the same answer again changes nothing. The customer is told by mail. A declaration is acknowledged, whatever you say.",
	}, a.concludeDecision)
}

func (a *api) listDecisions(ctx context.Context, in *decisionListInput) (*listOf[decision], error) {
	after, err := in.cursor()
	if err != nil {
		return nil, err
	}
	if (in.Type == "") != (in.Subject == "") {
		return nil, unprocessable("query.subjectId", "Give subjectType and subjectId together.")
	}
	found, err := a.Portal.Decisions(ctx, portal.BillingFilter{
		Account: callOf(ctx).account(), State: portal.BillingState(in.State), Action: portal.Action(in.Action),
		Subject: portal.Subject{Type: in.Type, ID: in.Subject}, After: after, Limit: in.limit(),
	})
	if err != nil {
		return nil, err
	}
	out, err := cut(found, len(found), func(portal.BillingDecision) string { return "" }, func(d portal.BillingDecision) (decision, error) {
		return showDecision(d), nil
	})
	if err == nil && len(found) > 0 {
		last := found[len(found)-1]
		next := placeText(last.UpdatedAt, last.ID)
		out.Body.Next = &next
	}
	return out, err
}

func (a *api) getDecision(ctx context.Context, in *DecisionInput) (*decisionOutput, error) {
	d, err := a.Portal.DecisionOf(ctx, portal.Key{Account: callOf(ctx).account(), ID: in.ID})
	if err != nil {
		return nil, err
	}
	return &decisionOutput{showDecision(d)}, nil
}

func (a *api) concludeDecision(ctx context.Context, in *outcomeInput) (*decisionOutput, error) {
	c, b := callOf(ctx), in.Body
	got, err := a.Portal.Conclude(ctx, c.actor(), portal.Key{Account: c.account(), ID: in.ID}, portal.ConcludeAsk{
		State: portal.BillingState(b.State), Code: b.Code, Message: b.Message, EffectiveAt: b.EffectiveAt,
	})
	if err != nil {
		return nil, err
	}
	switch got := got.(type) {
	case portal.Concluded:
		return &decisionOutput{showDecision(got.Decision)}, nil
	case portal.AlreadyConcluded:
		if got.Same {
			return &decisionOutput{showDecision(got.Decision)}, nil
		}
		return nil, conflictNow("The decision is " + string(got.Decision.State) + " already.")
	case portal.CannotRefuse:
		return nil, conflictNow("A declaration is in force since it was received and cannot be refused. It counts as acknowledged now, and what you said is kept with it.")
	case portal.ProviderDecides:
		return nil, conflictNow("The payment provider says what becomes of this one.")
	}
	return nil, errors.New("an outcome without a result")
}

func (a *api) exportDecisions(ctx context.Context, in *exportInput) (*exportOutput, error) {
	if in.Until.IsZero() {
		in.Until = a.Portal.Now()
	}
	if in.From.IsZero() {
		in.From = in.Until.Add(-24 * time.Hour)
	}
	var file bytes.Buffer
	err := a.Portal.ExportDecisions(ctx, &file, callOf(ctx).account(), portal.ExportFormat(in.Format), in.From, in.Until)
	if err != nil {
		return nil, err
	}
	kind := "text/csv; charset=utf-8"
	if in.Format == string(portal.ExportNDJSON) {
		kind = "application/x-ndjson"
	}
	return &exportOutput{Type: kind, Name: `attachment; filename="decisions.` + in.Format + `"`, Body: file.Bytes()}, nil
}
