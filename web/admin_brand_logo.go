package web

import (
	"errors"
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/logo"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// logoRefusals are the sentences of uploads that are not taken.
var logoRefusals = []struct {
	err error
	say string
}{
	{logo.ErrLarge, "The picture is too large. It may have 40 KB."},
	{logo.ErrSVG, "SVG is not taken: it is a document that can hold scripts and load other files. Export it as PNG."},
	{logo.ErrSides, "The picture is too large. It may have 2,048 pixels on each side."},
	{logo.ErrKind, "This is no PNG, JPEG or WebP picture."},
}

// uploadLogo takes a picture, draws it anew and keeps that.
func uploadLogo(ground portal.Ground) func(settingsVisit) error {
	return func(v settingsVisit) error {
		in := brandInput{
			color: signed(v.account.Brand.Color), seen: v.account.Etag(portal.SectionBrand), status: http.StatusUnprocessableEntity,
		}
		upload, err := fileIn(v.r, "logo")
		if err != nil {
			return err
		}
		refuse := func(say string) error {
			in.wrong = wrongs{logoName(ground) + "-file": say}
			return v.brand(in)
		}
		if len(upload) == 0 {
			return refuse("Choose a picture first.")
		}
		made, err := logo.Read(upload)
		for _, no := range logoRefusals {
			if errors.Is(err, no.err) {
				return refuse(no.say)
			}
		}
		if err != nil {
			return err
		}
		return v.keepLogo(ground, made)
	}
}

func removeLogo(ground portal.Ground) func(settingsVisit) error {
	return func(v settingsVisit) error { return v.keepLogo(ground, logo.Logo{}) }
}

// keepLogo saves a logo, or none; a form that was made before somebody else
// saved is not taken, and the page as it is now comes back.
func (v settingsVisit) keepLogo(ground portal.Ground, made logo.Logo) error {
	err := v.Portal.SetLogo(v.r.Context(), v.c.actor(), v.account.Slug, v.r.FormValue(seenField), ground, made.PNG, made.Width, made.Height)
	brand := settingsURL(v.account.Slug, "brand")
	if errors.Is(err, portal.ErrStale) {
		return v.brand(brandInput{
			color: signed(v.account.Brand.Color), seen: v.account.Etag(portal.SectionBrand), status: http.StatusConflict,
			wrong: wrongs{logoName(ground) + "-file": "Not saved: somebody else saved the brand after you opened the page. This is how it is now."},
		})
	}
	if err != nil {
		return err
	}
	if err := v.tell(v.w, v.r, brand, saidSaved); err != nil {
		return err
	}
	return v.seeOther(v.w, v.r, brand)
}

// logoName is the id of a logo's box.
func logoName(ground portal.Ground) string { return "logo-" + string(ground) }

// logos are the boxes of both logos.
func (v settingsVisit) logos(in brandInput) []views.LogoBox {
	b := v.account.Brand
	boxes := []views.LogoBox{
		v.logoBox(portal.OnLight, b.Logo, in), v.logoBox(portal.OnDark, b.LogoDark, in),
	}
	boxes[0].Heading, boxes[0].None = "Logo", "There is none. The first letter of your name stands there."
	boxes[1].Heading, boxes[1].None = "Logo on dark pages", "There is none. The other one stands there, too."
	return boxes
}

func (v settingsVisit) logoBox(ground portal.Ground, l *portal.Logo, in brandInput) views.LogoBox {
	name := logoName(ground)
	box := views.LogoBox{
		Name: name, Theme: string(ground), Hint: "PNG, JPEG or WebP, 40 KB at most. It is shown 28 pixels high and up to 120 wide, beside your name.",
		Hidden: []views.Hidden{{Name: seenField, Value: v.account.Etag(portal.SectionBrand)}},
		Error:  in.wrong[name+"-file"], Problems: problemsOf(in.wrong, name+"-file"),
	}
	at := settingsURL(v.account.Slug, "brand") + "/logo/" + string(ground)
	if v.mayChange() {
		box.URL = at
	}
	if l != nil {
		box.Logo = &views.Logo{URL: logoURL(l), Width: l.Width, Height: l.Height}
		if v.mayChange() {
			box.Remove = at + "/remove"
		}
	}
	return box
}
