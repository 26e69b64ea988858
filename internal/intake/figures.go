package intake

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// decimalNumber is XML Schema's decimal: no exponent, no grouping, a point.
var decimalNumber = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`)

// maxDigits bounds a number's length in characters.
const maxDigits = 40

// numeric are the ends of the names of elements that hold a number, in both
// syntaxes.
var numeric = []string{"Amount", "Quantity", "Percent", "Numeric"}

// checkFigures refuses a document in which some number is not one, so that
// nothing behind it meets "12,50" or "1e999999999".
func checkFigures(n *node) error {
	for _, k := range n.kids {
		if isNumeric(k) && (len(k.text) > maxDigits || !decimalNumber.MatchString(k.text)) {
			return Refusal{fmt.Sprintf("%s holds %q, which is not a decimal number; numbers are written like 1234.50", k.name, shorten(k.text))}
		}
		if err := checkFigures(k); err != nil {
			return err
		}
	}
	return nil
}

func isNumeric(n *node) bool {
	if n.text == "" || len(n.kids) > 0 {
		return false
	}
	for _, end := range numeric {
		if strings.HasSuffix(n.name, end) {
			return true
		}
	}
	return false
}

// amount returns a number as it is written.
func (n *node) amount(path string) portal.Amount { return portal.Amount(n.get(path)) }

// id returns an identifier with its scheme.
func (n *node) id(path string) portal.ID {
	k := n.filled(path)
	if k == nil {
		return portal.ID{}
	}
	return portal.ID{Scheme: k.attr("schemeID"), Value: k.text}
}

// dates reads the dates of one document, and flags what is no date. The layout
// is Go's form of the syntax's own.
type dates struct {
	layout string
	flags  []portal.Flag
}

// of returns the date in an element; empty where there is none. What is no
// calendar date is left out and flagged.
func (d *dates) of(n *node, what string) portal.Date {
	if n == nil {
		return ""
	}
	date, ok := d.parse(n)
	if !ok {
		d.flags = append(d.flags, portal.Flag{
			Code:   "date-unreadable",
			Detail: fmt.Sprintf("The %s is written as %q, which is not a calendar date, so it is not shown.", what, shorten(n.text)),
		})
	}
	return date
}

// parse reads a date. UBL dates may carry a time zone, which says nothing about
// the day; CII dates are of format 102.
func (d *dates) parse(n *node) (portal.Date, bool) {
	if format := n.attr("format"); format != "" && format != "102" {
		return "", false
	}
	text := timeZone.ReplaceAllString(n.text, "")
	t, err := time.Parse(d.layout, text)
	if err != nil || t.Year() < 1900 {
		return "", false
	}
	return portal.Date(t.Format(time.DateOnly)), true
}

// timeZone is the zone that XML Schema allows after a date.
var timeZone = regexp.MustCompile(`(Z|[+-][0-9]{2}:[0-9]{2})$`)

// email returns the text if it is one bare e-mail address, else nothing.
func email(text string) string {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text {
		return ""
	}
	return text
}

// shorten keeps foreign text in a message to one line of a readable length.
func shorten(text string) string {
	text = strings.Map(spaced, text)
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
