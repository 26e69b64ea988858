package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// proofField is where a proof stands in a form. No form of a room has a field of
// that name.
const proofField = "proof"

// proofRooms are the addresses where somebody proves again who they are.
func (d *desk) proofRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/prove", early: true, room: d.proveForm},
		{pattern: "POST /admin/prove", early: true, room: d.proveAndGoOn},
	}
}

// enter opens a room for somebody who may come in. A room that asks for a fresh
// proof gets it first: a page is shown after it, a form goes on with everything
// that was typed.
func (d *desk) enter(w http.ResponseWriter, r *http.Request, c clerk, route adminRoute) error {
	if !route.early {
		if bare, err := d.mustEnrol(r, c); err != nil {
			return err
		} else if bare {
			return d.seeOther(w, r, appURL)
		}
	}
	if !route.fresh {
		return route.room(w, r, c)
	}
	if d.Auth.IsFresh(c.session) {
		dropProof(r.PostForm) // sent twice: it was taken the first time
		return route.room(w, r, c)
	}
	if r.Method != http.MethodPost {
		return d.seeOther(w, r, "/admin/prove?"+url.Values{"to": {r.URL.RequestURI()}}.Encode())
	}
	ask := views.Proof{URL: r.URL.RequestURI(), Hidden: keptFields(r.PostForm)}
	if !r.PostForm.Has(proofField) && !r.PostForm.Has(passkeyField) {
		return d.showProof(w, r, http.StatusForbidden, c, ask)
	}
	c, err := d.prove(w, r, c)
	if err != nil {
		return d.proofFailed(w, r, c, ask, err)
	}
	dropProof(r.PostForm)
	return route.room(w, r, c)
}

// keptFields are the fields of a form but for the proof, to be sent once more.
func keptFields(form url.Values) []views.Hidden {
	var all []views.Hidden
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			if name != proofField && name != passkeyField {
				all = append(all, views.Hidden{Name: name, Value: value})
			}
		}
	}
	return all
}

// prove takes the proof in a form, and gives the browser a new session.
func (d *desk) prove(w http.ResponseWriter, r *http.Request, c clerk) (clerk, error) {
	how, err := d.takeProof(w, r, c)
	if err != nil {
		return c, err
	}
	return d.proven(w, r, c, how)
}

// takeProof looks at what was given: a passkey, or else what proofBy says.
func (d *desk) takeProof(w http.ResponseWriter, r *http.Request, c clerk) (auth.How, error) {
	if d.Passkeys != nil && r.PostForm.Has(passkeyField) {
		return auth.ByPasskey, d.provePasskey(w, r, c)
	}
	typed, network := r.PostForm.Get(proofField), auth.Network(visitOf(r).address)
	how, err := d.proofBy(r, c.admin)
	switch {
	case err != nil:
		return "", err
	case how == auth.ByApp:
		return d.Auth.CheckSecond(r.Context(), c.admin, typed, network)
	case how == auth.ByPasskey:
		return "", auth.ErrRefused // their password is not looked at
	}
	return auth.ByPassword, d.Auth.VerifyOwn(r.Context(), c.admin, typed, network)
}

// proofBy is what a person proves with who they are: as at sign-in, the password
// is not enough where they have a second factor. Who has an app may use a passkey
// in its place.
func (d *desk) proofBy(r *http.Request, admin portal.Admin) (auth.How, error) {
	since, err := d.Auth.App(r.Context(), admin.ID)
	if err != nil || !since.IsZero() {
		return auth.ByApp, err
	}
	if has, err := d.hasPasskey(r, admin); err != nil || has {
		return auth.ByPasskey, err
	}
	return auth.ByPassword, nil
}

// proven renews the session of somebody who has just proven who they are.
func (d *desk) proven(w http.ResponseWriter, r *http.Request, c clerk, how auth.How) (clerk, error) {
	id, session, err := d.Auth.Prove(r.Context(), c.session, how)
	if err != nil {
		return c, err
	}
	c.session = session
	return c, d.keep(w, r, id)
}

func (d *desk) proveForm(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showProof(w, r, http.StatusOK, c, askFor(r.URL.Query().Get("to")))
}

func (d *desk) proveAndGoOn(w http.ResponseWriter, r *http.Request, c clerk) error {
	ask := askFor(r.PostForm.Get("to"))
	c, err := d.prove(w, r, c)
	if err != nil {
		return d.proofFailed(w, r, c, ask, err)
	}
	return d.seeOther(w, r, ask.Hidden[0].Value)
}

