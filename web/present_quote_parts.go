package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

func (q *quotePage) version() string {
	if q.open.Quote.Version == 0 {
		return ""
	}
	return strconv.FormatInt(q.open.Quote.Version, 10)
}

func (q *quotePage) needs() string {
	if q.open.State == portal.QuoteOpen && q.open.Quote.PORequired {
		return "A purchase order number"
	}
	return ""
}

func (p presenter) deposit(a portal.Amount, currency string) string {
	if a.Zero() {
		return "None"
	}
	return p.money(a, currency)
}

// validUntil is the day of a quote with the clock it ends by.
func (p presenter) validUntil(until portal.Date) string {
	if until == "" {
		return ""
	}
	return "the end of " + p.locale.Date(string(until)) + " (" + p.locale.City(p.zone) + ")"
}

func quoteAsOf(open portal.OpenQuote) time.Time {
	if open.Quote.AsOf.After(open.Purchase.AsOf) {
		return open.Quote.AsOf
	}
	return open.Purchase.AsOf
}

// quoteStatus is the billing system's own word for a state that we do not know.
func quoteStatus(open portal.OpenQuote) string {
	order := open.Purchase
	for _, word := range []string{order.Details.StatusLabel, order.Details.StatusCode, open.Quote.State, order.Status} {
		if word != "" {
			return word
		}
	}
	return "Unknown"
}

// termLines are the seller's terms, a line each.
func termLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func termsHeading(q portal.Quote) string {
	if q.TermsVersion == "" {
		return "Terms in short"
	}
	return "Terms in short (version " + q.TermsVersion + ")"
}

func terms(q portal.Quote) *views.Terms {
	if q.Terms == "" {
		return nil
	}
	t := &views.Terms{Heading: termsHeading(q)}
	for _, line := range termLines(q.Terms) {
		t.Items = append(t.Items, views.Plain(line))
	}
	return t
}

func termsPoints(q portal.Quote) []views.Points {
	if q.Terms == "" {
		return nil
	}
	return []views.Points{{Heading: termsHeading(q), Items: terms(q).Items}}
}
