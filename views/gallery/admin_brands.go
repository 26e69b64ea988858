package gallery

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"

	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
)

// adminBrands are the states of the tab about colour and logo.
func adminBrands() []Entry {
	one := func(name string, status int, b views.SettingsBrand) Entry {
		return Entry{name, "admin-settings-brand", status, views.SettingsBrandPage(b)}
	}
	return []Entry{
		one("admin-settings-brand", 200, brandTab("#635BFF")),
		one("admin-settings-brand-repaired", 200, brandRepaired()),
		one("admin-settings-brand-neutral", 200, brandTab("")),
		one("admin-settings-brand-wrong", 422, brandWrong()),
		one("admin-settings-brand-logo-refused", 422, brandLogoRefused()),
		one("admin-settings-brand-logos", 200, brandLogos()),
		one("admin-settings-brand-viewer", 200, brandWatched()),
		{"admin-settings-state", "question", 200, templ.ComponentFunc(brandState)},
		{"admin-settings-states", "admin-settings-states", 200, views.BrandStatesPage(brandStates())},
	}
}

// A picture that any browser can show without asking for another file.
var galleryLogo = views.Logo{URL: static.URL("favicon.svg"), Width: 28, Height: 28}

func brandTab(colour string) views.SettingsBrand {
	light, dark := static.Contrasts(colour)
	facts := func(f static.Figures) []views.AdminFact {
		return []views.AdminFact{
			{Name: "Colour", Value: f.Door.Colour, Code: true}, {Name: "As text", Value: fmt.Sprintf("contrast %.1f, at least 4.5", f.Text)},
			{Name: "Label", Value: fmt.Sprintf("%s on it, contrast %.1f", f.Door.Ink, f.Label)},
		}
	}
	northwind := views.Brand{Name: "Northwind Collect"}
	const hint = "PNG, JPEG or WebP, 40 KB at most. It is shown 28 pixels high and up to 120 wide, beside your name."
	top := settingsTop("admin-settings-brand", "Brand", "What makes the pages your own. A colour that is hard to read is mended where it is drawn.")
	top.Frame.Stylesheet = static.Sample(colour)
	return views.SettingsBrand{
		SettingsTop: top,
		Form: &views.SettingsForm{URL: settingsAt + "brand", Hidden: settingsSeen, Preview: true, Groups: []views.SettingsGroup{{Controls: []views.Control{{
			Field: &views.Field{Name: "color", Label: "Colour", Value: colour, Width: 9, Hint: views.Plain("Of buttons and links, as #0B5161. Empty: the neutral one.")},
		}}}}},
		Samples: []views.BrandSample{
			{Theme: "light", Heading: "Light", Brand: northwind, Figures: facts(light)},
			{Theme: "dark", Heading: "Dark", Brand: northwind, Figures: facts(dark)},
		},
		Logos: []views.LogoBox{
			{Name: "logo-light", Heading: "Logo", Theme: "light", None: "There is none. The first letter of your name stands there.", Hint: hint, URL: settingsAt + "brand/logo/light", Hidden: settingsSeen},
			{Name: "logo-dark", Heading: "Logo on dark pages", Theme: "dark", None: "There is none. The other one stands there, too.", Hint: hint, URL: settingsAt + "brand/logo/dark", Hidden: settingsSeen},
		},
		States: views.Link{Label: "See every page with this branding", URL: settingsAt + "brand/preview"},
	}
}

func brandRepaired() views.SettingsBrand {
	b := brandTab("#F5A623")
	b.Repairs = []string{"We made your colour a little darker so that people can read it: #F5A623 → #946000."}
	return b
}

func brandWrong() views.SettingsBrand {
	b := brandTab("#635BFF")
	const wrong = "Write the colour as #0B5161, or leave it empty for the neutral one."
	b.Frame.Title = "Error: " + b.Frame.Title
	b.Form.Problems = problem("color", wrong)
	colour := b.Form.Groups[0].Controls[0].Field
	colour.Value, colour.Error = "violet", wrong
	return b
}

func brandLogoRefused() views.SettingsBrand {
	b := brandTab("#635BFF")
	const wrong = "SVG is not taken: it is a document that can hold scripts and load other files. Export it as PNG."
	b.Frame.Title = "Error: " + b.Frame.Title
	b.Logos[0].Error, b.Logos[0].Problems = wrong, problem("logo-light-file", wrong)
	return b
}

func brandLogos() views.SettingsBrand {
	b := brandTab("#635BFF")
	for i := range b.Logos {
		b.Logos[i].Logo, b.Logos[i].Remove = &galleryLogo, b.Logos[i].URL+"/remove"
		b.Samples[i].Brand.Logo = &galleryLogo
	}
	return b
}

func brandWatched() views.SettingsBrand {
	b := brandTab("#635BFF")
	b.Frame.Who = "guest@northwind.example"
	b.Form, b.Facts = nil, []views.AdminFact{{Name: "Colour", Value: "#635BFF"}}
	for i := range b.Logos {
		b.Logos[i].URL = ""
	}
	return b
}

func brandStates() views.BrandStates {
	at := settingsAt + "brand/preview/"
	return views.BrandStates{
		SettingsTop: settingsTop("admin-settings-states", "Brand", "Every page with your branding. What they say is of an invented company. Nothing is recorded, and their buttons do nothing."),
		Groups: []views.StateGroup{
			{Name: "question", States: []views.Link{{Label: "question", URL: at + "question"}, {Label: "question last day", URL: at + "question-last-day"}}},
			{Name: "expired", States: []views.Link{{Label: "expired", URL: at + "expired"}}},
		},
	}
}

// brandState is a page of another company in Northwind's branding.
func brandState(ctx context.Context, w io.Writer) error {
	f := northwind("", "")
	return views.ApprovalPage(question()).Render(views.WithDress(ctx, views.Dress{
		Stylesheet: static.Stylesheet("#1DB954"), Brand: views.Brand{Name: "Northwind Collect", Logo: &galleryLogo},
		Footer: f.Footer, Legal: f.Legal, Banner: "Preview. Nothing is recorded.",
	}), w)
}
