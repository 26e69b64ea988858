package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// each is an interval in words: "every month", "every 14 days"; empty: unknown.
func (p presenter) each(i portal.Interval) string { return spanned("every ", i) }

// per is an interval after an amount: "per month", "for 3 months".
func (p presenter) per(i portal.Interval) string {
	if oneOf(i) {
		return spanned("per ", i)
	}
	return spanned("for ", i)
}

func oneOf(i portal.Interval) bool {
	return i == portal.Interval{Months: 1} || i == portal.Interval{Months: 12} || i == portal.Interval{Days: 1} || i == portal.Interval{Days: 7}
}

func spanned(before string, i portal.Interval) string {
	switch {
	case i == portal.Interval{}:
		return ""
	case i == portal.Interval{Days: 7}:
		return before + "week"
	case i.Months > 0 && i.Days > 0:
		return before + counted(i.Months, "month", "months") + " and " + counted(i.Days, "day", "days")
	case i.Months > 0 && i.Months%12 == 0:
		return before + single(i.Months/12, "year")
	case i.Months > 0:
		return before + single(i.Months, "month")
	}
	return before + single(i.Days, "day")
}

// single leaves out the number one: "month", "3 months".
func single(n int64, unit string) string {
	if n == 1 {
		return unit
	}
	return counted(n, unit, unit+"s")
}

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// asOfFact says from when figures are, as a fact beside others; empty where
// that is not worth saying.
func (p presenter) asOfFact(t time.Time) views.Fact {
	if p.asOf(t) == "" {
		return views.Fact{}
	}
	return views.Fact{Name: "As of", Value: p.moment(t)}
}
