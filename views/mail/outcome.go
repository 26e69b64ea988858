package mail

import "github.com/latchkey-portal/latchkey/views"

// OutcomeWords is what the mails say about what became of it.
type OutcomeWords struct {
	BillingWords
	From   string // from when it counts: "1 December 2026"; empty: not said
	Ahead  bool   // From is still to come
	Answer string // the seller's own words; may be empty
	Amount string // of a payment: "€90.00"; empty: none
	Method string // what is paid with from now on: "Visa •••• 4242, expires 04/30"; may be empty
}

// Applied is the mail that it was done.
func Applied(w OutcomeWords) Message {
	heading := w.Done
	if w.Ahead && w.Later != "" {
		heading = w.Later + " on " + w.From
	}
	m := w.outcome(heading, w.Merchant+" has answered "+w.Calls+".")
	if w.From != "" {
		m.Facts = append([]Fact{{"Counts from", w.From}}, m.Facts...)
	}
	return m
}

// Settled is the mail that the payment provider has done it. The amount stays
// out of the subject, which shows on locked screens.
func Settled(w OutcomeWords) Message {
	m := w.outcome(w.Done, "Thank you. You do not have to do anything else.")
	var facts []Fact
	if w.Amount != "" {
		facts = append(facts, Fact{"You paid", w.Amount})
	}
	if w.Method != "" {
		facts = append(facts, Fact{"From now on you pay with", w.Method})
	}
	m.Facts = append(facts, m.Facts...)
	return m
}

// Paid is Settled for a payment, whose heading says how much it was.
func Paid(w OutcomeWords) Message {
	m := Settled(w)
	if w.Amount != "" {
		m.Heading += " of " + w.Amount
	}
	return m
}

// Failed is the mail that the payment provider could not do it.
func Failed(w OutcomeWords) Message {
	return w.outcome(w.Undone, "You have not been charged. Nothing was changed.")
}

// Refused is the mail that the seller did not do it.
func Refused(w OutcomeWords) Message {
	return w.outcome(w.Undone, w.Merchant+" has turned down "+w.Calls+". Nothing was changed.")
}

// Acknowledged is the mail in which the seller answers what counts already.
func Acknowledged(w OutcomeWords) Message {
	m := Applied(w)
	m.Body = []views.Text{views.Plain("It counts since we received it.")}
	return m
}

// Lapsed is the mail that nobody answered in time.
func Lapsed(w OutcomeWords) Message {
	m := w.outcome(w.Merchant+" has not answered in time", w.Merchant+" has not answered "+w.Calls+" in time. Nothing was changed.")
	m.Small = []views.Text{views.Plain("Contact " + w.Merchant + " and give the reference, or ask again on the page.")}
	return m
}

// TakenBack is the mail that the customer took it back.
func TakenBack(w OutcomeWords) Message {
	m := w.outcome("You took back your request", "You took back "+w.Calls+". Nothing was changed.")
	m.Small = []views.Text{notYou}
	return m
}

// Superseded is the mail that a cancellation made it pointless.
func Superseded(w OutcomeWords) Message {
	return w.outcome("Your request has ended", "You cancelled later, so "+w.Calls+" has ended. Nothing else was changed.")
}

// outcome has what all of them say alike.
func (w OutcomeWords) outcome(heading, effect string) Message {
	m := w.page(heading)
	m.Preheader = "Reference " + w.Reference
	m.Body = []views.Text{views.Plain(effect)}
	m.Answer = Fact{w.Merchant + " says", w.Answer}
	m.Facts = w.record("Date shown")
	m.Footer = append(m.Footer, onFile(w.Merchant))
	return m
}
