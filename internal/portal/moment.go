package portal

import (
	"strings"
	"time"
)

// moment words an instant for an admin exactly as the pages of the account do,
// "Friday 20 November 2026 at 16:05 (Copenhagen time)": support compares the two
// with a customer on the phone.
func (a Account) moment(t time.Time) string {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC // checked when the account was made; the zone database may differ here
	}
	return t.In(zone).Format("Monday 2 January 2006 at 15:04") + " (" + city(zone.String()) + ")"
}

// city names a zone by its place; UTC keeps its name.
func city(zone string) string {
	area, _, _ := strings.Cut(zone, "/")
	place := strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
	if area == "Etc" || place == "UTC" {
		return place
	}
	return place + " time"
}