// askFor is the page that asks for a proof and leads on to an address of the
// desk.
func askFor(to string) views.Proof {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Path != "/admin" && !strings.HasPrefix(u.Path, "/admin/") {
		u = &url.URL{Path: "/admin"}
	}
	return views.Proof{URL: "/admin/prove", Hidden: []views.Hidden{{Name: "to", Value: u.RequestURI()}}}
}

// showProof fills in what the person has to prove it with.
func (d *desk) showProof(w http.ResponseWriter, r *http.Request, status int, c clerk, page views.Proof) error {
	how, err := d.proofBy(r, c.admin)
	if err != nil {
		return err
	}
	page.Frame = d.frame(c, "admin-prove", "Prove that it is you", views.PlaceNone)
	page.Heading, page.Label = "Prove that it is you", "Go on"
	page.Lead = []string{"This asks for a proof that is not older than 10 minutes. What you typed is kept."}
	page.Way = &views.Link{Label: "Back to the overview", URL: "/admin"}
	problem := page.Field.Error
	page.Field = views.Field{Name: proofField, Label: "Your password", Kind: "password", Complete: "current-password"}
	if how == auth.ByApp {
		page.Field = codeField(proofField)
	}
	page.NoField = how == auth.ByPasskey
	if page.Field.Error = problem; problem != "" {
		page.Frame.Title = "Error: prove that it is you"
	}
	if err := d.offerPasskeyProof(r, c, &page); err != nil {
		return err
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.ProofPage(page))
}

// codeField asks for the code of an app, or for one of those kept for the day
// without it.
func codeField(name string) views.Field {
	return views.Field{
		Name: name, Label: "Code", Complete: "one-time-code", Width: 32,
		Hint: views.Plain("Six digits from your app, or one of your recovery codes."),
	}
}

const (
	wrongPassword = "The password is not right."
	wrongCode     = "The code is not right, or it was used already."
)

// proofFailed shows the page again with why, or with how long to wait.
func (d *desk) proofFailed(w http.ResponseWriter, r *http.Request, c clerk, page views.Proof, err error) error {
	if errors.Is(err, auth.ErrNoSession) {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	if r.PostForm.Has(passkeyField) && (errors.Is(err, auth.ErrRefused) || errors.Is(err, auth.ErrStale)) {
		page.Problem = wrongPasskey
		return d.showProof(w, r, http.StatusUnprocessableEntity, c, page)
	}
	if errors.Is(err, auth.ErrRefused) {
		how, err := d.proofBy(r, c.admin)
		switch {
		case err != nil:
			return err
		case how == auth.ByApp:
			page.Field.Error = wrongCode
		case how == auth.ByPasskey:
			page.Problem = onlyPasskey
		default:
			page.Field.Error = wrongPassword
		}
		return d.showProof(w, r, http.StatusUnprocessableEntity, c, page)
	}
	status, wait := d.slowed(w, err)
	if wait == "" {
		return err
	}
	page.Wait = wait
	return d.showProof(w, r, status, c, page)
}

// slowed says how long somebody has to wait who tries too often, or while many
// do; empty: the error is another one.
func (d *desk) slowed(w http.ResponseWriter, err error) (status int, wait string) {
	var slow auth.ThrottledError
	switch {
	case errors.As(err, &slow):
		wait := max(slow.RetryAfter.Round(time.Second), time.Second)
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
		again := d.Portal.Now().Add(wait + time.Minute - time.Nanosecond).UTC().Format("15:04")
		return http.StatusTooManyRequests, "Too many tries. Try again after " + again + " (UTC)."
	case errors.Is(err, auth.ErrBusy):
		w.Header().Set("Retry-After", "5")
		return http.StatusServiceUnavailable, "Many people are signing in right now. Try again in a few seconds."
	}
	return 0, ""
}

// hasSecond reports whether somebody has a second factor, which is asked for
// after the password.
func (d *desk) hasSecond(r *http.Request, admin portal.Admin) (bool, error) {
	how, err := d.proofBy(r, admin)
	return err == nil && how != auth.ByPassword, err
}

// mustEnrol reports whether somebody has to set up a second factor before
// anything else: an owner, where owners must have one.
func (d *desk) mustEnrol(r *http.Request, c clerk) (bool, error) {
	if !d.OwnersNeedSecond || c.session.TwoFactor || c.where(portal.MayManage).None() {
		return false, nil
	}
	has, err := d.hasSecond(r, c.admin)
	return !has, err
}
