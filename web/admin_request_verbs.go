package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	saidWithdrawn = "withdrawn"
	saidRetried   = "retried"
)

// askedRequest reads what the verbs on a request have in common; false: the
// form cannot be one of ours.
func askedRequest(r *http.Request, c clerk) (portal.RequestAsk, bool) {
	attempt, err := strconv.ParseInt(r.PostForm.Get("generation"), 10, 64)
	return portal.RequestAsk{Actor: c.actor(), Request: keyIn(r), Attempt: attempt}, err == nil && attempt > 0
}

// reissueRequest makes a new attempt. The page has said what that does after a
// decline, so the mail goes out whatever the cool-down is.
func (d *desk) reissueRequest(w http.ResponseWriter, r *http.Request, c clerk) error {
	ask, ok := askedRequest(r, c)
	days, err := strconv.Atoi(r.PostForm.Get("days"))
	by := r.PostForm.Get("by")
	ask.Days, ask.Mail, ask.Force = days, by == "mail", true
	if !ok || err != nil || days < 1 || by != "mail" && by != "copy" {
		return d.refuseRequest(w, r, c, http.StatusUnprocessableEntity, "Choose how long the new link works and how it is delivered. Nothing was changed.")
	}
	outcome, err := d.Portal.ReissueRequest(r.Context(), ask)
	switch {
	case errors.Is(err, portal.ErrDays):
		return d.refuseRequest(w, r, c, http.StatusUnprocessableEntity, "A link of a request works for 1 to 30 days. Nothing was changed.")
	case errors.Is(err, link.ErrNoActiveKey):
		return d.refuseRequest(w, r, c, http.StatusConflict, "The account has no active key to sign with. Nothing was changed. An owner can make one: latchkey key rotate.")
	case err != nil:
		return err
	}
	done, ok := outcome.(portal.RequestDone)
	if ok && !ask.Mail {
		return d.showRequestOnce(w, r, c, done.URL)
	}
	return d.requestOutcome(w, r, c, outcome, saidSent)
}

// showRequestOnce shows a link to be copied in the answer itself: it must stand
// in no address and no cookie.
func (d *desk) showRequestOnce(w http.ResponseWriter, r *http.Request, c clerk, url string) error {
	if err := d.Portal.RecordShown(r.Context(), c.actor(), keyIn(r), portal.LinkShown); err != nil {
		return err
	}
	p, err := d.requestDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	return d.showRequest(w, r, http.StatusOK, c, p, &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Link: url,
		Text: "New link made at " + p.clock.time(p.Request.RequestedAt) + ". It works until " + p.clock.day(unix(p.Request.End)) + ".",
	})
}

func (d *desk) remindRequest(w http.ResponseWriter, r *http.Request, c clerk) error {
	outcome, err := d.Portal.RemindRequest(r.Context(), portal.RequestAsk{Actor: c.actor(), Request: keyIn(r)})
	if err != nil {
		return err
	}
	return d.requestOutcome(w, r, c, outcome, saidReminded)
}

func (d *desk) askWithdraw(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.requestDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	page := p.withdraw()
	page.Frame = d.frame(c, "admin-confirm", page.Heading+" – Requests", views.PlaceRequests)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) withdrawRequest(w http.ResponseWriter, r *http.Request, c clerk) error {
	ask, ok := askedRequest(r, c)
	if !ok {
		return d.refuseRequest(w, r, c, http.StatusUnprocessableEntity, "The form was not complete. Nothing was changed.")
	}
	ask.Drop = r.PostForm.Get("drop") == "cases"
	outcome, err := d.Portal.WithdrawRequest(r.Context(), ask)
	if err != nil {
		return err
	}
	return d.requestOutcome(w, r, c, outcome, saidWithdrawn)
}

// requestOutcome answers what became of a verb.
func (d *desk) requestOutcome(w http.ResponseWriter, r *http.Request, c clerk, outcome portal.RequestOutcome, said string) error {
	switch o := outcome.(type) {
	case portal.RequestDone:
		if o.Mail != "" && o.Mail != portal.MailQueued {
			said += " " + string(o.Mail)
		}
		at := requestURL(o.Request.Key)
		if err := d.tell(w, r, at, said); err != nil {
			return err
		}
		return d.seeOther(w, r, at)
	case portal.RequestNot:
		return d.refuseRequest(w, r, c, http.StatusConflict, "The request has moved on since that page was made. Nothing was changed by you: this page shows how it stands.")
	}
	return errors.New("unknown outcome of a verb on a request")
}

// retryCases puts every failed case of a request back into the landing.
func (d *desk) retryCases(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.requestDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	for _, held := range p.Cases {
		if held.State != portal.CaseFailed {
			continue
		}
		if _, err := d.Portal.RetryCase(r.Context(), c.actor(), p.Request.Key, held.Position); err != nil {
			return err
		}
	}
	at := requestURL(p.Request.Key)
	if err := d.tell(w, r, at, saidRetried); err != nil {
		return err
	}
	return d.seeOther(w, r, at)
}
