package web

import (
	"errors"
	"net/http"

	"github.com/gorilla/sessions"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// deskPolicy is policy for the admin pages, which have small scripts of ours.
const deskPolicy = policy + "; script-src 'self'; connect-src 'self'"

// scripted lets the answers of a handler run our script.
func scripted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", deskPolicy)
		h.ServeHTTP(w, r)
	})
}

// passkeyDoors are the addresses of signing in with a passkey.
func (d *desk) passkeyDoors() map[string]http.Handler {
	return map[string]http.Handler{
		"POST /admin/passkeys/sign-in/begin": d.outside(d.posted(clerk{}, d.beginPasskeySignIn)),
		"POST /admin/passkeys/sign-in":       d.outside(d.posted(clerk{}, d.passkeySignIn)),
	}
}

// beginPasskeySignIn gives the script what to ask the device for.
func (d *desk) beginPasskeySignIn(w http.ResponseWriter, r *http.Request) error {
	if d.Passkeys == nil {
		return portal.ErrNotFound
	}
	options, id, err := d.Passkeys.BeginSignIn(r.Context(), auth.Network(visitOf(r).address))
	if err != nil {
		return d.signInFailed(w, r, "", err)
	}
	return d.passkeyOptions(w, r, options, id)
}

// passkeyOptions answers the script; the id of what was begun goes into a cookie
// that no script can read.
func (d *desk) passkeyOptions(w http.ResponseWriter, r *http.Request, options []byte, id string) error {
	if err := d.embark(w, r, id); err != nil {
		return err
	}
	visitOf(r).page = "admin-passkey-options"
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(options) // a failed write means that the reader has gone away
	return nil
}

func (d *desk) passkeySignIn(w http.ResponseWriter, r *http.Request) error {
	if d.Passkeys == nil {
		return portal.ErrNotFound
	}
	network := auth.Network(visitOf(r).address)
	admin, err := d.Passkeys.SignIn(r.Context(), d.embarked(w, r), []byte(r.PostForm.Get("answer")), network)
	switch {
	case errors.Is(err, auth.ErrRefused):
		return d.door(w, r, http.StatusUnprocessableEntity, "Error: sign in", views.SignIn{
			Error: "That passkey does not open this desk. Use another one, or your password."})
	case errors.Is(err, auth.ErrStale):
		return d.door(w, r, http.StatusUnprocessableEntity, "Error: sign in", views.SignIn{
			Error: "That took too long, or was sent twice. Press the button again."})
	case err != nil:
		return err
	}
	return d.welcome(w, r, admin, network, auth.ByPasskey)
}

// welcome opens the session of somebody who has proven who they are.
func (d *desk) welcome(w http.ResponseWriter, r *http.Request, admin portal.Admin, network string, how auth.How) error {
	browser := auth.Browser{UserAgent: r.UserAgent(), Network: network, How: how}
	id, err := d.Auth.Open(r.Context(), admin, browser, d.sessionID(r))
	if err != nil {
		return err
	}
	if err := d.keep(w, r, id); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin")
}

// embark leaves the id of something begun in the browser, sealed: its answer
// must come from there.
func (d *desk) embark(w http.ResponseWriter, r *http.Request, id string) error {
	session := sessions.NewSession(d.begun, d.cookie+"_begun")
	session.Options = d.begun.Options
	session.Values["id"] = id
	return session.Save(r, w)
}

// embarked takes the id of what was begun in this browser; empty: nothing.
func (d *desk) embarked(w http.ResponseWriter, r *http.Request) string {
	session, err := d.begun.New(r, d.cookie+"_begun")
	if err != nil || session.IsNew {
		return ""
	}
	id, _ := session.Values["id"].(string)
	session.Options.MaxAge = -1
	if session.Save(r, w) != nil {
		return ""
	}
	return id
}
