package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const (
	// passkeySecondURL takes a passkey as the second factor of a sign-in.
	passkeySecondURL = passkeysURL + "/second"
	// passkeyProofURL is where the script learns what to ask for before something
	// that matters.
	passkeyProofURL = passkeysURL + "/prove"
	// passkeyField is where the answer of a passkey stands beside a form's own
	// fields. No form of a room has a field of that name.
	passkeyField = "passkey-proof"
)

const (
	wrongPasskey = "The passkey was not accepted. Try again, or use another way."
	onlyPasskey  = "A password is not enough: use your passkey."
)

// firstProven goes on after the first factor: to the second one, where the
// person has any, else to the desk.
func (d *desk) firstProven(w http.ResponseWriter, r *http.Request, admin portal.Admin, b auth.Browser) error {
	second, err := d.hasSecond(r, admin)
	if err != nil {
		return err
	}
	if !second {
		return d.welcome(w, r, admin, b)
	}
	id, err := d.Auth.OpenHalf(r.Context(), admin, b, d.sessionID(r))
	if err != nil {
		return err
	}
	if err := d.keep(w, r, id); err != nil {
		return err
	}
	return d.seeOther(w, r, secondURL)
}

// welcome opens the session of somebody who has proven who they are, and ends
// the one that the browser carried, a half one too.
func (d *desk) welcome(w http.ResponseWriter, r *http.Request, admin portal.Admin, b auth.Browser) error {
	id, err := d.Auth.Open(r.Context(), admin, b, d.sessionID(r))
	if err != nil {
		return err
	}
	if err := d.keep(w, r, id); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin")
}

func (d *desk) hasPasskey(r *http.Request, admin portal.Admin) (bool, error) {
	if d.Passkeys == nil {
		return false, nil
	}
	keys, err := d.Passkeys.Of(r.Context(), admin.ID)
	return len(keys) > 0, err
}

// passkeyBox says on a person's own page how it stands with their passkeys; nil:
// the site can have none.
func (d *desk) passkeyBox(r *http.Request, admin portal.Admin) (*views.PasskeyBox, error) {
	if d.Passkeys == nil {
		return nil, nil
	}
	keys, err := d.Passkeys.Of(r.Context(), admin.ID)
	box := &views.PasskeyBox{Has: len(keys) > 0, Said: "You have none yet.", URL: passkeysURL}
	if box.Has {
		box.Said = "You have " + countOf(len(keys), "passkey") + "."
	}
	return box, err
}

// offerPasskeySecond adds a passkey to the page that asks for a second factor;
// who has no app has nothing else to give.
func (d *desk) offerPasskeySecond(r *http.Request, admin portal.Admin, page *views.Proof) error {
	has, err := d.hasPasskey(r, admin)
	if err != nil || !has {
		return err
	}
	since, err := d.Auth.App(r.Context(), admin.ID)
	if err != nil {
		return err
	}
	if page.NoField = since.IsZero(); page.NoField {
		page.Heading = "Use your passkey"
		page.Frame.Title = "Use your passkey"
	}
	page.Passkey = &views.ProvePasskey{
		URL: passkeySecondURL, Begin: passkeySecondURL + "/begin", Field: passkeyField, Label: "Use a passkey",
		Wrong: "The passkey was not used. Try again.",
	}
	return nil
}

// half is who waits with their second factor.
func (d *desk) half(r *http.Request) (portal.Admin, error) {
	if d.Passkeys == nil {
		return portal.Admin{}, portal.ErrNotFound
	}
	admin, _, err := d.Auth.CheckHalf(r.Context(), d.sessionID(r))
	return admin, err
}

func (d *desk) beginPasskeySecond(w http.ResponseWriter, r *http.Request) error {
	admin, err := d.half(r)
	if errors.Is(err, auth.ErrNoSession) {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	if err != nil {
		return err
	}
	return d.beginProof(w, r, admin)
}

// passkeySecond completes a sign-in that began with a password or elsewhere.
func (d *desk) passkeySecond(w http.ResponseWriter, r *http.Request) error {
	admin, err := d.half(r)
	if errors.Is(err, auth.ErrNoSession) {
		return d.seeOther(w, r, "/admin/sign-in")
	}
	if err == nil {
		err = d.provePasskey(w, r, clerk{admin: admin})
	}
	if errors.Is(err, auth.ErrRefused) || errors.Is(err, auth.ErrStale) {
		return d.showSecond(w, r, http.StatusUnprocessableEntity, admin, views.Proof{Problem: wrongPasskey})
	}
	if err != nil {
		return err
	}
	return d.welcome(w, r, admin, browserOf(r, auth.ByPasskey))
}

// offerPasskeyProof adds a passkey to the page that asks for a fresh proof.
func (d *desk) offerPasskeyProof(r *http.Request, c clerk, page *views.Proof) error {
	has, err := d.hasPasskey(r, c.admin)
	if has {
		page.Passkey = &views.ProvePasskey{
			URL: page.URL, Hidden: page.Hidden, Begin: passkeyProofURL + "/begin", Field: passkeyField, Label: "Use a passkey",
			Wrong: "The passkey was not used. Try again, or use the field above.",
		}
		if page.NoField {
			page.Passkey.Wrong = "The passkey was not used. Try again."
		}
	}
	return err
}

func (d *desk) beginPasskeyProof(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.beginProof(w, r, c.admin)
}

// beginProof gives the script what to ask the device for.
func (d *desk) beginProof(w http.ResponseWriter, r *http.Request, admin portal.Admin) error {
	options, id, err := d.Passkeys.BeginProof(r.Context(), admin)
	if errors.Is(err, auth.ErrRefused) {
		return portal.ErrNotFound
	}
	if err != nil {
		return err
	}
	return d.passkeyOptions(w, r, options, id)
}

// provePasskey checks the answer of a passkey in a form against what was begun
// in this browser.
func (d *desk) provePasskey(w http.ResponseWriter, r *http.Request, c clerk) error {
	answer := []byte(r.PostForm.Get(passkeyField))
	return d.Passkeys.Prove(r.Context(), c.admin, d.embarked(w, r), answer, auth.Network(visitOf(r).address))
}

// dropProof takes out of a form what is not the room's.
func dropProof(form url.Values) {
	delete(form, proofField)
	delete(form, passkeyField)
}
