package i18n

import (
	"strconv"
	"strings"
	"time"
)

// dates are the patterns of a locale. In them {d} is the day, {m} the month's
// number, {month} and {mon} its name and short name, {y} the year, {weekday}
// the weekday; d2, m2, month2 are those of a period's end, {from} and {to} its
// whole dates; clock is a layout of package time.
type dates struct {
	long, date, short, day string
	first                  string // the first of a month, where it is not "1"
	bare                   bool   // short month names lose their full stop
	moment, clock          string
	sameMonth, sameYear    string
	between, since, until  string
}

// DateLong writes "2006-01-02" with its weekday: "Monday 30 November 2026". A
// date that cannot be read comes out as written.
func (l Locale) DateLong(date string) string { return l.shown(date, l.get().dates.long) }

// Date writes "30 November 2026".
func (l Locale) Date(date string) string { return l.shown(date, l.get().dates.date) }

// DateShort writes "30 Nov 2026".
func (l Locale) DateShort(date string) string { return l.shown(date, l.get().dates.short) }

// DayMonth writes "30 Nov".
func (l Locale) DayMonth(date string) string { return l.shown(date, l.get().dates.day) }

// Period writes a span of days as short as it is clear: "1 to 31 October 2026",
// "15 October to 14 November 2026". Either end may be empty.
func (l Locale) Period(from, to string) string {
	s := l.get()
	start, startErr := time.Parse(time.DateOnly, from)
	end, endErr := time.Parse(time.DateOnly, to)
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return strings.ReplaceAll(s.dates.since, "{from}", l.Date(from))
	case from == "":
		return strings.ReplaceAll(s.dates.until, "{to}", l.Date(to))
	case from == to:
		return l.Date(from)
	case startErr != nil || endErr != nil || start.Year() != end.Year():
		return strings.NewReplacer("{from}", l.Date(from), "{to}", l.Date(to)).Replace(s.dates.between)
	case start.Month() == end.Month():
		return s.fill(s.dates.sameMonth, start, end)
	}
	return s.fill(s.dates.sameYear, start, end)
}

// Moment writes an instant as the clocks of a zone show it, with its weekday:
// "Friday 27 November 2026 at 16:05". Say the zone beside it; see City.
func (l Locale) Moment(t time.Time, zone *time.Location) string {
	s := l.get()
	t = t.In(zone)
	date := s.fill(s.dates.long, t, t)
	return strings.NewReplacer("{date}", date, "{time}", s.clock(t)).Replace(s.dates.moment)
}

// MomentShort writes "20 Nov 16:05", for lists whose year is plain.
func (l Locale) MomentShort(t time.Time, zone *time.Location) string {
	s := l.get()
	t = t.In(zone)
	return s.fill(s.dates.day, t, t) + " " + s.clock(t)
}

// Clock writes the time of day, "16:05".
func (l Locale) Clock(t time.Time, zone *time.Location) string { return l.get().clock(t.In(zone)) }

// City names a zone by its place, "Copenhagen time"; UTC keeps its name.
func (l Locale) City(zone *time.Location) string {
	place := Place(zone)
	if area, _, _ := strings.Cut(zone.String(), "/"); area == "Etc" || place == "UTC" {
		return place
	}
	return strings.ReplaceAll(l.get().words.cityTime, "{city}", place)
}

// Place is what a zone is named after, "Copenhagen".
func Place(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}

func (l Locale) shown(date, pattern string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return l.get().fill(pattern, t, t)
}

func (s *spec) fill(pattern string, t, end time.Time) string {
	return s.local(strings.NewReplacer(
		"{d}", s.day(t), "{d2}", s.day(end),
		"{m}", strconv.Itoa(int(t.Month())), "{m2}", strconv.Itoa(int(end.Month())),
		"{month}", s.names.MonthWide(t.Month()), "{month2}", s.names.MonthWide(end.Month()),
		"{mon}", s.shortMonth(t.Month()), "{y}", strconv.Itoa(end.Year()),
		"{weekday}", s.names.WeekdayWide(t.Weekday()),
	).Replace(pattern))
}

func (s *spec) day(t time.Time) string {
	if t.Day() == 1 && s.dates.first != "" {
		return s.dates.first
	}
	return strconv.Itoa(t.Day())
}

func (s *spec) shortMonth(m time.Month) string {
	name := s.names.MonthAbbreviated(m)
	if s.dates.bare {
		return strings.TrimSuffix(name, ".")
	}
	return name
}

func (s *spec) clock(t time.Time) string {
	text := s.local(t.Format(s.dates.clock))
	if s.dir != "rtl" {
		return text
	}
	return strings.NewReplacer("AM", "ص", "PM", "م").Replace(text)
}
