package web

import (
	"net/http"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// quotePage is the page of a quote and its steps.
type quotePage struct{ open portal.OpenQuote }

// quote opens a quote.
func (s *server) quote(w http.ResponseWriter, r *http.Request, adm portal.Admission) error {
	open, err := s.Portal.Quote(r.Context(), adm.Grant)
	if err != nil {
		return err
	}
	return s.deed(w, r, adm, &quotePage{open})
}

// number is what the seller calls the quote.
func (q *quotePage) number() string {
	if q.open.Quote.Number != "" {
		return q.open.Quote.Number
	}
	return q.open.Purchase.ID
}

func (q *quotePage) about() string { return "Quote " + q.number() }

// guarded: accepting binds the customer, and the older scheme's checksum does
// not say that the link was made for a quote.
func (q *quotePage) guarded(a portal.Action) bool { return a == portal.ActionAccept }

func (q *quotePage) reference(d *deed) string {
	switch {
	case q.open.Decision != nil:
		return q.open.Decision.Reference
	case q.open.Quote.Reference != "":
		return q.open.Quote.Reference
	}
	return d.p.reference(d.adm)
}

func (q *quotePage) page(d *deed) error {
	v := d.quoteView(q)
	visitOf(d.r).page = v.Frame.Page
	return d.render(d.w, d.r, http.StatusOK, views.QuotePage(v))
}

// step draws up what can be decided about a quote. The same choice once more
// leads back to the page, which says when it was made; another one is told what
// was saved.
func (q *quotePage) step(d *deed, action portal.Action, _ int64) (*step, error) {
	offer, ok := q.open.Offered.Of(action)
	if !ok || offer.Why == portal.WhyDone && action != portal.ActionPay {
		return nil, nil
	}
	var st *step
	switch action {
	case portal.ActionAccept:
		st = q.accept(d)
	case portal.ActionDecline:
		st = q.decline(d)
	case portal.ActionAskChange:
		st = q.askChange(d)
	case portal.ActionAskQuote:
		st = d.askQuote("Ask for a new quote", q.facts(d))
	case portal.ActionPay:
		return d.payStep(payment{about: q.about(), amount: q.open.Purchase.Totals.Due, currency: q.open.Purchase.Currency, why: offer.Why}), nil
	default:
		return nil, nil
	}
	st.why = offer.Why
	if st.why != "" {
		st.view.Notices = append(st.view.Notices, q.closedNotice(d))
	}
	return st, nil
}

// facts are what every step of a quote repeats: what is decided about.
func (q *quotePage) facts(d *deed) []views.Fact {
	return rows(
		fact("Quote", joined(", version ", q.number(), q.version())),
		fact("For", q.open.Customer.Name),
		fact("Total", d.p.money(q.open.Purchase.Totals.Gross, q.open.Purchase.Currency)),
		fact("Valid until", d.p.validUntil(q.open.Quote.ValidUntil)),
	)
}

func (q *quotePage) accept(d *deed) *step {
	quote := q.open.Quote
	facts := q.facts(d)
	if deposit := d.p.money(quote.Deposit, q.open.Purchase.Currency); deposit != "" && !quote.Deposit.Zero() {
		facts = append(facts, fact("Deposit", deposit+", due when you have accepted"))
	}
	tick := q.tick(d)
	number := d.field(views.Field{Name: portal.FieldPONumber, Label: "Purchase order number (optional)", Hint: views.Plain("It is printed on the invoice.")})
	if quote.PORequired {
		number.Field.Label = "Purchase order number"
	}
	st := &step{
		view: views.Step{
			Heading: "Accept " + lowerFirst(q.about()),
			Lead:    []views.Text{views.Plain("By accepting you order what is in this quote. " + d.p.account.Name + " then confirms your order by email.")},
			Facts:   []views.Facts{{Rows: facts}}, Lists: termsPoints(quote),
			Form: &views.Form{
				Inputs: []views.Input{
					d.field(views.Field{Name: portal.FieldName, Label: "Your name", Complete: "name"}),
					d.field(views.Field{Name: portal.FieldRole, Label: "Your role (optional)", Complete: "organization-title"}),
					number,
					{Box: &views.Box{Name: portal.FieldTerms, Value: "yes", Label: tick, Checked: d.typed(portal.FieldTerms) != ""}},
				},
				Label: "Accept quote",
			},
		},
		change: portal.Change{Fields: d.fields(portal.FieldName, portal.FieldRole, portal.FieldPONumber, portal.FieldTerms)},
		shown:  []portal.ShownLine{{Label: "Confirmed", Value: tick}},
	}
	for _, term := range termLines(quote.Terms) {
		st.shown = append(st.shown, portal.ShownLine{Label: "Terms", Value: term})
	}
	if d.stage == stageConfirm && q.open.Offered.Can(portal.ActionAccept) {
		q.missing(d)
	}
	return st
}

// missing says at once all that somebody who accepts left out.
func (q *quotePage) missing(d *deed) {
	for _, field := range []struct {
		name, message string
		needed        bool
	}{
		{portal.FieldName, "Enter your name", true},
		{portal.FieldPONumber, "Enter your order number", q.open.Quote.PORequired},
		{portal.FieldTerms, "Confirm that you may accept this quote", true},
	} {
		if field.needed && d.typed(field.name) == "" {
			d.wrong(field.name, field.message)
		}
	}
}

// tick is what somebody who accepts confirms.
func (q *quotePage) tick(d *deed) string {
	company := q.open.Customer.Name
	if company == "" {
		company = "the company"
	}
	tick := "I may accept this for " + company
	if q.open.Quote.Terms != "" {
		tick += ", and I accept the terms"
	}
	return tick
}

func (q *quotePage) decline(d *deed) *step {
	return &step{
		view: views.Step{
			Heading: "Decline " + lowerFirst(q.about()),
			Lead:    []views.Text{views.Plain("Nothing is ordered, and you pay nothing. The quote cannot be accepted afterwards.")},
			Facts:   []views.Facts{{Rows: q.facts(d)}},
			Form: &views.Form{
				Inputs: []views.Input{d.field(views.Field{
					Name: "reason", Label: "Reason (optional)", Hint: views.Plain(d.p.account.Name + " reads it."), Rows: 3,
				})},
				Label: "Decline quote",
			},
		},
		change: portal.Change{Reason: d.typed("reason")},
	}
}

func (q *quotePage) askChange(d *deed) *step {
	return &step{
		view: views.Step{
			Heading: "Ask for a change",
			Lead: []views.Text{views.Plain("Say what should be different: a quantity, a date, an address. " + d.p.account.Name +
				" answers with a new version. Until then this one cannot be accepted.")},
			Facts: []views.Facts{{Rows: q.facts(d)}},
			Form: &views.Form{
				Inputs: []views.Input{d.field(views.Field{Name: "comment", Label: "What should be different?", Rows: 5})},
				Label:  "Ask for the change",
			},
		},
		change: portal.Change{Comment: d.typed("comment")},
	}
}

// result adds what was typed to what became of a decision.
func (q *quotePage) result(d *deed, dec portal.BillingDecision, v *views.Result) error {
	d.typedResult(dec, v)
	d.tryAgain(dec, q.open.Offered, v)
	return nil
}
