package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// keyInput is what was typed to make a key.
type keyInput struct {
	name, expires string
	scopes        []string
	wrong         map[string]string
}

// keyScopes are what a key may do, in words.
var keyScopes = []views.Choice{
	{Value: "read", Label: "Read everything of the account"},
	{Value: "write", Label: "Write customers, orders and documents"},
	{Value: "links", Label: "Make, reissue and revoke links"},
	{Value: "webhooks", Label: "Look after webhooks"},
	{Value: "admin", Label: "Answer decisions and look after the account"},
}

func (d *desk) newAPIKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	return d.showKeyForm(w, r, c, http.StatusOK, keyInput{scopes: []string{"read"}})
}

func (d *desk) showKeyForm(w http.ResponseWriter, r *http.Request, c clerk, status int, in keyInput) error {
	account := r.PathValue("account")
	title := "New key – API keys"
	if len(in.wrong) > 0 {
		title = "Error: " + title
	}
	f := views.KeyForm{
		Frame: d.frame(c, "admin-key-new", title, views.PlaceKeys), Account: account, URL: "/admin/keys/" + account, Back: "/admin/keys",
		Problems: problemsOf(in.wrong, "name", "scope", "expires"), Wrong: in.wrong["scope"],
		Name: views.Field{Name: "name", Label: "Name", Value: in.name, Error: in.wrong["name"], Hint: views.Plain("Of the system that uses it. Only you see it.")},
		Expires: views.Field{
			Name: "expires", Label: "Last day on which it works (2027-03-01)", Value: in.expires, Width: 12, Error: in.wrong["expires"],
			Hint: views.Plain("Empty: until it is revoked."),
		},
	}
	for _, s := range keyScopes {
		s.Checked = slices.Contains(in.scopes, s.Value)
		f.Scopes = append(f.Scopes, s)
	}
	visitOf(r).page = f.Frame.Page
	return d.render(w, r, status, views.KeyFormPage(f))
}

// maxKeyName is how long a key's name may be, in bytes.
const maxKeyName = 200

// createAPIKey shows the new key in the answer itself: it must stand in no
// address and no cookie.
func (d *desk) createAPIKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	account := r.PathValue("account")
	in := keyInput{
		name: strings.TrimSpace(r.PostForm.Get("name")), expires: strings.TrimSpace(r.PostForm.Get("expires")),
		scopes: r.PostForm["scope"], wrong: map[string]string{},
	}
	k := portal.APIKey{Account: account, Name: in.name, Scopes: in.scopes}
	if in.name == "" || len(in.name) > maxKeyName {
		in.wrong["name"] = "Write a name."
	}
	if len(in.scopes) == 0 {
		in.wrong["scope"] = "Choose what it may do."
	}
	if in.expires != "" {
		day, err := time.ParseInLocation(time.DateOnly, in.expires, clocks[account].zone)
		if err != nil {
			in.wrong["expires"] = "Write the day like 2027-03-01."
		}
		k.ExpiresAt = day.AddDate(0, 0, 1)
	}
	if len(in.wrong) > 0 {
		return d.showKeyForm(w, r, c, http.StatusUnprocessableEntity, in)
	}
	k, key, err := d.Portal.CreateAPIKey(r.Context(), c.actor(), k)
	switch {
	case errors.Is(err, portal.ErrKeyEnd):
		in.wrong["expires"] = "The last day must not be over."
	case errors.Is(err, portal.ErrScope):
		in.wrong["scope"] = "Choose what it may do."
	case err != nil:
		return err
	default:
		return d.showAPIKey(w, r, c, k, keyShown("Key made.", k, key))
	}
	return d.showKeyForm(w, r, c, http.StatusUnprocessableEntity, in)
}

// keyShown is a result with the key in it, this once.
func keyShown(text string, k portal.APIKey, key string) *views.AdminResult {
	return &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: text,
		Secret: &views.Secret{
			Label: "API key " + keyName(k), Value: key, Hint: "Shown once. Copy it now, or save it as a file.",
			Save: &views.PostButton{
				URL: keyURL(k.Account, k.ID) + "/env", Label: "Save as .env", Icon: views.IconDownload,
				Hidden: []views.Hidden{{Name: "key", Value: key}},
			},
		},
	}
}

