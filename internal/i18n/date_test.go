package i18n_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
)

func TestDatesInEnglish(t *testing.T) {
	l := i18n.For("en")
	same(t, "DateLong", l.DateLong("2026-11-30"), "Monday 30 November 2026")
	same(t, "Date", l.Date("2026-11-30"), "30 November 2026")
	same(t, "DateShort", l.DateShort("2026-11-30"), "30 Nov 2026")
	same(t, "DayMonth", l.DayMonth("2026-11-30"), "30 Nov")
	same(t, "unreadable", l.Date("30.11.2026"), "30.11.2026")
	same(t, "no such day", l.DateLong("2026-02-30"), "2026-02-30")
	same(t, "none", l.Date(""), "")
}

func TestAPeriodRepeatsNothing(t *testing.T) {
	l := i18n.For("en")
	for _, c := range []struct{ from, to, want string }{
		{"2026-10-01", "2026-10-31", "1 to 31 October 2026"},
		{"2026-10-15", "2026-11-14", "15 October to 14 November 2026"},
		{"2026-12-01", "2027-01-31", "1 December 2026 to 31 January 2027"},
		{"2026-10-01", "2026-10-01", "1 October 2026"},
		{"2026-10-01", "", "from 1 October 2026"},
		{"", "2026-10-31", "until 31 October 2026"},
		{"soon", "2026-10-31", "soon to 31 October 2026"},
		{"", "", ""},
	} {
		same(t, c.from+"/"+c.to, l.Period(c.from, c.to), c.want)
	}
}

func TestAMomentIsToldByTheClocksOfItsZone(t *testing.T) {
	l, zone := i18n.For("en"), copenhagen(t)
	at := time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC)
	same(t, "Moment", l.Moment(at, zone), "Saturday 21 November 2026 at 00:30")
	same(t, "MomentShort", l.MomentShort(at, zone), "21 Nov 00:30")
	same(t, "Clock", l.Clock(at, zone), "00:30")
	same(t, "morning in Arabic", i18n.For("ar").Clock(at, zone), "12:30 ص")
}

func TestAZoneIsNamedByItsCity(t *testing.T) {
	l := i18n.For("en")
	same(t, "Copenhagen", l.City(copenhagen(t)), "Copenhagen time")
	same(t, "two words", l.City(zone(t, "America/New_York")), "New York time")
	same(t, "three levels", l.City(zone(t, "America/Argentina/Buenos_Aires")), "Buenos Aires time")
	same(t, "UTC", l.City(time.UTC), "UTC")
	same(t, "Etc/UTC", l.City(zone(t, "Etc/UTC")), "UTC")
}

func TestWhatIsLeftAndWhatIsPast(t *testing.T) {
	l := i18n.For("en")
	const hour = time.Hour
	for _, c := range []struct {
		d             time.Duration
		left, ago, in string
	}{
		{131 * hour, "5 days left", "5 days ago", "in 5 days"},
		{72*hour - time.Second, "2 days left", "2 days ago", "in 3 days"},
		{49 * hour, "2 days left", "2 days ago", "in 2 days"},
		{48 * hour, "48 hours left", "48 hours ago", "in 48 hours"},
		{2*hour - 1, "1 hour left", "1 hour ago", "in 1 hour"},
		{hour, "1 hour left", "1 hour ago", "in 1 hour"},
		{hour - 1, "less than 1 hour left", "less than 1 hour ago", "in less than 1 hour"},
		{0, "less than 1 hour left", "less than 1 hour ago", "in less than 1 hour"},
		{30 * 24 * hour, "30 days left", "30 days ago", "in 30 days"},
		{31 * 24 * hour, "31 days left", "", "in 31 days"},
	} {
		same(t, c.d.String(), l.Left(c.d), c.left)
		same(t, c.d.String(), l.Ago(c.d), c.ago)
		same(t, c.d.String(), l.In(c.d), c.in)
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
