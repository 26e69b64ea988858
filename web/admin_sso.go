package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/auth/sso"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// The addresses of single sign-on. The first is a link, not a form: browsers
// let a form lead only where the page's policy says, and where the provider is
// turns out later.
const (
	ssoURL      = "/admin/sso"
	SSOCallback = ssoURL + "/callback" // where the provider sends the browser back to
)

func (d *desk) ssoDoors() map[string]http.Handler {
	return map[string]http.Handler{
		"GET " + ssoURL:      d.outside(d.beginSSO),
		"GET " + SSOCallback: d.outside(d.endSSO),
	}
}

func (d *desk) beginSSO(w http.ResponseWriter, r *http.Request) error {
	if d.SignOn == nil {
		return portal.ErrNotFound
	}
	to, id, err := d.SignOn.Begin(r.Context(), auth.Network(visitOf(r).address))
	if err != nil {
		return d.ssoFailed(w, r, err)
	}
	if err := d.embark(w, r, id); err != nil {
		return err
	}
	visitOf(r).page = "admin-sso"
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

func (d *desk) endSSO(w http.ResponseWriter, r *http.Request) error {
	if d.SignOn == nil {
		return portal.ErrNotFound
	}
	network, q := auth.Network(visitOf(r).address), r.URL.Query()
	answer := auth.Answer{State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"), Error: q.Get("error")}
	admin, both, err := d.SignOn.SignIn(r.Context(), d.embarked(w, r), answer, network)
	if err != nil {
		return d.ssoFailed(w, r, err)
	}
	browser := browserOf(r, auth.BySignOn)
	if browser.TwoFactor = both; both {
		return d.welcome(w, r, admin, browser)
	}
	return d.firstProven(w, r, admin, browser)
}

// ssoFailed says what to do about a sign-in that failed. What the provider did
// wrong is in the log, for whoever runs this.
func (d *desk) ssoFailed(w http.ResponseWriter, r *http.Request, err error) error {
	var stranger auth.StrangerError
	var slow auth.ThrottledError
	name := d.SignOn.Name()
	switch {
	case errors.As(err, &slow):
		return d.signInFailed(w, r, "", err)
	case errors.As(err, &stranger):
		return d.ssoNotice(w, r, http.StatusForbidden, strangerSaid(name, stranger))
	case errors.Is(err, auth.ErrStale):
		return d.ssoNotice(w, r, http.StatusBadRequest, views.AdminNotice{
			Heading: "This sign-in is over",
			Lead:    []string{"It was begun in another browser, was used already, or took more than 10 minutes. Begin again."},
		})
	case errors.Is(err, auth.ErrElsewhere):
		return d.ssoNotice(w, r, http.StatusForbidden, views.AdminNotice{
			Heading: name + " did not sign you in",
			Lead:    []string{"You stopped there, or " + name + " does not let you use this site. If you should be able to, ask whoever runs " + name + "."},
		})
	case errors.Is(err, sso.ErrDown):
		d.Log.ErrorContext(r.Context(), "sign-on provider is down", "error", err)
		w.Header().Set("Retry-After", "30")
		return d.ssoNotice(w, r, http.StatusServiceUnavailable, views.AdminNotice{
			Heading: name + " does not answer",
			Lead:    []string{"Try again in a minute, or sign in with your password or a passkey. If it lasts, ask whoever runs this installation to run: latchkey doctor"},
		})
	case errors.Is(err, sso.ErrUntrusted):
		d.Log.WarnContext(r.Context(), "sign-on refused", "error", err)
		return d.ssoNotice(w, r, http.StatusForbidden, views.AdminNotice{
			Heading: "The answer of " + name + " is not good",
			Lead:    []string{"You are not signed in. Begin again. If it happens again, tell whoever runs this installation: the log says what is wrong."},
		})
	}
	return err
}

// strangerSaid tells somebody whom the provider knows what would let them in.
// Their own subject is what an owner needs for it.
func strangerSaid(name string, s auth.StrangerError) views.AdminNotice {
	n := views.AdminNotice{
		Heading: "You have no access here",
		Lead: []string{
			name + " knows you, but nobody with your email address may work here. Ask an owner of this installation.",
			"An owner may need to know: " + name + " calls you " + s.Subject,
		},
	}
	if s.Unverified {
		n.Heading = name + " does not vouch for your email address"
		n.Lead[0] = "It must say that the address is yours. Verify it there and begin again, or ask an owner of this installation."
	}
	return n
}

func (d *desk) ssoNotice(w http.ResponseWriter, r *http.Request, status int, n views.AdminNotice) error {
	n.Frame = views.AdminFrame{Page: "admin-sso", Title: n.Heading, Mode: d.banner()}
	n.Way = &views.Link{Label: "Back to sign in", URL: "/admin/sign-in"}
	return d.say(w, r, status, n)
}
