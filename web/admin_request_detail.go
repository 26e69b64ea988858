package web

import (
	"context"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// request is the page about one link request.
func (d *desk) request(w http.ResponseWriter, r *http.Request, c clerk) error {
	p, err := d.requestDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	p.copies = r.URL.Query().Get("by") == "copy"
	return d.showRequest(w, r, http.StatusOK, c, p, p.result(d.told(w, r, requestURL(p.Request.Key))))
}

func (d *desk) requestDetail(ctx context.Context, k portal.Key) (requestPresenter, error) {
	detail, err := d.Portal.RequestDetail(ctx, k)
	if err != nil {
		return requestPresenter{}, err
	}
	names, err := d.Portal.AdminNames(ctx)
	if err != nil {
		return requestPresenter{}, err
	}
	names[portal.ByPartnerActor(detail.Partner.ID)] = detail.Partner.Name
	held, err := d.Portal.MailHeld(ctx, k.Account, detail.Request.Email)
	if err != nil {
		return requestPresenter{}, err
	}
	p := requestPresenter{RequestDetail: detail, clock: clockOf(detail.Account), now: d.Portal.Now(), names: names, held: held}
	return p, nil
}

func (d *desk) showRequest(
	w http.ResponseWriter, r *http.Request, status int, c clerk, p requestPresenter, result *views.AdminResult,
) error {
	history, err := d.historyOf(r, requestObject(p.Request.Key), p.clock, p.names)
	if err != nil {
		return err
	}
	history.note, p.history = p.note, history
	page := p.page(c.roleIn(p.Request.Account))
	page.Story, page.Asks = history.story(c), history.asks(c)
	page.Frame = d.frame(c, "admin-request", p.Request.Reference+", "+lowerFirst(page.State.Word)+" – Requests", views.PlaceRequests)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.RequestDetailPage(page))
}

// refuseRequest shows the page as things stand, and why nothing was done.
func (d *desk) refuseRequest(w http.ResponseWriter, r *http.Request, c clerk, status int, why string) error {
	p, err := d.requestDetail(r.Context(), keyIn(r))
	if err != nil {
		return err
	}
	return d.showRequest(w, r, status, c, p, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: why})
}
