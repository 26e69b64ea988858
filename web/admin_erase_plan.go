package web

import (
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// plan says what an erasure would do.
func (v settingsVisit) plan(who string, p portal.KnownPerson) *views.ErasePlan {
	about := []views.Hidden{{Name: "who", Value: who}}
	return &views.ErasePlan{
		Who: who, Goes: v.goes(p), Stays: stays(p), URL: v.eraseURL() + "/done",
		After:  "If your billing system or a partner sends the person again, they are here again. Erase them there first.",
		Export: views.PostButton{URL: v.eraseURL() + "/export", Hidden: about, Label: "Download what is kept (JSON)", Icon: views.IconCopy, Hint: "For the person, if they ask for it. Downloads are logged."},
		Hidden: append(about, views.Hidden{Name: seenField, Value: p.Etag()}),
		Number: views.Field{
			Name: "number", Label: "Number of rows, to confirm", Width: 8, Mode: "numeric",
			Hint: views.Plain(countOf(p.Rows(), "row") + " would be changed or deleted. Write the number."),
		},
	}
}

// goes are the rows that would be changed or deleted.
func (v settingsVisit) goes(p portal.KnownPerson) []views.AdminFact {
	var facts []views.AdminFact
	for _, c := range p.Customers {
		said := "The address and who has it are taken out; " + c.Name + " stays"
		if c.Whole {
			said = "Name, addresses, registration number and people are replaced"
		}
		facts = append(facts, views.AdminFact{Name: "Customer " + c.ID, Value: said})
	}
	add := func(name string, n int, what string) {
		if n > 0 {
			facts = append(facts, views.AdminFact{Name: name, Value: strconv.Itoa(n) + ": " + what})
		}
	}
	waiting := 0
	for _, r := range p.Requests {
		if r.Status == portal.Pending {
			waiting++
		}
	}
	add("Live links", len(p.Live), "turned off, and those that other systems signed about the customer with them")
	add("Connection requests", len(p.Requests), "names and addresses taken out; "+strconv.Itoa(waiting)+" waiting, withdrawn where only they could answer")
	add("Invoices", len(p.Invoices), "address and buyer taken out of lists and search")
	add("Orders", len(p.Purchases), "billing, delivery and licence contacts taken out")
	add("Payment methods", len(p.Methods), "labels taken out")
	add("Mails", len(p.Mails), "the address taken out; those that wait are not sent")
	add("Notes", len(p.Notes), "deleted")
	add("Visits", len(p.Visits), "deleted")
	add("Addresses we do not mail", len(p.Held), "kept as a digest, so that the address still gets no mail")
	return facts
}

// stays is what an erasure leaves, and why.
func stays(p portal.KnownPerson) []views.PreviewLine {
	line := func(where, why string) views.PreviewLine {
		return views.PreviewLine{Where: where, Text: views.Plain(why)}
	}
	held := 0
	for _, r := range p.Requests {
		if r.Status == portal.Pending || r.Status == portal.RequestExpired || r.Status == portal.Declined {
			held++
		}
	}
	return []views.PreviewLine{
		line("Decisions and receipts", strconv.Itoa(len(p.Decisions)+len(p.Answers))+" found. Proof of what was declared, with the address that it came from; so are declarations on the public forms. What still waits for an answer is answered by mail. The database refuses to change them (article 17 (3) (e))."),
		line("Invoices and credit notes", countOf(len(p.Invoices), "invoice")+" as issued, with the name on them, and what was read from them. Tax law has you keep them (article 17 (3) (b))."),
		line("Events", "What was sent to other systems, with the names that it had. They are numbered and never change."),
		line("Audit trail", "Ids and figures, no names and no addresses."),
		line("Cases of partners", "They are about others, and the partner’s. Of requests that wait or ran out: "+strconv.Itoa(held)+"."),
		line("Files of imports, and notifications", "As they came; notifications are sealed. They go by the periods of the settings."),
		line("Backups", "Copies of the database that were made before. Restore one, and the person is there again."),
	}
}

// peopleOf are the names and addresses of a customer's people.
func peopleOf(c portal.Customer) []string {
	var all []string
	for _, u := range c.Users {
		all = append(all, strings.TrimSpace(u.Name+" <"+u.Email+">"))
	}
	return all
}
