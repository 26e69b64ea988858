package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// presenter turns what the portal knows into what a page shows: dates, money
// and words in the account's locale. It decides nothing about the business.
type presenter struct {
	frame
	adm   portal.Admission
	now   time.Time
	query string // of the link that opened the page, for the links to its files
}

func fact(name, value string) views.Fact {
	return views.Fact{Name: name, Value: views.Plain(value)}
}

func code(name, value string) views.Fact {
	return views.Fact{Name: name, Value: views.Plain(value), Code: true}
}

// rows leaves out the facts that the document does not state.
func rows(facts ...views.Fact) []views.Fact {
	var kept []views.Fact
	for _, f := range facts {
		if f.Value.String() != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// stub is the key tag of a document page: all documents, how long the page is
// open, whom to ask.
func (p presenter) stub(documents *views.Documents, reference string) *views.Stub {
	end := time.Unix(p.adm.Grant.End(), 0)
	left := p.locale.Left(end.Sub(p.now))
	advice := ". Save the PDF to keep a copy."
	if documents != nil && mainFile(documents) == nil {
		advice = "." // there is none yet
	}
	return &views.Stub{
		Documents: documents, State: left + " to use this page", Quiet: true,
		Bar:     p.bar(p.adm.Grant, p.now, views.MarkNow),
		Till:    append(append(views.Text{views.Words("This link works until ")}, p.moment(end)...), views.Words(advice)),
		Contact: p.contact(), Reference: reference,
	}
}

// visitStub is the key tag of a page that asks, or that says what came of it.
func (p presenter) visitStub(reference string) *views.Stub {
	stub := p.stub(nil, reference)
	end := time.Unix(p.adm.Grant.End(), 0)
	stub.Till = append(append(views.Text{views.Words("This link works until ")}, p.moment(end)...), views.Words("."))
	return stub
}

// signedTotal is what a document comes to, with a minus in front of a credit
// note's: issuers write those as positive figures.
func signedTotal(inv portal.Invoice) portal.Amount {
	t := inv.Totals.Gross
	if t == "" {
		t = inv.Totals.Due
	}
	if inv.Kind.Credit() && t != "" && !t.Zero() {
		if plus, negative := strings.CutPrefix(string(t), "-"); negative {
			return portal.Amount(plus)
		}
		return "-" + t
	}
	return t
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func (p presenter) money(a portal.Amount, currency string) string {
	return p.locale.Money(string(a), currency)
}

// asOf says from when figures are, where that is more than a day ago.
func (p presenter) asOf(t time.Time) string {
	if t.IsZero() || p.now.Sub(t) <= 24*time.Hour {
		return ""
	}
	return "Amounts as of " + p.locale.Moment(t, p.zone) + " (" + p.locale.City(p.zone) + ")."
}
