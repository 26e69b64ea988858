package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/static"
	"github.com/latchkey-portal/latchkey/views"
)

// frame is how an account's pages speak: its name, language, zone and colour.
type frame struct {
	account portal.Account
	locale  i18n.Locale
	zone    *time.Location
}

func (s *server) frameOf(a portal.Account) frame {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC // checked when the account was made; the zone database may differ here
	}
	return frame{account: a, locale: i18n.For(a.Locale), zone: zone}
}

// page is the frame of one page of the account.
func (f frame) page(name, title string) views.Frame {
	return views.Frame{
		Lang: f.locale.Tag(), Dir: f.locale.Dir(), Page: name, Title: title,
		Stylesheet: static.Stylesheet(f.account.Brand.Color),
		Brand:      f.brand(),
		Words:      views.EnglishFrame(),
		Footer:     f.footer(),
		Legal:      f.account.Brand.Legal,
	}
}

func (f frame) brand() views.Brand {
	b := views.Brand{Name: f.account.Name}
	if logo := f.account.Brand.Logo; logo != nil {
		b.Logo = &views.Logo{URL: logoURL(logo), Width: logo.Width, Height: logo.Height}
		if dark := f.account.Brand.LogoDark; dark != nil {
			b.Logo.Dark = logoURL(dark)
		}
	}
	return b
}

// texts are the account's own words for this page.
func (f frame) texts() portal.Texts {
	language, _, _ := strings.Cut(f.locale.Tag(), "-")
	return f.account.TextsIn(language)
}

// footer leads to the public forms of an account that sells to consumers, under
// the names that the law gives them, and to its imprint and privacy notice.
func (f frame) footer() []views.Link {
	policy, german := f.account.Billing, strings.HasPrefix(f.locale.Tag(), "de") && f.account.Offers("de")
	names := []string{"Cancel contracts here", "Withdraw from contract here", "Imprint", "Privacy"}
	if german {
		names = []string{"Verträge hier kündigen", "Vertrag widerrufen", "Impressum", "Datenschutz"}
	}
	var links []views.Link
	if policy.Consumer {
		links = append(links, views.Link{Label: names[0], URL: "/" + f.account.Slug + "/cancel"}, views.Link{Label: names[1], URL: "/" + f.account.Slug + "/withdraw"})
	}
	for i, url := range []string{policy.Imprint, policy.Privacy} {
		if url != "" {
			links = append(links, views.Link{Label: names[2+i], URL: url})
		}
	}
	return links
}

// neutral is the frame that names nobody, for links whose account is not to be
// told.
func neutral(name, title string) views.Frame {
	return views.Frame{
		Lang: "en-GB", Dir: "ltr", Page: name, Title: title,
		Stylesheet: static.Stylesheet(""), Words: views.EnglishFrame(),
	}
}

// moment is an instant with its zone: "**Friday 27 November 2026 at 16:05** (Copenhagen time)".
func (f frame) moment(t time.Time) views.Text {
	return views.Text{
		views.Time(f.locale.Moment(t, f.zone), t.In(f.zone).Format(time.RFC3339)),
		views.Words(" (" + f.locale.City(f.zone) + ")"),
	}
}

// day is an instant's date without the year: "20 Nov".
func (f frame) day(t time.Time) string {
	return f.locale.DayMonth(t.In(f.zone).Format(time.DateOnly))
}

// today is the account's calendar day.
func (f frame) today(now time.Time) portal.Date {
	return portal.Date(now.In(f.zone).Format(time.DateOnly))
}

func (f frame) contact() *views.Contact {
	c, own := f.account.Contact, f.texts().Contact
	if c.Email == "" && c.Phone == "" && own == "" {
		return nil
	}
	contact := &views.Contact{
		Heading: "Questions?", Intro: "Contact " + f.account.Name + ":", Email: c.Email, Phone: c.Phone, Hours: c.Hours,
	}
	if own != "" {
		contact.Intro = own
	}
	if c.Phone != "" {
		contact.PhoneHref = "tel:" + strings.Map(dialled, c.Phone)
	}
	return contact
}

// dialled keeps what a telephone can dial.
func dialled(r rune) rune {
	if r == '+' || '0' <= r && r <= '9' {
		return r
	}
	return -1
}

// reference is the code to say on the phone, of what the link opens.
func (f frame) reference(adm portal.Admission) string {
	if adm.Request != nil {
		return adm.Request.Reference
	}
	g := adm.Grant
	return portal.ReferenceOf(portal.ObjectKey{Account: g.Account(), Kind: g.Kind(), ID: g.PathID()})
}

const (
	secondsPerDay = 86400
	daysInTicks   = 14 // a tick per day up to here, else per week
)

// bar draws a link's window.
func (f frame) bar(g link.Grant, now time.Time, mark views.BarMark) *views.Bar {
	length := g.End() - g.Start()
	used := int(100 * (now.Unix() - g.Start()) / length)
	days := int((length + secondsPerDay - 1) / secondsPerDay)
	parts := days
	if days > daysInTicks {
		parts = (days + 6) / 7
	}
	if mark == views.MarkClosed {
		used = 100
	}
	return &views.Bar{
		Used: min(max(used, 0), 100), Parts: parts, Mark: mark,
		Start: f.day(time.Unix(g.Start(), 0)), End: f.day(time.Unix(g.End(), 0)),
	}
}

// masked shows an address to someone who should recognise it, not learn it.
func masked(email string) views.Span {
	shown, spoken := i18n.Reading(email)
	return views.Span{Text: shown, Spoken: spoken}
}
