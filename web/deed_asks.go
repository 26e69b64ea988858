package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// Steps that several pages have.

// payment is what is paid on a step.
type payment struct {
	about    string
	amount   portal.Amount // the issuer's figure
	currency string
	why      string          // one of the portal.Why… words; empty: it can be paid
	preview  *portal.Preview // today's prices; nil: nobody can say
}

// payStep leads to the payment provider. The button says how much.
func (d *deed) payStep(pay payment) *step {
	amount := d.p.money(pay.amount, pay.currency)
	st := &step{
		view: views.Step{
			Heading: "Pay " + amount,
			Facts:   []views.Facts{{Rows: rows(fact("For", pay.about), fact("You pay now", amount), fact("To", d.p.account.Name))}},
			Form:    &views.Form{Above: []views.Text{views.Plain(d.p.atProvider())}, Label: "Pay " + amount},
		},
		why: pay.why, preview: pay.preview,
	}
	if amount == "" || st.why == portal.WhyNothing {
		st.view.Heading, st.view.Facts[0].Rows = "Pay "+lowerFirst(pay.about), rows(fact("For", pay.about))
	}
	if st.why != "" {
		st.view.Notices = []views.Callout{d.p.notOffered(st.why)}
	}
	return st
}

// offered marks a step that cannot be done now, and says why on it.
func (d *deed) offered(st *step, offer portal.Offering) *step {
	if st.why = offer.Why; st.why != "" {
		st.view.Notices = append(st.view.Notices, d.p.notOffered(st.why))
	}
	return st
}

// askQuote asks for a quote, or a new one.
func (d *deed) askQuote(heading string, facts []views.Fact) *step {
	return &step{
		view: views.Step{
			Heading: heading,
			Lead:    []views.Text{views.Plain("We tell " + d.p.account.Name + " that you want one. It comes by email, and its prices may be different. Nothing is ordered now.")},
			Facts:   []views.Facts{{Rows: facts}},
			Form: &views.Form{
				Inputs: []views.Input{d.field(views.Field{Name: "comment", Label: "Anything to add? (optional)", Rows: 3})},
				Label:  "Ask for a quote",
			},
		},
		change: portal.Change{Comment: d.typed("comment")},
	}
}

// correct asks for other billing details. What was issued stays as it is: a
// corrected document is asked for.
func (d *deed) correct(about string, now *portal.PurchaseContact, number string) *step {
	field := func(name, label, complete, value string) views.Input {
		return d.field(views.Field{Name: name, Label: label, Complete: complete, Value: value})
	}
	c := portal.PurchaseContact{}
	if now != nil {
		c = *now
	}
	st := &step{
		view: views.Step{
			Heading: "Correct billing details",
			Lead: []views.Text{views.Plain("Write the details as they should be. The documents you have stay as they are: " + d.p.account.Name +
				" sends corrected ones if the law allows it.")},
			Facts: []views.Facts{{Rows: rows(fact("About", about))}},
			Form: &views.Form{
				Inputs: []views.Input{
					field(portal.FieldCompany, "Company", "organization", c.Company),
					field(portal.FieldName, "Name", "name", c.Name),
					field(portal.FieldStreet, "Street and number", "street-address", joined(", ", c.Lines...)),
					field(portal.FieldPostalCode, "Postal code", "postal-code", c.PostalCode),
					field(portal.FieldCity, "City", "address-level2", c.City),
					field(portal.FieldCountry, "Country", "country-name", d.p.locale.Country(c.Country)),
					field(portal.FieldTaxID, "VAT number", "off", ""),
					field(portal.FieldPONumber, "Purchase order number", "off", number),
					d.field(views.Field{Name: "comment", Label: "Anything to add? (optional)", Rows: 3}),
				},
				Label: "Ask for the correction",
			},
		},
		change: portal.Change{Comment: d.typed("comment"), Fields: d.fields(
			portal.FieldCompany, portal.FieldName, portal.FieldStreet, portal.FieldPostalCode, portal.FieldCity,
			portal.FieldCountry, portal.FieldTaxID, portal.FieldPONumber,
		)},
	}
	return st
}

// reportProblem hands a message to the seller.
func (d *deed) reportProblem(about string) *step {
	return &step{
		view: views.Step{
			Heading: "Report a problem",
			Lead:    []views.Text{views.Plain(d.p.account.Name + " reads your message and answers to the email address on file.")},
			Facts:   []views.Facts{{Rows: rows(fact("About", about))}},
			Form: &views.Form{
				Inputs: []views.Input{d.field(views.Field{Name: "comment", Label: "What is the problem?", Hint: views.Plain("Do not write card numbers or passwords."), Rows: 6})},
				Label:  "Send the message",
			},
		},
		change: portal.Change{Comment: d.typed("comment")},
	}
}
