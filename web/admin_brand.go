package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
)

// brandRooms are the addresses about colour and logos.
func (d *desk) brandRooms() []adminRoute {
	const brand = settingsPath + "/brand"
	rooms := []adminRoute{
		{pattern: "GET " + brand, need: portal.MaySee, room: d.ofSettings(showBrand)},
		{pattern: "POST " + brand, need: portal.MayManage, room: d.ofSettings(saveColour)},
		{pattern: "GET " + brand + "/preview", need: portal.MaySee, room: d.ofSettings(brandStates)},
		{pattern: "GET " + brand + "/preview/{state}", need: portal.MaySee, room: d.ofSettings(brandState)},
	}
	for _, ground := range []portal.Ground{portal.OnLight, portal.OnDark} {
		logo := brand + "/logo/" + string(ground)
		rooms = append(rooms,
			adminRoute{pattern: "POST " + logo, need: portal.MayManage, room: d.ofSettings(uploadLogo(ground)), upload: maxPicture},
			adminRoute{pattern: "POST " + logo + "/remove", need: portal.MayManage, room: d.ofSettings(removeLogo(ground))},
		)
	}
	return rooms
}

// brandInput is what the page of the brand shows besides what is saved.
type brandInput struct {
	color  string // as typed
	seen   string
	wrong  wrongs
	status int
}

func showBrand(v settingsVisit) error {
	return v.brand(brandInput{color: signed(v.account.Brand.Color), seen: v.account.Etag(portal.SectionBrand), status: http.StatusOK})
}

// signed writes a colour as people do.
func signed(color string) string {
	if color == "" {
		return ""
	}
	return "#" + strings.ToUpper(color)
}

const badColour = "Write the colour as #0B5161, or leave it empty for the neutral one."

// saveColour saves the colour as it was typed; it is repaired where it is
// drawn. With do=preview it is only shown.
func saveColour(v settingsVisit) error {
	in := brandInput{color: strings.TrimSpace(v.r.PostForm.Get("color")), seen: v.r.PostForm.Get(seenField), status: http.StatusUnprocessableEntity}
	color := strings.ToLower(strings.TrimPrefix(in.color, "#"))
	changed := v.account
	changed.Brand.Color = color
	if color != "" && !static.Readable(color) {
		in.wrong = wrongs{"color": badColour}
		return v.brand(in)
	}
	if asPreview(v.r.PostForm) {
		in.status = http.StatusOK
		return v.brand(in)
	}
	err := v.Portal.EditAccount(v.r.Context(), v.c.actor(), v.account.Slug, portal.SectionBrand, in.seen, func(a *portal.Account) { a.Brand.Color = color })
	if errors.Is(err, portal.ErrStale) {
		return v.stale("brand", portal.SectionBrand, changed, url.Values{"color": {in.color}})
	}
	if err != nil {
		return err
	}
	return v.back(v.r.URL.Path)
}

func (v settingsVisit) brand(in brandInput) error {
	color := strings.TrimPrefix(in.color, "#")
	if in.wrong["color"] != "" {
		color = v.account.Brand.Color
	}
	page := views.SettingsBrand{
		SettingsTop: v.top("admin-settings-brand", "brand", "What makes the pages your own. A colour that is hard to read is mended where it is drawn."),
		Repairs:     repairs(color), Samples: v.samples(color), Logos: v.logos(in),
		States: views.Link{Label: "See every page with this branding", URL: settingsURL(v.account.Slug, "brand") + "/preview"},
	}
	page.Frame.Result, page.Frame.Stylesheet = v.saved(), static.Sample(color)
	if v.mayChange() {
		page.Form = &views.SettingsForm{
			URL: settingsURL(v.account.Slug, "brand"), Hidden: []views.Hidden{{Name: seenField, Value: in.seen}}, Preview: true,
			Problems: problemsOf(in.wrong, "color"),
			Groups: []views.SettingsGroup{{Controls: []views.Control{{Field: &views.Field{
				Name: "color", Label: "Colour", Value: in.color, Width: 9, Error: in.wrong["color"],
				Hint: views.Plain("Of buttons and links, as #0B5161. Empty: the neutral one."),
			}}}}},
		}
	} else {
		page.Facts = settingFacts(v.account, portal.SectionBrand)[:1]
	}
	if len(in.wrong) > 0 {
		page.Frame.Title = "Error: " + page.Frame.Title
	}
	visitOf(v.r).page = page.Frame.Page
	return v.render(v.w, v.r, in.status, views.SettingsBrandPage(page))
}

// repairs says what was done to a colour; nothing: it can be read as it is.
func repairs(color string) []string {
	if color == "" {
		return nil
	}
	light, dark := static.Doors(color)
	said := signed(color)
	var all []string
	if light.Colour != said {
		all = append(all, "We made your colour a little darker so that people can read it: "+said+" → "+light.Colour+".")
	}
	if dark.Colour != said {
		all = append(all, "On dark pages we made it a little lighter: "+said+" → "+dark.Colour+".")
	}
	if len(all) == 0 {
		all = append(all, "Your colour can be read as it is, on light and on dark pages.")
	}
	return all
}

func (v settingsVisit) samples(color string) []views.BrandSample {
	light, dark := static.Contrasts(color)
	f := v.frameOf(v.account)
	return []views.BrandSample{
		{Theme: "light", Heading: "Light", Brand: f.brand(), Figures: contrastFacts(light)},
		{Theme: "dark", Heading: "Dark", Brand: darkBrand(f.brand()), Figures: contrastFacts(dark)},
	}
}

// darkBrand has the logo for dark pages in place of the other.
func darkBrand(b views.Brand) views.Brand {
	if b.Logo == nil || b.Logo.Dark == "" {
		return b
	}
	dark := *b.Logo
	dark.URL, dark.Dark = dark.Dark, ""
	b.Logo = &dark
	return b
}

func contrastFacts(f static.Figures) []views.AdminFact {
	return []views.AdminFact{
		{Name: "Colour", Value: f.Door.Colour, Code: true},
		{Name: "As text", Value: fmt.Sprintf("contrast %.1f, at least 4.5", f.Text)},
		{Name: "Label", Value: fmt.Sprintf("%s on it, contrast %.1f", f.Door.Ink, f.Label)},
	}
}
