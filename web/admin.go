package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/gorilla/sessions"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Desk is what the admin pages need besides a Site.
type Desk struct {
	Auth *auth.Auth
	// CookieKeys seal the admin cookies, in pairs of 32 bytes each: one to
	// authenticate, one to encrypt. The first pair makes new cookies, all open.
	CookieKeys [][]byte
	Mode       string // "development": every page says so; empty in production

	// Spawn runs work that goes on when its page is left, until ctx ends.
	Spawn func(work func(ctx context.Context))

	// Preview draws a mail without its link and its code. portal.ErrLapsed: what
	// it told of is over, so it cannot be drawn again.
	Preview func(ctx context.Context, m portal.Message) (Mail, error)
}

// desk serves the admin pages.
type desk struct {
	*server
	Desk
	cookie string                // name of the session cookie
	kept   *sessions.CookieStore // holds the id of a session
	saids  *sessions.CookieStore // hold what the next page is to say
	jobs   *bulkJobs
}

// adminRoute is one address of the admin pages.
type adminRoute struct {
	pattern string
	handler http.Handler
}

// doors are the addresses that need no sign-in.
func (d *desk) doors() []adminRoute {
	return []adminRoute{
		{"GET /admin/sign-in", d.outside(d.signInForm)},
		{"POST /admin/sign-in", d.outside(d.posted(clerk{}, d.signIn))},
	}
}

// rooms are all other addresses.
func (d *desk) rooms() []adminRoute {
	return []adminRoute{
		{"GET /admin", d.inside(d.overview)},
		{"GET /admin/search", d.inside(d.search)},
		{"GET /admin/explain", d.inside(d.explainForm)},
		{"GET /admin/links", d.inside(d.links)},
		{"GET /admin/links/{account}/{kind}/{id}", d.inside(d.ofDocuments(d.link))},
		{"GET /admin/links/{account}/{kind}/{id}/revoke", d.inside(d.mayAct(d.ofDocuments(d.askRevoke)))},
		{"GET /admin/requests", d.inside(d.requests)},
		{"GET /admin/requests/{account}/{id}", d.inside(d.request)},
		{"GET /admin/requests/{account}/{id}/withdraw", d.inside(d.mayAct(d.askWithdraw))},
		{"GET /admin/requests/{account}/{id}/bundle.json", d.inside(d.requestBundle)},
		{"GET /admin/audit", d.inside(d.audit)},
		{"GET /admin/sessions", d.inside(d.sessions)},

		{"POST /admin/sign-out", d.form(d.signOut)},
		{"POST /admin/find", d.form(d.find)},
		{"POST /admin/explain", d.form(d.explain)},
		{"POST /admin/audit/verify", d.form(d.verifyAudit)},
		{"POST /admin/sessions/end-all", d.form(d.endAll)},
		{"POST /admin/links/{account}/{kind}/{id}/reissue", d.form(d.mayAct(d.ofDocuments(d.reissue)))},
		{"POST /admin/links/{account}/{kind}/{id}/remind", d.form(d.mayAct(d.ofDocuments(d.remind)))},
		{"POST /admin/links/{account}/{kind}/{id}/revoke", d.form(d.mayAct(d.ofDocuments(d.revoke)))},

		{"POST /admin/requests/{account}/{id}/remind", d.form(d.mayAct(d.remindRequest))},
		{"POST /admin/requests/{account}/{id}/reissue", d.form(d.mayAct(d.reissueRequest))},
		{"POST /admin/requests/{account}/{id}/withdraw", d.form(d.mayAct(d.withdrawRequest))},
		{"POST /admin/requests/{account}/{id}/cases/retry", d.form(d.mayAct(d.retryCases))},

		{"/admin/", d.inside(d.nowhere)},
	}
}

func (d *desk) routes(mux *http.ServeMux) {
	for _, route := range slices.Concat(d.doors(), d.rooms(), d.hookRooms(), d.mailRooms(), d.partnerRooms(), d.bulkRooms(), d.decisionRooms()) {
		mux.Handle(route.pattern, route.handler)
	}
}
