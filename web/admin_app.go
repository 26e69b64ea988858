package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// appURL is where somebody sets up an authenticator app.
const appURL = "/admin/me/app"

// issuer is how apps call us.
const issuer = "Latchkey"

// qrPixels is how large the picture of a key is.
const qrPixels = 200

// appRooms are the addresses about one's own authenticator app.
func (d *desk) appRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET " + appURL, early: true, fresh: true, room: d.app},
		{pattern: "GET " + appURL + "/key.png", early: true, fresh: true, room: d.appPicture},
		{pattern: "POST " + appURL, early: true, fresh: true, room: d.beginApp},
		{pattern: "POST " + appURL + "/on", early: true, fresh: true, room: d.appOn},
		{pattern: "POST " + appURL + "/off", fresh: true, room: d.appOff},
		{pattern: "POST " + appURL + "/recovery", fresh: true, room: d.newRecovery},
	}
}

func (d *desk) app(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showApp(w, r, http.StatusOK, c, views.AppSetUp{})
}

// showApp is the step that is next: to begin, or to take the key in.
func (d *desk) showApp(w http.ResponseWriter, r *http.Request, status int, c clerk, page views.AppSetUp) error {
	e, err := d.Auth.Enrolled(r.Context(), c.admin, issuer)
	switch {
	case errors.Is(err, auth.ErrSecondOn):
		return d.seeOther(w, r, "/admin/me")
	case errors.Is(err, portal.ErrNotFound):
		page.Begin = &views.PostButton{URL: appURL, Label: "Show the key for the app", Icon: views.IconPlus}
	case err != nil:
		return err
	default:
		page.Secret, page.QR, page.URL = spaced(e.Secret), appURL+"/key.png", appURL+"/on"
		problem := page.Code.Error
		page.Code = views.Field{
			Name: "code", Label: "Code that the app shows", Complete: "one-time-code", Mode: "numeric", Width: 8, Error: problem,
		}
	}
	bare, err := d.mustEnrol(r, c)
	if err != nil {
		return err
	}
	if bare {
		page.Forced = "Owners need a second factor. Everything else opens when it is switched on."
	}
	page.Frame = d.frame(c, "admin-app", "Authenticator app – Your account", views.PlaceMe)
	if page.Code.Error != "" {
		page.Frame.Title = "Error: authenticator app – Your account"
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.AppSetUpPage(page))
}

// spaced is a key as people type it, in fours.
func spaced(key string) string {
	var groups []string
	for len(key) > 4 {
		groups, key = append(groups, key[:4]), key[4:]
	}
	return strings.Join(append(groups, key), " ")
}

// appPicture is the key as a QR code. Like every answer of the desk it is stored
// nowhere.
func (d *desk) appPicture(w http.ResponseWriter, r *http.Request, c clerk) error {
	e, err := d.Auth.Enrolled(r.Context(), c.admin, issuer)
	if errors.Is(err, auth.ErrSecondOn) {
		return portal.ErrNotFound
	}
	if err != nil {
		return err
	}
	picture, err := e.QR(qrPixels)
	if err != nil {
		return err
	}
	visitOf(r).page = "admin-app-key"
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(picture) // a failed write means that the reader has gone away
	return nil
}

func (d *desk) beginApp(w http.ResponseWriter, r *http.Request, c clerk) error {
	if err := d.Auth.Enrol(r.Context(), c.admin.ID); err != nil && !errors.Is(err, auth.ErrSecondOn) {
		return err
	}
	return d.seeOther(w, r, appURL)
}

// appOn switches the app on, and shows the recovery codes in the answer itself.
func (d *desk) appOn(w http.ResponseWriter, r *http.Request, c clerk) error {
	codes, err := d.Auth.Confirm(r.Context(), c.admin, r.PostForm.Get("code"), auth.Network(visitOf(r).address))
	switch {
	case errors.Is(err, auth.ErrSecondOn):
		return d.seeOther(w, r, "/admin/me")
	case errors.Is(err, auth.ErrRefused):
		return d.showApp(w, r, http.StatusUnprocessableEntity, c, views.AppSetUp{Code: views.Field{Error: "The code is not right. Enter the one that the app shows now."}})
	}
	if status, wait := d.slowed(w, err); wait != "" {
		return d.showApp(w, r, status, c, views.AppSetUp{Wait: wait})
	}
	if err != nil {
		return err
	}
	if c, err = d.proven(w, r, c, auth.ByApp); err != nil {
		return err
	}
	return d.showCodes(w, r, c, "The app is on. Keep these codes", codes)
}

// appOff takes the app away. Where owners need one, they set up another next.
func (d *desk) appOff(w http.ResponseWriter, r *http.Request, c clerk) error {
	if _, err := d.Auth.DropApp(r.Context(), string(c.actor()), c.admin.ID); err != nil {
		return err
	}
	return d.backToMe(w, r, saidAppOff)
}

func (d *desk) newRecovery(w http.ResponseWriter, r *http.Request, c clerk) error {
	if has, err := d.hasSecond(r, c.admin); err != nil {
		return err
	} else if !has {
		return portal.ErrNotFound
	}
	codes, err := d.Auth.NewRecovery(r.Context(), c.admin.ID)
	if err != nil {
		return err
	}
	return d.showCodes(w, r, c, "New recovery codes", codes)
}

func (d *desk) showCodes(w http.ResponseWriter, r *http.Request, c clerk, heading string, codes []string) error {
	page := views.Codes{
		Frame: d.frame(c, "admin-codes", heading+" – Your account", views.PlaceMe), Heading: heading, Codes: codes,
		Lead: []string{
			"Each of them stands in once for a code of your app. Keep them where you find them without your phone.",
			"They are shown this once. Codes from before are worth nothing.",
		},
		Way: views.Link{Label: "Your account", URL: "/admin/me"},
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.CodesPage(page))
}
