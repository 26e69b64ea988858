package portal

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// checklist gathers what is wrong with a record, field by field.
type checklist struct{ problems []Problem }

func (l *checklist) say(field, format string, args ...any) {
	l.problems = append(l.problems, Problem{field, field + " " + fmt.Sprintf(format, args...) + "."})
}

func (l *checklist) err() error {
	if len(l.problems) == 0 {
		return nil
	}
	return &InvalidError{Problems: l.problems}
}

// Limits of mirrored texts, in bytes, and of lists.
const (
	maxText     = 255
	maxLongText = 4000
	maxItems    = 1000
	maxLines    = 50
)

// text checks a line of text.
func (l *checklist) text(field, value string) {
	l.upTo(field, value, maxText)
	if strings.ContainsFunc(value, unicode.IsControl) {
		l.say(field, "holds a control character")
	}
}

// long checks a text that may have several lines.
func (l *checklist) long(field, value string) {
	l.upTo(field, value, maxLongText)
	if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }) {
		l.say(field, "holds a control character")
	}
}

func (l *checklist) upTo(field, value string, most int) {
	if len(value) > most {
		l.say(field, "is longer than %d bytes", most)
	}
	if !utf8.ValidString(value) {
		l.say(field, "is not UTF-8")
	}
}

// need checks a line of text that must be there.
func (l *checklist) need(field, value string) {
	if strings.TrimSpace(value) == "" {
		l.say(field, "is required")
		return
	}
	l.text(field, value)
}

// id checks an id that other objects are known by.
func (l *checklist) id(field, value string) {
	if !link.ValidID(value) {
		l.say(field, "must be 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first")
	}
}

// ref checks an id of another object, which need not be there.
func (l *checklist) ref(field, value string) {
	if value != "" {
		l.id(field, value)
	}
}

// offerID is the form of an offer's id: one of the product selection, and one
// of the product.
var offerID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`)

var decimalAmount = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,9})?$`)

func (l *checklist) amount(field string, a Amount) {
	if a != "" && !decimalAmount.MatchString(string(a)) {
		l.say(field, "is not a decimal number like 1234.50")
	}
}

func (l *checklist) totals(field string, t Totals) {
	l.amount(field+".net", t.Net)
	l.amount(field+".tax", t.Tax)
	l.amount(field+".gross", t.Gross)
	l.amount(field+".paid", t.Paid)
	l.amount(field+".due", t.Due)
}

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// money checks a currency, which must be there where there is an amount.
func (l *checklist) money(code string, amounts ...Amount) {
	if code != "" && !currencyForm.MatchString(code) {
		l.say("currency", "is not a code like EUR")
	}
	if code != "" {
		return
	}
	for _, a := range amounts {
		if a != "" {
			l.say("currency", "is required where there are amounts")
			return
		}
	}
}

func (l *checklist) date(field string, d Date) {
	if t, err := time.Parse(time.DateOnly, string(d)); d != "" && (err != nil || t.Year() < 1900) {
		l.say(field, "is not a date like 2026-03-31")
	}
}

func (l *checklist) address(field, value string) {
	if value != "" && !isAddress(strings.TrimSpace(value)) || len(value) > 254 {
		l.say(field, "is not an e-mail address")
	}
}

// count checks the length of a list.
func (l *checklist) count(field string, n, most int) {
	if n > most {
		l.say(field, "has more than %d entries", most)
	}
}

func (l *checklist) source(s Source) {
	if s.Version < 0 {
		l.say("version", "is negative")
	}
	l.time("modifiedAt", s.ModifiedAt)
}

// time checks that an instant is one that a database and a calendar know.
func (l *checklist) time(field string, t time.Time) {
	if !t.IsZero() && (t.Year() < 1900 || t.Year() > 9999) {
		l.say(field, "is not between the years 1900 and 9999")
	}
}

func (l *checklist) interval(field string, i Interval) {
	if i.Months < 0 || i.Days < 0 || i.Months > 1200 || i.Days > 36500 {
		l.say(field, "is negative or longer than a hundred years")
	}
}
