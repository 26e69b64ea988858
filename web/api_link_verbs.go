package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type explainInput struct {
	Body struct {
		URL string `json:"url" maxLength:"8192" doc:"As somebody pasted it."`
	}
}

// explanation says of a link which page its holder sees, and why.
type explanation struct {
	Page      string        `json:"page" doc:"Name of the page the holder sees."`
	Sentence  string        `json:"sentence"`
	Mend      *string       `json:"mend" doc:"What to do; null: nothing is wrong."`
	Checks    []linkCheck   `json:"checks" nullable:"false" doc:"At most one has not passed: it is why the holder sees that page."`
	Repairs   []string      `json:"repairs" nullable:"false" doc:"What was undone to read it: redirectors of mail scanners, broken lines."`
	Object    *linkedObject `json:"object"`
	StartsAt  *string       `json:"startsAt" format:"date-time"`
	ExpiresAt *string       `json:"expiresAt" format:"date-time"`
}

type linkCheck struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	Noted  bool   `json:"noted" doc:"Says how it is, and decides nothing."`
	Detail string `json:"detail"`
}

type linkedObject struct {
	Kind  string  `json:"kind"`
	ID    string  `json:"id"`
	Known bool    `json:"known"`
	Title *string `json:"title"`
}

type explainOutput struct{ Body explanation }

func (a *api) explainLink(ctx context.Context, in *explainInput) (*explainOutput, error) {
	x, err := a.Portal.ExplainFor(ctx, callOf(ctx).account(), in.Body.URL)
	if err != nil {
		return nil, err
	}
	out := &explainOutput{explanation{
		Page: x.Page, Sentence: x.Sentence, Mend: orNil(x.Mend), Checks: []linkCheck{}, Repairs: append([]string{}, x.Repairs...), StartsAt: stampOrNull(x.Start), ExpiresAt: stampOrNull(x.End),
	}}
	for _, c := range x.Checks {
		out.Body.Checks = append(out.Body.Checks, linkCheck{c.Name, c.Passed, c.Noted, c.Detail})
	}
	if x.Object.ID != "" {
		out.Body.Object = &linkedObject{string(x.Object.Kind), x.Object.ID, x.Known, orNil(x.Title)}
	}
	return out, nil
}

type linkReissue struct {
	Body struct {
		Kind   string `json:"kind" maxLength:"16"`
		ID     string `json:"id" maxLength:"255"`
		Days   int    `json:"days,omitempty" minimum:"0" doc:"The account's default if left out."`
		Notify bool   `json:"notify,omitempty" doc:"Mail the new link to the address on file."`
	}
}

type linkRevoke struct {
	Body struct {
		Kind string `json:"kind" maxLength:"16"`
		ID   string `json:"id" maxLength:"255"`
	}
}

type revokedOutput struct {
	Body struct {
		Kind    string `json:"kind"`
		ID      string `json:"id"`
		Revoked bool   `json:"revoked"`
	}
}

// verbOn is an ask for a verb on the links of an object that is known, against
// the state it has now.
func (a *api) verbOn(ctx context.Context, kindName, id string) (portal.Ask, error) {
	c := callOf(ctx)
	kind, err := kindOf(kindName)
	if err != nil {
		return portal.Ask{}, err
	}
	if kind == link.Invoice {
		if id, err = a.Portal.PathIDOf(ctx, c.account(), id); err != nil {
			return portal.Ask{}, err
		}
	}
	if !link.ValidID(id) {
		return portal.Ask{}, link.ErrID
	}
	object := portal.ObjectKey{Account: c.account(), Kind: kind, ID: id}
	state, err := a.Portal.LinkState(ctx, object)
	return portal.Ask{Actor: c.actor(), Object: object, Generation: state.Generation}, err
}

func (a *api) reissueLink(ctx context.Context, in *linkReissue) (*madeLinkOutput, error) {
	ask, err := a.verbOn(ctx, in.Body.Kind, in.Body.ID)
	if err != nil {
		return nil, err
	}
	ask.Days, ask.Mail = in.Body.Days, in.Body.Notify
	outcome, err := a.Portal.Reissue(ctx, ask)
	if err != nil {
		return nil, err
	}
	done, err := linkDone(outcome)
	if err != nil {
		return nil, err
	}
	made := madeLink{
		Kind: in.Body.Kind, ID: ask.Object.ID, URL: &done.URL, Known: true, Mailed: done.Mailed,
		StartsAt: stamp(unix(done.State.Start)), ExpiresAt: stamp(unix(done.State.End)),
	}
	callOf(ctx).kept = made.without()
	return &madeLinkOutput{made}, nil
}

func (a *api) revokeLink(ctx context.Context, in *linkRevoke) (*revokedOutput, error) {
	ask, err := a.verbOn(ctx, in.Body.Kind, in.Body.ID)
	if err != nil {
		return nil, err
	}
	outcome, err := a.Portal.Revoke(ctx, ask)
	if err != nil {
		return nil, err
	}
	done, err := linkDone(outcome)
	var p *apiProblem
	if errors.As(err, &p) && p.Status == http.StatusConflict {
		if state, err := a.Portal.LinkState(ctx, ask.Object); err == nil && state.Revoked {
			done.State = state // revoked already: as good as done
		} else {
			return nil, errors.Join(p, err)
		}
	} else if err != nil {
		return nil, err
	}
	out := &revokedOutput{}
	out.Body.Kind, out.Body.ID, out.Body.Revoked = in.Body.Kind, ask.Object.ID, done.State.Revoked
	return out, nil
}

// linkDone is the verb that took effect, or the problem that says why none did.
func linkDone(outcome portal.Outcome) (portal.Done, error) {
	switch o := outcome.(type) {
	case portal.Done:
		return o, nil
	case portal.Overtaken:
		return portal.Done{}, conflictNow("Somebody else changed these links at the same moment. Look, and ask again.")
	case portal.NothingLive:
		return portal.Done{}, conflictNow("There is no live link.")
	case portal.NoAddress:
		return portal.Done{}, unprocessable("body.notify", "There is no address on file to mail to.")
	}
	return portal.Done{}, fmt.Errorf("no answer for %T", outcome)
}
