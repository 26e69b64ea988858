package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// requestDone is what a verb came to.
type requestDone struct {
	ID        string  `json:"id"`
	State     string  `json:"state" enum:"pending,withdrawn"`
	Attempt   int64   `json:"attempt"`
	StartsAt  string  `json:"startsAt" format:"date-time"`
	ExpiresAt string  `json:"expiresAt" format:"date-time"`
	URL       *string `json:"url" doc:"The new link, after reissue. null where it is not in force any more."`
	Email     *string `json:"email" enum:"queued,partner_delivers,suppressed_declined,suppressed_bounced" doc:"What became of the mail; null: none was asked for."`
}

type requestDoneOutput struct{ Body requestDone }

type remindInput struct {
	RequestInput
	Body *struct {
		Attempt int64 `json:"attempt,omitempty" minimum:"0" doc:"Only if this attempt is in force."`
	}
}

type reissueInput struct {
	RequestInput
	Body *struct {
		Attempt int64 `json:"attempt,omitempty" minimum:"0" doc:"Only if this attempt is in force."`
		TTLDays int   `json:"ttlDays,omitempty" minimum:"1" maximum:"30" doc:"The partner's, if left out."`
		Notify  *bool `json:"notify,omitempty" doc:"Mail the new link to the address on file; true if left out."`
		Force   bool  `json:"force,omitempty" doc:"Mail it even if the client declined less than 7 days ago."`
	}
}

type withdrawInput struct {
	RequestInput
	Body *struct {
		Attempt   int64 `json:"attempt,omitempty" minimum:"0" doc:"Only if this attempt is in force."`
		DropCases bool  `json:"dropCases,omitempty" doc:"Give the held cases up too."`
	}
}

type retryInput struct {
	RequestInput
	Position int64 `path:"position" minimum:"0"`
}

type retryOutput struct {
	Body struct {
		Position int64  `json:"position"`
		State    string `json:"state" enum:"landing"`
	}
}

// mayVerb are the scopes of everything that acts on links.
func mayVerb() []string { return []string{"links", "write"} }

func (a *api) requestVerbs() {
	verb := func(name, summary, about string) operation {
		return operation{
			method: http.MethodPost, path: "/api/v1/link-requests/{id}/" + name, id: name + "-link-request", tag: tagRequests,
			summary: summary, about: about, scopes: mayVerb(), status: http.StatusOK,
		}
	}
	register(a, verb("remind", "Mail the link in force once more", "Changes nothing about the link. 409 unless it is live."), a.remindRequest)
	reissue := verb("reissue", "Make a new attempt",
		"The link before says that there is a newer one. 409 if the client is connected. The same Idempotency-Key gives the same link again as long as it is in force.")
	reissue.refill = a.refillReissue
	register(a, reissue, a.reissueRequest)
	register(a, verb("withdraw", "End a request without a successor", "Its held cases stay unless you drop them."), a.withdrawRequest)
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/link-requests/{id}/cases/{position}/retry", id: "retry-case", tag: tagRequests,
		summary: "Land a failed case once more", scopes: []string{"write"}, status: http.StatusAccepted,
	}, a.retryCase)
}

func (in RequestInput) ask(ctx context.Context) portal.RequestAsk {
	c := callOf(ctx)
	return portal.RequestAsk{Actor: c.actor(), Request: portal.Key{Account: c.account(), ID: in.ID}}
}

func (a *api) remindRequest(ctx context.Context, in *remindInput) (*requestDoneOutput, error) {
	ask := in.ask(ctx)
	if in.Body != nil {
		ask.Attempt = in.Body.Attempt
	}
	outcome, err := a.Portal.RemindRequest(ctx, ask)
	return a.requestOutcome(outcome, err, "There is no live link to remind of")
}

func (a *api) reissueRequest(ctx context.Context, in *reissueInput) (*requestDoneOutput, error) {
	ask := in.ask(ctx)
	ask.Mail = true
	if b := in.Body; b != nil {
		ask.Attempt, ask.Days, ask.Force = b.Attempt, b.TTLDays, b.Force
		ask.Mail = b.Notify == nil || *b.Notify
	}
	outcome, err := a.Portal.ReissueRequest(ctx, ask)
	out, err := a.requestOutcome(outcome, err, "It can have no new link")
	if err != nil {
		return nil, err
	}
	if !ask.Mail {
		out.Body.Email = nil
	}
	kept := out.Body
	kept.URL = nil
	callOf(ctx).kept = kept
	return out, nil
}

// refillReissue derives the link of a reissue again, if it is still the one in
// force. A link that is dead is never given out again.
func (a *api) refillReissue(ctx context.Context, kept []byte) (any, error) {
	var done requestDone
	if err := json.Unmarshal(kept, &done); err != nil {
		return nil, fmt.Errorf("stored reissue: %w", err)
	}
	c := callOf(ctx)
	d, err := a.Portal.RequestDetail(ctx, portal.Key{Account: c.account(), ID: done.ID})
	if err != nil || d.Request.Attempt != done.Attempt {
		return done, err
	}
	url, err := a.Portal.RequestURLFor(ctx, c.actor(), d.Request)
	done.URL = orNil(url)
	return done, err
}

func (a *api) withdrawRequest(ctx context.Context, in *withdrawInput) (*requestDoneOutput, error) {
	ask := in.ask(ctx)
	if b := in.Body; b != nil {
		ask.Attempt, ask.Drop = b.Attempt, b.DropCases
	}
	outcome, err := a.Portal.WithdrawRequest(ctx, ask)
	return a.requestOutcome(outcome, err, "It can no longer be withdrawn")
}

// requestOutcome shows what a verb came to. Losing is a conflict that says how
// the request stands.
func (a *api) requestOutcome(outcome portal.RequestOutcome, err error, lost string) (*requestDoneOutput, error) {
	if err != nil {
		return nil, err
	}
	switch o := outcome.(type) {
	case portal.RequestDone:
		r := o.Request
		return &requestDoneOutput{requestDone{
			ID: r.ID, State: string(r.Status), Attempt: r.Attempt, StartsAt: stamp(unix(r.Start)), ExpiresAt: stamp(unix(r.End)),
			URL: orNil(o.URL), Email: orNil(string(o.Mail)),
		}}, nil
	case portal.RequestNot:
		return nil, conflictNow(fmt.Sprintf("%s: the request is %s, attempt %d.", lost, standingNow(o.Request, a.Portal.Now()), o.Request.Attempt))
	}
	return nil, fmt.Errorf("no answer for %T", outcome)
}

func (a *api) retryCase(ctx context.Context, in *retryInput) (*retryOutput, error) {
	ask := in.ask(ctx)
	moved, err := a.Portal.RetryCase(ctx, ask.Actor, ask.Request, in.Position)
	if err != nil {
		return nil, err
	}
	if !moved {
		return nil, conflictNow("No failed case stands at this position.")
	}
	out := &retryOutput{}
	out.Body.Position, out.Body.State = in.Position, string(portal.CaseLanding)
	return out, nil
}
