package gallery

import "github.com/latchkey-portal/latchkey/views/mail"

// statutoryMails are the receipts of the public forms.
func statutoryMails() []Mail {
	return []Mail{
		{"statutory-cancel", mail.Statutory(statutoryWords())},
		{"statutory-cancel-german", mail.Statutory(statutoryGerman())},
		{"statutory-withdraw", mail.Statutory(statutoryWithdrawal())},
		{"statutory-withdraw-german", mail.Statutory(statutoryWithdrawalGerman())},
		{"statutory-hostile", mail.Statutory(statutoryHostile())},
	}
}

func statutoryWords() mail.StatutoryWords {
	return mail.StatutoryWords{
		Sender: northwindSender, Reference: "R7M2-40XD",
		At:   "Sunday 22 November 2026 at 16:07 (Europe/Copenhagen), 2026-11-22T16:07:12+01:00",
		Name: "Anna Pedersen", Contract: "Team plan, order 20417", Email: "anna@harbourpine.example", End: "Thursday 31 December 2026",
	}
}

func statutoryGerman() mail.StatutoryWords {
	w := statutoryWords()
	w.Lang = "de"
	w.At = "Sonntag, 22. November 2026 um 16:07 (Europe/Copenhagen), 2026-11-22T16:07:12+01:00"
	w.Name, w.Contract, w.End = "Jörg Groß", "Teamplan, Bestellung 20417", ""
	w.Cause, w.Reason = true, "Der Dienst ist seit dem 3. November 2026 nicht erreichbar.\nNiemand konnte mir sagen, wann er wieder läuft."
	return w
}

func statutoryWithdrawal() mail.StatutoryWords {
	w := statutoryWords()
	w.Sender = mail.Sender{Lang: "en-GB", Dir: "ltr", Merchant: "Fjordlight Software"}
	w.Withdrawn, w.Comment = true, "Please confirm."
	return w
}

func statutoryWithdrawalGerman() mail.StatutoryWords {
	w := statutoryGerman()
	w.Sender.Phone, w.Sender.PhoneHref = "", ""
	w.Withdrawn, w.Cause, w.Reason = true, false, ""
	return w
}

// statutoryHostile is what somebody types who wants the mail to be theirs.
func statutoryHostile() mail.StatutoryWords {
	w := statutoryWords()
	w.Name = `<a href="https://evil.example/">Win</a>`
	w.Contract = "www.evil.example/prize \u202egnp.exe"
	w.Cause, w.Reason = true, "You have won.\n\nClaim it at https://evil.example/claim?id=1 or mail win@evil.example"
	return w
}
