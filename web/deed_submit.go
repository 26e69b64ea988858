package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// act is what pressing the button of a step asks for.
func (st *step) act(d *deed) portal.Act {
	return portal.Act{
		Action: st.action, Item: st.item, Change: st.change, Shown: st.read(), Locale: d.p.locale.Tag(), Preview: st.preview,
		Return:    strings.TrimSuffix(d.Base.String(), "/") + d.url(),
		FormValue: d.r.PostForm.Get("n"), Network: auth.Network(visitOf(d.r).address), UserAgent: shortAgent(d.r.UserAgent()),
	}
}

// noVersion is a version that nothing has: an act that names it is never
// recorded, and learns only whether it was before.
const noVersion = -1

// pressedBefore is for a form that was read in another state of things: if it,
// or the same wish, was recorded meanwhile, its result is shown. Nothing new is
// recorded.
func (d *deed) pressedBefore(st *step) error {
	act := st.act(d)
	act.Version = noVersion
	return d.submit(st, act)
}

// submit has the decision recorded, and shows what came of it.
func (d *deed) submit(st *step, act portal.Act) error {
	got, err := d.Portal.Submit(d.r.Context(), d.adm.Grant, act)
	switch {
	case errors.Is(err, link.ErrLapsed):
		return d.customer(d.w, d.r) // the link stands otherwise by now: let it say so itself
	case errors.Is(err, portal.ErrProviderDown):
		return d.answer(d.w, d.r, providerDown(d.p))
	case errors.Is(err, portal.ErrNotFound):
		return d.back(nil)
	case err != nil:
		return err
	}
	switch got := got.(type) {
	case portal.Accepted:
		return d.onward(got.Decision, got.URL)
	case portal.Before:
		if got.Other {
			return d.conflict(got.Decision)
		}
		return d.onward(got.Decision, got.URL)
	case portal.NotOffered:
		if st.why == "" {
			st.refuse(d, got.Why)
		}
		return d.draw(http.StatusConflict, st)
	case portal.Changed:
		return d.reviewed(st)
	case portal.Incomplete:
		for _, problem := range got.Problems {
			d.wrong(problem.Field, problem.Message)
		}
		return d.draw(http.StatusUnprocessableEntity, st)
	}
	return errors.New("an act without a result")
}

// refuse says on a step why it cannot be done.
func (st *step) refuse(d *deed, why string) {
	st.why = why
	st.view.Notices = append(st.view.Notices, d.p.notOffered(why))
}

// reviewed asks the billing system anew and shows the effect as it is now.
func (d *deed) reviewed(old *step) error {
	d.stage = stageReview
	st, err := d.kind.step(d, old.action, old.item)
	if err != nil || st == nil {
		return d.back(err)
	}
	if st = named(st, old.action, old.item); st.why != "" {
		return d.draw(http.StatusConflict, st)
	}
	d.notice = changedNotice(d.differs(st))
	return d.draw(http.StatusConflict, st)
}

// differs says what would be paid now instead of what was read; empty: the
// same, or nobody named an amount.
func (d *deed) differs(st *step) string {
	was, ok := d.Portal.OpenPreview(d.adm.Grant, d.r.PostForm.Get(previewName))
	if !ok || st.preview == nil || was.DueNow == st.preview.DueNow {
		return ""
	}
	return "You pay " + d.p.money(st.preview.DueNow, st.preview.Currency) + " now, and not " + d.p.money(was.DueNow, was.Currency) + "."
}

// onward leads to the result, or to a page elsewhere on which it goes on.
func (d *deed) onward(decision portal.BillingDecision, elsewhere string) error {
	if elsewhere != "" {
		return d.leave(decision, elsewhere)
	}
	return d.seeOther(d.w, d.r, d.url(doneName, decision.ID))
}
