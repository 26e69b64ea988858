package web

import "github.com/latchkey-portal/latchkey/internal/portal"

// statutoryWords are the words of a public form in one language. The labels of
// links and buttons are the law's: § 312k (2) BGB, Article 11a (1) and (3) of
// Directive 2011/83/EU. {M} is the account, {time}, {zone} and {place} the moment of
// receipt.
type statutoryWords struct {
	lang, otherLang, otherName string

	heading, lead, button               string
	kind, ordinary, extraordinary       string
	reason, reasonHint                  string
	name, contract, contractHint, email string
	ends, soonest, onDate               string
	date, dateHint                      string
	missing                             map[string]string // by field
	stale, check, problem, wrong        string
	declared, statement, endsAt         string
	done, reached, receipt, keep, save  string
	after, sentTo, received, stamp      string
	reference, skip, questions, contact string
}

// statutoryEnglish are the forms in English.
var statutoryEnglish = map[portal.Action]*statutoryWords{
	portal.ActionCancel: inEnglish(statutoryWords{
		heading: "Cancel a contract",
		lead:    "Your cancellation counts as soon as you send it. You get a receipt at once, here and by email.",
		button:  "Cancel now",
		kind:    "How do you want to cancel?", ordinary: "Ordinary: with the notice in the contract", extraordinary: "Extraordinary: for an important reason",
		reason: "Reason", reasonHint: "Only if you cancel for an important reason.",
		contractHint: "What names it best: the product, or a contract, order or customer number.",
		ends:         "When should the contract end?", soonest: "As soon as possible", onDate: "On the date below",
		date: "Date", dateHint: "Only if you chose a date. For example, 31 12 2026.",
		done:  "We have received your cancellation",
		after: "{M} writes to you when the contract ends.",
	}),
	portal.ActionWithdraw: inEnglish(statutoryWords{
		heading: "Withdraw from a contract",
		lead:    "You do not have to give a reason. You get a receipt with the date and time at once, here and by email.",
		button:  "Confirm withdrawal", statement: "I withdraw from the contract",
		contractHint: "What names it best: an order number, or the product and the day you bought it.",
		done:         "We have received your withdrawal",
		after:        "{M} writes to you about sending goods back and about your money.",
	}),
}

func inEnglish(w statutoryWords) *statutoryWords {
	w.lang, w.otherLang, w.otherName = "en", "de", "Deutsch"
	w.name, w.contract, w.email = "Your name", "Contract", "Email for the receipt"
	w.missing = map[string]string{
		"kind": "Select how you want to cancel", "reason": "Write the reason", "name": "Enter your name",
		"contract": "Write which contract you mean", "ends": "Select when the contract should end",
		"date": "Enter a date, like 31 12 2026", "email": "Enter an email address, like name@example.com",
	}
	w.stale = "This page was open for a long time: check it and press the button once more"
	w.check = "Check this: it is too long, or holds characters that cannot be taken"
	w.problem, w.wrong = "There is a problem", "Error"
	w.declared, w.endsAt = "You declared", "Contract ends"
	w.reached = "It reached {M} on {time} ({zone}). You do not have to do anything else."
	w.receipt, w.keep, w.save = "Your receipt", "Print this page, or save it, to keep a copy.", "Save as a text file"
	w.sentTo, w.received, w.stamp = "Receipt sent to", "Received", "2006-01-02 15:04:05 -07:00"
	w.reference, w.skip, w.questions, w.contact = "Reference", "Skip to main content", "Questions?", "Contact {M}:"
	return &w
}

// statutoryGerman are the forms in German.
var statutoryGerman = map[portal.Action]*statutoryWords{
	portal.ActionCancel: inGerman(statutoryWords{
		heading: "Vertrag kündigen",
		lead:    "Ihre Kündigung gilt, sobald Sie sie absenden. Sie erhalten sofort eine Bestätigung, hier und per E-Mail.",
		button:  "jetzt kündigen",
		kind:    "Art der Kündigung", ordinary: "Ordentliche Kündigung", extraordinary: "Außerordentliche Kündigung",
		reason: "Kündigungsgrund", reasonHint: "Nur bei einer außerordentlichen Kündigung.",
		contractHint: "Zum Beispiel das Produkt oder eine Vertrags-, Bestell- oder Kundennummer.",
		ends:         "Wann soll der Vertrag enden?", soonest: "Zum nächstmöglichen Zeitpunkt", onDate: "Zu dem Datum unten",
		date: "Datum", dateHint: "Nur wenn Sie ein Datum gewählt haben. Zum Beispiel 31. 12. 2026.",
		done:  "Ihre Kündigung ist eingegangen",
		after: "{M} schreibt Ihnen, wann der Vertrag endet.",
	}),
	portal.ActionWithdraw: inGerman(statutoryWords{
		heading: "Vertrag widerrufen",
		lead:    "Sie müssen keinen Grund angeben. Sie erhalten sofort eine Bestätigung mit Datum und Uhrzeit, hier und per E-Mail.",
		button:  "Widerruf bestätigen", statement: "Ich widerrufe den Vertrag",
		contractHint: "Zum Beispiel die Bestellnummer oder das Produkt und der Tag der Bestellung.",
		done:         "Ihr Widerruf ist eingegangen",
		after:        "{M} schreibt Ihnen, wie Sie Waren zurücksenden und Ihr Geld zurückerhalten.",
	}),
}

func inGerman(w statutoryWords) *statutoryWords {
	w.lang, w.otherLang, w.otherName = "de", "en", "English"
	w.name, w.contract, w.email = "Ihr Name", "Bezeichnung des Vertrags", "E-Mail-Adresse für die Bestätigung"
	w.missing = map[string]string{
		"kind": "Wählen Sie die Art der Kündigung", "reason": "Nennen Sie den Kündigungsgrund", "name": "Geben Sie Ihren Namen ein",
		"contract": "Nennen Sie den Vertrag", "ends": "Wählen Sie, wann der Vertrag enden soll",
		"date": "Geben Sie ein Datum ein, zum Beispiel 31. 12. 2026", "email": "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com",
	}
	w.stale = "Diese Seite war lange offen: Prüfen Sie die Angaben und drücken Sie noch einmal"
	w.check = "Prüfen Sie diese Angabe: Sie ist zu lang oder enthält Zeichen, die nicht möglich sind"
	w.problem, w.wrong = "Etwas fehlt noch", "Fehler"
	w.declared, w.endsAt = "Erklärung", "Vertragsende"
	w.reached = "Die Erklärung ist am {time} (Ortszeit {place}) bei {M} eingegangen. Sie müssen nichts weiter tun."
	w.receipt, w.keep, w.save = "Ihre Bestätigung", "Drucken oder speichern Sie diese Seite.", "Als Textdatei speichern"
	w.sentTo, w.received, w.stamp = "Bestätigung an", "Eingegangen", "02.01.2006, 15:04:05 Uhr (UTC-07:00)"
	w.reference, w.skip, w.questions, w.contact = "Kennzeichen", "Zum Hauptinhalt", "Fragen?", "{M} erreichen Sie hier:"
	return &w
}
