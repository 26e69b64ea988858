package mail

import "github.com/latchkey-portal/latchkey/views"

// Cancelled is the receipt of a cancellation.
func Cancelled(w BillingWords) Message {
	effect := "What you cancelled ends at the next possible date. " + w.Merchant + " tells you which date that is."
	if w.Day != "" {
		effect = "What you cancelled ends on " + w.Day + "."
	}
	return w.receipt(effect+" It does not renew after that.", "Ends")
}

// Withdrawn is the receipt of a withdrawal from a contract: what was declared,
// and when, to be kept (Art. 11a of Directive 2011/83/EU).
func Withdrawn(w BillingWords) Message {
	effect := "You have withdrawn from the contract."
	if w.Late {
		effect = "It reached us after the withdrawal period that we have on record. " + w.Merchant +
			" checks it and tells you what follows."
	}
	return w.receipt(effect, "From")
}

// QuoteDeclined is the receipt of a declined quote.
func QuoteDeclined(w BillingWords) Message {
	return w.receipt("The quote is closed. You have ordered nothing, and you pay nothing for it.", "From")
}

// Requested is the receipt of what waits for the seller's answer.
func Requested(w BillingWords) Message {
	answer := w.Merchant + " will answer."
	if w.AnswerBy != "" {
		answer = w.Merchant + " will answer by " + w.AnswerBy + "."
	}
	return w.receipt(answer+" "+w.Until, "From")
}

// Begun is the receipt of what goes on at a payment provider.
func Begun(w BillingWords) Message {
	return w.receipt("It goes on at the payment provider. We will email you when it is done.", "From")
}

// receipt has what all receipts say alike.
func (w BillingWords) receipt(effect, day string) Message {
	m := w.page(w.Asked)
	m.Preheader = w.At + ", reference " + w.Reference
	m.Body = []views.Text{views.Plain(effect)}
	m.Facts, m.Said = w.record(day), inertAll(w.Said)
	m.Small = []views.Text{notYou}
	m.Footer = append(m.Footer, onFile(w.Merchant)+" Keep it as your receipt.")
	return m
}

var notYou = views.Plain("This was not you? Reply to this email and give the reference.")

func onFile(merchant string) string {
	return "You got this because " + merchant + " has this address on file for you."
}
