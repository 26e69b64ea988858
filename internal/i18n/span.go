package i18n

import (
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Left says how long something still lasts: whole days above 48 hours, then
// whole hours, then "less than 1 hour left". It rounds down, so it never
// promises time that is not there.
func (l Locale) Left(d time.Duration) string {
	s := l.get()
	switch {
	case d > 2*day:
		return s.count(int64(d/day), s.words.daysLeft)
	case d >= time.Hour:
		return s.count(int64(d/time.Hour), s.words.hoursLeft)
	}
	return s.words.lessLeft
}

// In says in how much time something will happen, by the same ladder: "in 3
// days". It takes the nearest day: what begins on Wednesday is, a second after
// that was fixed on Sunday, still in 3 days.
func (l Locale) In(d time.Duration) string {
	s := l.get()
	switch {
	case d > 2*day:
		return s.count(int64((d+day/2)/day), s.words.daysIn)
	case d >= time.Hour:
		return s.count(int64(d/time.Hour), s.words.hoursIn)
	}
	return s.words.lessIn
}

// Ago says how long ago something happened, by the same ladder. Beyond 30 days
// it returns "": a date says more.
func (l Locale) Ago(d time.Duration) string {
	s := l.get()
	switch {
	case d > 30*day:
		return ""
	case d > 2*day:
		return s.count(int64(d/day), s.words.daysAgo)
	case d >= time.Hour:
		return s.count(int64(d/time.Hour), s.words.hoursAgo)
	}
	return s.words.lessAgo
}

func (s *spec) count(n int64, forms plural) string {
	return strings.ReplaceAll(s.form(n, forms), "{n}", s.local(strconv.FormatInt(n, 10)))
}

// sizes are the names of 1, 10³, 10⁶, … bytes.
type sizes [4]string

var (
	bytesSI     = sizes{"B", "KB", "MB", "GB"}
	bytesOctets = sizes{"o", "ko", "Mo", "Go"}
	bytesArabic = sizes{"بايت", "كيلوبايت", "ميغابايت", "غيغابايت"}
)

// Bytes writes a size in steps of 1000: "84 KB", "1.2 MB". Below 10 of a unit
// above KB it keeps one decimal.
func (l Locale) Bytes(n int64) string {
	s := l.get()
	unit, value := 0, float64(max(n, 0))
	for unit < len(s.sizes)-1 && value >= 999.5 {
		value /= 1000
		unit++
	}
	decimals := 0
	if unit > 1 && value < 9.95 {
		decimals = 1
	}
	return l.Quantity(strconv.FormatFloat(value, 'f', decimals, 64)) + nbsp + s.sizes[unit]
}
