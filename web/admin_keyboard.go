package web

import (
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/views"
)

// keyboardRooms are the addresses about single keys.
func (d *desk) keyboardRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET /admin/keyboard", room: d.keyboard},
		{pattern: "POST /admin/keyboard", room: d.switchKeys},
	}
}

// keyHelp is what static/js/desk.js does.
var keyHelp = []views.KeyHelp{
	{Keys: []string{"/"}, Does: "Search, or paste a link"},
	{Keys: []string{"?"}, Does: "This page"},
	{Keys: []string{"g", "o"}, Does: "Overview"},
	{Keys: []string{"g", "r"}, Does: "Requests"},
	{Keys: []string{"g", "d"}, Does: "Decisions"},
	{Keys: []string{"g", "l"}, Does: "Links"},
	{Keys: []string{"g", "e"}, Does: "Explain a link"},
	{Keys: []string{"g", "m"}, Does: "Mail"},
	{Keys: []string{"g", "w"}, Does: "Webhooks"},
	{Keys: []string{"g", "j"}, Does: "Jobs"},
	{Keys: []string{"g", "a"}, Does: "Audit trail"},
	{Keys: []string{"j"}, Does: "Next row"},
	{Keys: []string{"k"}, Does: "Row before"},
	{Keys: []string{"x"}, Does: "Tick the row"},
	{Keys: []string{"Enter"}, Does: "Open the row"},
	{Keys: []string{"n"}, Does: "To the card that mends the link"},
	{Keys: []string{"c"}, Does: "Copy the reference"},
	{Keys: []string{"Esc"}, Does: "Out of a field"},
}

func (d *desk) keyboard(w http.ResponseWriter, r *http.Request, c clerk) error {
	page := views.Keyboard{Frame: d.frame(c, "admin-keyboard", "Keyboard", views.PlaceNone), Keys: keyHelp, On: c.keys}
	switch d.told(w, r, "/admin/keyboard") {
	case "on":
		page.Frame.Result = done("Single keys are on.")
	case "off":
		page.Frame.Result = done("Single keys are off.")
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.KeyboardPage(page))
}

// keysLife is how long a browser remembers that its single keys are off.
const keysLife = 365 * 24 * time.Hour

func (d *desk) keysCookie() string { return d.cookie + "_keys" }

// keysOn reports whether a browser has not switched single keys off.
func (d *desk) keysOn(r *http.Request) bool {
	off, err := r.Cookie(d.keysCookie())
	return err != nil || off.Value != "off"
}

// switchKeys keeps the choice in the browser it was made in: another one may
// have another keyboard.
func (d *desk) switchKeys(w http.ResponseWriter, r *http.Request, _ clerk) error {
	choice := "on"
	if r.PostForm.Get("keys") == "off" {
		choice = "off"
	}
	http.SetCookie(w, &http.Cookie{
		Name: d.keysCookie(), Value: choice, Path: "/", MaxAge: int(keysLife / time.Second),
		Secure: d.Base.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	if err := d.tell(w, r, "/admin/keyboard", choice); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin/keyboard")
}
