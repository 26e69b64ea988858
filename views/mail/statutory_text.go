package mail

// statutoryText is the receipt of a public form in one language.
type statutoryText struct {
	cancelled, withdrawn                             string // subjects
	confirms, keep, notYou, because                  string
	declared, ordinary, extraordinary, withdrawal    string
	name, contract, end, soonest, email, received    string
	reason, comment, reference, contact, contactCall string
}

var statutoryEnglish = statutoryText{
	cancelled: "We received your cancellation", withdrawn: "We received your withdrawal",
	confirms: "This confirms that we received your declaration, not that a contract exists.",
	keep:     "Keep this email as your receipt.",
	notYou:   "This was not you? Somebody typed this address on a public form. You can ignore this email, or reply to it.",
	because:  "You got this because this address was given for the receipt of a declaration.",
	declared: "You declared", ordinary: "Ordinary cancellation", extraordinary: "Extraordinary cancellation, for an important reason",
	withdrawal: "Withdrawal from the contract",
	name:       "Name", contract: "Contract", end: "Contract ends, as you asked", soonest: "As soon as possible",
	email: "Receipt sent to", received: "Received",
	reason: "Reason", comment: "Comment", reference: "Reference",
	contact: "Questions? Reply to this email.", contactCall: "Questions? Reply to this email or call",
}

var statutoryGerman = statutoryText{
	cancelled: "Ihre Kündigung ist eingegangen", withdrawn: "Ihr Widerruf ist eingegangen",
	confirms: "Hiermit bestätigen wir den Eingang Ihrer Erklärung, nicht das Bestehen eines Vertrags.",
	keep:     "Bewahren Sie diese E-Mail als Bestätigung auf.",
	notYou:   "Das waren nicht Sie? Jemand hat diese Adresse in einem öffentlichen Formular angegeben. Sie können diese E-Mail ignorieren oder darauf antworten.",
	because:  "Sie erhalten diese E-Mail, weil diese Adresse für die Bestätigung einer Erklärung angegeben wurde.",
	declared: "Ihre Erklärung", ordinary: "Ordentliche Kündigung", extraordinary: "Außerordentliche Kündigung aus wichtigem Grund",
	withdrawal: "Widerruf des Vertrags",
	name:       "Name", contract: "Vertrag", end: "Gewünschtes Vertragsende", soonest: "Zum nächstmöglichen Zeitpunkt",
	email: "Bestätigung gesendet an", received: "Eingegangen",
	reason: "Kündigungsgrund", comment: "Anmerkung", reference: "Kennzeichen",
	contact: "Fragen? Antworten Sie auf diese E-Mail.", contactCall: "Fragen? Antworten Sie auf diese E-Mail, oder rufen Sie uns an:",
}
