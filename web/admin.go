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
	Auth     *auth.Auth
	Passkeys *auth.Passkeys // nil: there are none
	SignOn   *auth.SignOn   // nil: there is none
	// CookieKeys seal the admin cookies, in pairs of 32 bytes each: one to
	// authenticate, one to encrypt. The first pair makes new cookies, all open.
	CookieKeys [][]byte
	Mode       string // "development": every page says so; empty in production

	// OwnersNeedSecond keeps owners out of every room until they have a second
	// factor.
	OwnersNeedSecond bool

	// Spawn runs work that goes on when its page is left, until ctx ends.
	Spawn func(work func(ctx context.Context))

	// Sender is the installation's own sender address; empty: not known.
	Sender string
	// CheckSender says what the domain of a sender's address has for SPF, DKIM
	// and DMARC, within seconds; nil: it is not looked up.
	CheckSender func(ctx context.Context, address, selector string) []portal.SenderFinding

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
	begun  *sessions.CookieStore // hold the id of a sign-in that waits for its answer
	walk   *auditWalk

	byPattern map[string]adminRoute
}

// adminRoute is one address of the admin pages, and who may come in: whoever
// has the permission in the account that the pattern names, or where it names
// none, in any account. Such a room keeps to clerk.where itself.
type adminRoute struct {
	pattern string
	need    portal.Permission // empty: it is enough to be signed in
	whole   bool              // the permission is needed for the installation
	fresh   bool              // a proof of who they are, not older than auth.Fresh, comes first
	early   bool              // open to owners who have no second factor yet
	room    room
	upload  int64 // its form is multipart/form-data with a file, of so many bytes in all; 0: a plain form
}

// doors are the addresses that need no sign-in.
func (d *desk) doors() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /admin/sign-in":  d.outside(d.signInForm),
		"POST /admin/sign-in": d.outside(d.posted(clerk{}, d.signIn)),
		"GET " + secondURL:    d.outside(d.secondForm),
		"POST " + secondURL:   d.outside(d.posted(clerk{}, d.second)),
		"GET " + codeURL:      d.outside(d.redeemForm),
		"POST " + codeURL:     d.outside(d.posted(clerk{}, d.redeem)),
	}
}

// rooms are all other addresses.
func (d *desk) rooms() []adminRoute {
	return slices.Concat(
		d.mainRooms(),
		d.proofRooms(),
		d.hookRooms(),
		d.mailRooms(),
		d.partnerRooms(),
		d.decisionRooms(),
		d.keyboardRooms(),
		d.passkeyRooms(),
		d.settingsRooms(),
		d.storyRooms(),
		d.objectRooms(),
		d.appRooms(),
		d.meRooms(),
		d.peopleRooms(),
		d.importRooms(),
		d.jobRooms(),
		d.keyRooms(),
		d.seedRooms(),
		d.proposalRooms(),
		d.auditRooms(),
	)
}

func (d *desk) mainRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin", need: portal.MaySee, room: d.overview},
		{pattern: "GET /admin/search", need: portal.MaySee, room: d.search},
		{pattern: "GET /admin/explain", need: portal.MaySee, room: d.explainForm},
		{pattern: "GET /admin/links", need: portal.MaySee, room: d.links},
		{pattern: "GET /admin/links/{account}/{kind}/{id}", need: portal.MaySee, room: d.ofDocuments(d.link)},
		{pattern: "GET /admin/links/{account}/{kind}/{id}/revoke", need: portal.MayAct, room: d.ofDocuments(d.askRevoke)},
		{pattern: "GET /admin/requests", need: portal.MaySee, room: d.requests},
		{pattern: "GET /admin/requests/{account}/{id}", need: portal.MaySee, room: d.request},
		{pattern: "GET /admin/requests/{account}/{id}/withdraw", need: portal.MayAct, room: d.askWithdraw},

		{pattern: "POST /admin/sign-out", early: true, room: d.signOut},
		{pattern: "POST /admin/find", need: portal.MaySee, room: d.find},
		{pattern: "POST /admin/explain", need: portal.MaySee, room: d.explain},
		{pattern: "POST /admin/links/{account}/{kind}/{id}/reissue", need: portal.MayAct, room: d.ofDocuments(d.reissue)},
		{pattern: "POST /admin/links/{account}/{kind}/{id}/remind", need: portal.MayAct, room: d.ofDocuments(d.remind)},
		{pattern: "POST /admin/links/{account}/{kind}/{id}/revoke", need: portal.MayAct, room: d.ofDocuments(d.revoke)},

		{pattern: "POST /admin/requests/{account}/{id}/remind", need: portal.MayAct, room: d.remindRequest},
		{pattern: "POST /admin/requests/{account}/{id}/reissue", need: portal.MayAct, room: d.reissueRequest},
		{pattern: "POST /admin/requests/{account}/{id}/withdraw", need: portal.MayAct, room: d.withdrawRequest},
		{pattern: "POST /admin/requests/{account}/{id}/cases/retry", need: portal.MayAct, room: d.retryCases},

		{pattern: "/admin/", room: d.nowhere},
	}
}

func (d *desk) routes(mux *http.ServeMux) {
	for _, doors := range []map[string]http.Handler{d.doors(), d.passkeyDoors(), d.ssoDoors()} {
		for pattern, door := range doors {
			mux.Handle(pattern, scripted(door))
		}
	}
	for _, route := range d.rooms() {
		d.byPattern[route.pattern] = route
		mux.Handle(route.pattern, scripted(d.behind(route)))
	}
}