// apiKeyFile gives back a key that its page shows, as a file. It is a POST, so
// that the key stands in no address; what is not the key of that id is refused.
func (d *desk) apiKeyFile(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, err := d.apiKeyIn(r)
	if err != nil {
		return err
	}
	key := r.PostForm.Get("key")
	if !bytes.Equal(portal.KeyHash(key), k.KeyHash) {
		return d.say(w, r, http.StatusUnprocessableEntity, views.AdminNotice{
			Frame: d.frame(c, "admin-key-file", "Not this key – API keys", views.PlaceKeys), Heading: "That is not this key",
			Lead: []string{"A key is shown once. Who has lost it replaces it."},
			Way:  &views.Link{Label: "See the key", URL: keyURL(k.Account, k.ID)},
		})
	}
	visitOf(r).page = "admin-key-file"
	text := "# " + keyName(k)
	text = strings.Map(func(c rune) rune {
		if c < ' ' {
			return ' '
		}
		return c
	}, text) + "\nLATCHKEY_URL=" + d.Base.String() + "\nLATCHKEY_API_KEY=" + key + "\n"
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="latchkey-`+k.Account+`.env"`)
	_, _ = w.Write([]byte(text)) // a failed write means that the reader has gone away
	return nil
}

func (d *desk) confirmKey(w http.ResponseWriter, r *http.Request, c clerk, page views.Confirm) error {
	page.Frame = d.frame(c, "admin-confirm", page.Heading+" – API keys", views.PlaceKeys)
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, http.StatusOK, views.ConfirmPage(page))
}

func (d *desk) askRotateAPIKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, err := d.apiKeyIn(r)
	if err != nil {
		return err
	}
	at := keyURL(k.Account, k.ID)
	return d.confirmKey(w, r, c, views.Confirm{
		Heading: "Replace the key " + keyName(k),
		Effects: []string{"A new key with the same scopes is made and shown once.", "This one works for 24 hours more, then it is refused."},
		URL:     at + "/rotate", Label: "Replace and show the key", Icon: views.IconRenew,
		Cancel: views.Link{Label: "Keep the key", URL: at},
	})
}

func (d *desk) rotateAPIKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	old := keyIn(r)
	k, key, err := d.Portal.RotateAPIKey(r.Context(), c.actor(), old.Account, old.ID)
	if errors.Is(err, portal.ErrKeyOver) {
		return d.keyOver(w, r, c, old)
	}
	if err != nil {
		return err
	}
	return d.showAPIKey(w, r, c, k, keyShown("Key made. The one before works for 24 hours more.", k, key))
}

// keyOver answers who comes second to a key.
func (d *desk) keyOver(w http.ResponseWriter, r *http.Request, c clerk, k portal.Key) error {
	return d.say(w, r, http.StatusConflict, views.AdminNotice{
		Frame: d.frame(c, "admin-conflict", "Replaced already – API keys", views.PlaceKeys), Heading: "The key was replaced or ended already",
		Lead: []string{"Nothing was changed by you. The page of the key says how it stands."},
		Way:  &views.Link{Label: "See the key", URL: keyURL(k.Account, k.ID)},
	})
}

// askRevokeAPIKey says who will notice.
func (d *desk) askRevokeAPIKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	k, err := d.apiKeyIn(r)
	if err != nil {
		return err
	}
	uses, err := d.keyUses(r, k.Account)
	if err != nil {
		return err
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	use, effect := uses[k.ID], "It was not used in the last 7 days."
	if use.week > 0 {
		effect = "It was used " + counted(use.week, "time", "times") + " in the last 7 days, the last time " + clocks[k.Account].short(use.last) + ". The system that uses it stops working."
	}
	at := keyURL(k.Account, k.ID)
	return d.confirmKey(w, r, c, views.Confirm{
		Heading: "Revoke the key " + keyName(k),
		Effects: []string{effect, "It is refused at once, for good. Links that it made go on working."},
		URL:     at + "/revoke", Label: "Revoke it", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep the key", URL: at},
	})
}

func (d *desk) revokeAPIKey(w http.ResponseWriter, r *http.Request, c clerk) error {
	k := keyIn(r)
	if err := d.Portal.RevokeAPIKey(r.Context(), c.actor(), k.Account, k.ID); err != nil {
		return err
	}
	if err := d.tell(w, r, "/admin/keys", saidRevoked); err != nil {
		return err
	}
	return d.seeOther(w, r, "/admin/keys")
}

// number is a count in digits.
func number(n int64) string { return strconv.FormatInt(n, 10) }

// upperThe writes "the system" as the beginning of a line; an address keeps its
// letters.
func upperThe(who string) string {
	if strings.HasPrefix(who, "the ") {
		return upperFirst(who)
	}
	return who
}
