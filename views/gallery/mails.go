package gallery

import (
	"slices"

	"github.com/latchkey-portal/latchkey/views/mail"
)

// Mail is one mail in one state.
type Mail struct {
	Name    string
	Message mail.Message
}

// Mails returns all mails.
func Mails() []Mail {
	return slices.Concat(documentMails(), approvalMails(), pageMails(), billingMails(), officeMails(), statutoryMails())
}

// documentMails are the mails about documents.
func documentMails() []Mail {
	return []Mail{
		{"invoice", mail.Invoice(mail.InvoiceWords{
			Sender:    northwindSender,
			LinkWords: link("/northwind/invoice/INV-2026-0417"),
			Greeting:  "Hello Anna,",
			Number:    "INV-2026-0417", Amount: "€1,309.00", Due: "30 November 2026",
		})},
		{"invoice-bare", mail.Invoice(mail.InvoiceWords{
			Sender:    mail.Sender{Lang: "en-GB", Dir: "ltr", Merchant: "Fjordlight Software"},
			LinkWords: link("/fjordlight/invoice/INV-2026-0417"),
			Number:    "INV-2026-0417", Amount: "€1,309.00",
		})},
		{"new-link", mail.NewLink(mail.NewLinkWords{
			Sender:    northwindSender,
			LinkWords: link("/northwind/invoice/INV-2026-0417"),
			Greeting:  "Hello Anna,",
			AskedAt:   "Sunday 22 November 2026 at 16:07",
			Subject:   "invoice INV-2026-0417",
		})},
		{"new-link-unasked", mail.NewLink(mail.NewLinkWords{
			Sender:    northwindSender,
			LinkWords: link("/northwind/invoice/INV-2026-0417"),
			Subject:   "invoice INV-2026-0417",
		})},
	}
}

var northwindSender = mail.Sender{
	Lang: "en-GB", Dir: "ltr",
	Merchant: "Northwind Collect", Colour: "#635BFF",
	Phone: "+45 70 10 02 00", PhoneHref: "tel:+4570100200",
	Legal: "Northwind Collect A/S, Havnegade 12, 1058 Copenhagen K",
}

func link(path string) mail.LinkWords {
	return mail.LinkWords{
		URL:   "https://pay.example" + path + "?s=1795187100&e=1795791900&k=a1&c=0123456789abcdef0123456789abcdef",
		Until: "Friday 27 November 2026 at 16:05", UntilAt: "2026-11-27T16:05:00+01:00",
		Zone: "Copenhagen time", Reference: "7F3Q-2M9D",
	}
}
