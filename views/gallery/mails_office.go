package gallery

import "github.com/latchkey-portal/latchkey/views/mail"

// officeMails go to the seller's own people.
func officeMails() []Mail {
	return []Mail{
		{"office-cancel", mail.OfficeNew(officeCopy(cancelWords(), true))},
		{"office-upgrade", mail.OfficeNew(officeUpgrade())},
		{"office-correct-billing", mail.OfficeNew(officeCopy(correctionWords(), false))},
		{"office-public-form", mail.OfficeNew(officePublic())},
		{"office-lapsed", mail.OfficeLapsed(officeUpgrade())},
		{"office-taken-back", mail.OfficeTakenBack(officeUpgrade())},
		{"office-ended", mail.OfficeEnded(officeUpgrade())},
		{"office-paid", mail.OfficeSettled(officePaid())},
	}
}

func officeCopy(w mail.BillingWords, declared bool) mail.OfficeWords {
	return mail.OfficeWords{
		BillingWords: w, Customer: "Harbour & Pine ApS, customer 71", Email: "anna@harbourpine.example",
		Decision: "dec_01JDA8Q3Z7", Declared: declared,
	}
}

func officeUpgrade() mail.OfficeWords {
	w := officeCopy(upgradeWords(), false)
	w.Facts = append(w.Facts, mail.Fact{Name: "Item", Value: "1"}, mail.Fact{Name: "Offer", Value: "s12:34"})
	return w
}

func officePublic() mail.OfficeWords {
	b := billed("cancel", "")
	b.Facts = []mail.Fact{
		{Name: "Kind", Value: "extraordinary"}, {Name: "Contract", Value: "Team plan, order 20417"}, {Name: "Name", Value: "Anna Pedersen"},
		{Name: "Email for the receipt", Value: "anna@harbourpine.example"},
	}
	b.Said = []mail.Fact{{Name: "Reason", Value: "The service has been down since 3 November 2026."}}
	w := officeCopy(b, true)
	w.Customer, w.Public = "", true
	return w
}

func officePaid() mail.OfficeWords {
	w := officeCopy(payWords(), false)
	w.Facts = append(w.Facts, mail.Fact{Name: "Amount", Value: "€90.00"})
	return w
}
