package web

import (
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// english is the language of the admin pages.
var english = i18n.For("en")

// clock shows times as an account's zone has them: to support, "16:05" is what
// the customer reads.
type clock struct{ zone *time.Location }

func clockOf(a portal.Account) clock {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC // checked when the account was made; the zone database may differ here
	}
	return clock{zone}
}

// clocks has the clock of every account; the installation's shows UTC.
func (d *desk) clocks(r *http.Request) (map[string]clock, error) {
	accounts, err := d.Portal.Accounts(r.Context())
	if err != nil {
		return nil, err
	}
	clocks := map[string]clock{"": {time.UTC}}
	for _, a := range accounts {
		clocks[a.Slug] = clockOf(a)
	}
	return clocks, nil
}

// short is "20 Nov 16:05".
func (c clock) short(t time.Time) string { return english.MomentShort(t, c.zone) }

// time is "16:05".
func (c clock) time(t time.Time) string { return english.Clock(t, c.zone) }

// day is "29 November".
func (c clock) day(t time.Time) string { return t.In(c.zone).Format("2 January") }

// full is "Friday 20 November 2026 at 16:05 (Copenhagen time)".
func (c clock) full(t time.Time) string {
	return english.Moment(t, c.zone) + " (" + english.City(c.zone) + ")"
}

func (c clock) moment(t time.Time) views.Moment {
	return views.Moment{
		Text: c.short(t), Machine: t.In(c.zone).Format(time.RFC3339),
		Full: c.full(t) + ", " + t.UTC().Format("15:04:05") + " UTC",
	}
}

func unix(seconds int64) time.Time { return time.Unix(seconds, 0) }
