package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// form reads values into typed fields. The first one that is not of its type is
// remembered in err; reading on after it does no harm.
type form struct{ err error }

func (f *form) refuse(format string, args ...any) {
	if f.err == nil {
		f.err = Refusal{fmt.Sprintf(format, args...)}
	}
}

// moments are the ways in which times are written. Where none names a zone, it
// is UTC.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly}

// time returns a time in UTC to the microsecond; zero where there is none. A
// year before 1970 is how some senders write "none".
func (f *form) time(v *part, names ...string) time.Time {
	text := v.get(names...)
	if text == "" {
		return time.Time{}
	}
	for _, layout := range moments {
		if t, err := time.Parse(layout, text); err == nil {
			if t.Year() < 1970 {
				return time.Time{}
			}
			return t.UTC().Truncate(time.Microsecond)
		}
	}
	f.refuse("%s is %q, which is no time like 2026-03-01T12:00:00Z", names[0], shorten(text))
	return time.Time{}
}

// date returns the calendar date in a value, without looking at a zone.
func (f *form) date(v *part, names ...string) portal.Date {
	text, _, _ := strings.Cut(v.get(names...), "T")
	if text == "" {
		return ""
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		f.refuse("%s is %q, which is no date like 2026-03-01", names[0], shorten(text))
		return ""
	}
	if t.Year() < 1970 {
		return ""
	}
	return portal.Date(text)
}

// amount returns a number as it is written.
func (f *form) amount(v *part, names ...string) portal.Amount {
	text := v.get(names...)
	if text != "" && (len(text) > maxDigits || !decimalNumber.MatchString(text)) {
		f.refuse("%s is %q, which is no decimal number like 1234.50", names[0], shorten(text))
		return ""
	}
	return portal.Amount(text)
}

func (f *form) whole(v *part, names ...string) int64 {
	text := v.get(names...)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 0 {
		f.refuse("%s is %q, which is no whole number", names[0], shorten(text))
		return 0
	}
	return n
}

// id returns an identifier that can stand in a link.
func (f *form) id(v *part, names ...string) string {
	text := v.get(names...)
	if text != "" && !link.ValidID(text) {
		f.refuse("the %s is %q; ids have 1 to 64 letters, digits, dots, dashes and underscores", names[0], shorten(text))
		return ""
	}
	return text
}

var (
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
	localeName  = regexp.MustCompile(`^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$`)
)

func (f *form) currency(v *part, names ...string) string {
	text := v.get(names...)
	if text != "" && !currencyCode.MatchString(text) {
		f.refuse("%s is %q, which is no code like EUR", names[0], shorten(text))
		return ""
	}
	return text
}

// matching returns a text of a known form, and nothing where it has another:
// such a text is only a convenience.
func matching(re *regexp.Regexp, text string) string {
	if !re.MatchString(text) {
		return ""
	}
	return text
}
