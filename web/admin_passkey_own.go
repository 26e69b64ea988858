package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

const passkeysURL = "/admin/passkeys"

// passkeyRooms are the addresses of the admin's own passkeys. An owner who has
// no second factor yet may make one of these.
func (d *desk) passkeyRooms() []adminRoute {
	return []adminRoute{
		{pattern: "GET " + passkeysURL, early: true, room: d.passkeyed(d.passkeys)},
		{pattern: "GET " + passkeysURL + "/add", early: true, fresh: true, room: d.passkeyed(d.askAddPasskey)},
		{pattern: "POST " + passkeysURL + "/add/begin", early: true, room: d.passkeyed(d.beginAddPasskey)},
		{pattern: "POST " + passkeysURL + "/add", early: true, fresh: true, room: d.passkeyed(d.addPasskey)},
		{pattern: "GET " + passkeysURL + "/{id}/remove", fresh: true, room: d.passkeyed(d.askRemovePasskey)},
		{pattern: "POST " + passkeysURL + "/{id}/remove", fresh: true, room: d.passkeyed(d.removePasskey)},
		{pattern: "POST " + passkeyProofURL + "/begin", early: true, room: d.passkeyed(d.beginPasskeyProof)},
	}
}

// passkeyed is a room that is not there where the site can have no passkeys.
func (d *desk) passkeyed(h room) room {
	return func(w http.ResponseWriter, r *http.Request, c clerk) error {
		if d.Passkeys == nil {
			return portal.ErrNotFound
		}
		return h(w, r, c)
	}
}

// What the list says after a change.
const (
	saidPasskeyAdded   = "added"
	saidPasskeyRemoved = "removed"
)

var passkeyTexts = map[string]string{
	saidPasskeyAdded:   "The passkey works from now on.",
	saidPasskeyRemoved: "The passkey is removed: it opens nothing any more. Delete it on your device too.",
}

func (d *desk) passkeys(w http.ResponseWriter, r *http.Request, c clerk) error {
	keys, err := d.Passkeys.Of(r.Context(), c.admin.ID)
	if err != nil {
		return err
	}
	page := views.Passkeys{
		Frame: d.frame(c, "admin-passkeys", "Passkeys", views.PlaceMe),
		Empty: "You have none yet.", Add: passkeysURL + "/add",
	}
	if text := passkeyTexts[d.told(w, r, passkeysURL)]; text != "" {
		page.Frame.Result = done(text)
	}
	at := clock{time.UTC}
	for _, k := range keys {
		row := views.PasskeyRow{Name: k.Name, Made: at.moment(k.CreatedAt), Remove: passkeysURL + "/" + k.ID + "/remove"}
		if !k.UsedAt.IsZero() {
			used := at.moment(k.UsedAt)
			row.Used = &used
		}
		page.Rows = append(page.Rows, row)
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.PasskeysPage(page))
}

func (d *desk) askAddPasskey(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showAddPasskey(w, r, http.StatusOK, c, "")
}

func (d *desk) showAddPasskey(w http.ResponseWriter, r *http.Request, status int, c clerk, problem string) error {
	title := "Add a passkey"
	if problem != "" {
		title = "Error: add a passkey"
	}
	page := views.AddPasskey{
		Frame: d.frame(c, "admin-passkey-add", title, views.PlaceMe), Problem: problem,
		URL: passkeysURL + "/add", Begin: passkeysURL + "/add/begin", Back: views.Link{Label: "Passkeys", URL: passkeysURL},
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.AddPasskeyPage(page))
}

// beginAddPasskey gives the script what to ask the device for.
func (d *desk) beginAddPasskey(w http.ResponseWriter, r *http.Request, c clerk) error {
	options, id, err := d.Passkeys.BeginAdd(r.Context(), c.admin)
	if err != nil {
		return err
	}
	return d.passkeyOptions(w, r, options, id)
}

func (d *desk) addPasskey(w http.ResponseWriter, r *http.Request, c clerk) error {
	err := d.Passkeys.Add(r.Context(), c.admin, d.embarked(w, r), r.PostForm.Get("name"), []byte(r.PostForm.Get("answer")))
	problem := ""
	switch {
	case errors.Is(err, auth.ErrStale):
		problem = "That took too long, or was sent twice. Begin again."
	case errors.Is(err, auth.ErrRefused):
		problem = "What the device sent is not a passkey for this page. Nothing was added. Begin again."
	case errors.Is(err, portal.ErrExists):
		problem = "That passkey is here already. Nothing was added."
	case err != nil:
		return err
	}
	if problem != "" {
		return d.showAddPasskey(w, r, http.StatusUnprocessableEntity, c, problem)
	}
	if err := d.tell(w, r, passkeysURL, saidPasskeyAdded); err != nil {
		return err
	}
	return d.seeOther(w, r, passkeysURL)
}

func (d *desk) askRemovePasskey(w http.ResponseWriter, r *http.Request, c clerk) error {
	keys, err := d.Passkeys.Of(r.Context(), c.admin.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(keys, func(k portal.Passkey) bool { return k.ID == r.PathValue("id") })
	if at < 0 {
		return portal.ErrNotFound
	}
	page := views.Confirm{
		Frame:   d.frame(c, "admin-passkey-remove", "Remove a passkey", views.PlaceMe),
		Heading: "Remove the passkey " + keys[at].Name,
		Effects: []string{
			"It opens nothing any more. Sessions that were opened with it go on.",
			"Your password and your other passkeys still work.",
		},
		URL: passkeysURL + "/" + keys[at].ID + "/remove", Label: "Remove it", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep it", URL: passkeysURL},
	}
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) removePasskey(w http.ResponseWriter, r *http.Request, c clerk) error {
	if err := d.Passkeys.Remove(r.Context(), c.admin, r.PathValue("id")); err != nil {
		return err
	}
	if err := d.tell(w, r, passkeysURL, saidPasskeyRemoved); err != nil {
		return err
	}
	return d.seeOther(w, r, passkeysURL)
}
