package web

import (
	"encoding/json"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// personFileOf puts what is kept of a person into a file.
func personFileOf(p portal.KnownPerson, now time.Time) personFile {
	f := personFile{
		Account: p.Account, MadeAt: now.UTC(), Addresses: p.Addresses,
		NotIncluded: "Invoices as files, cases of partners, events sent to other systems, imports and notifications as they came.",
	}
	for _, c := range p.Customers {
		f.Customers = append(f.Customers, customerFact{c.ID, c.Name, c.Type, c.Country, c.Locale, c.Email, c.RegistrationNumber, peopleOf(c.Customer)})
	}
	for _, inv := range p.Invoices {
		f.Invoices = append(f.Invoices, invoiceFact{inv.Number, inv.IssuedOn, inv.Email, inv.Currency, inv.Totals})
	}
	for _, o := range p.Purchases {
		f.Orders = append(f.Orders, orderFact{o.ID, o.Status, o.CreatedAt, o.Items, o.Details})
	}
	for _, m := range p.Methods {
		f.Methods = append(f.Methods, methodFact{m.ID, m.Label, string(m.State)})
	}
	for _, r := range p.Requests {
		fact := requestFact{ID: r.ID, Partner: r.Partner, Tenant: r.Tenant, State: string(r.Status), Email: r.Email, Person: r.LinkRequest.Person, CreatedAt: r.CreatedAt}
		if json.Valid([]byte(r.Submitted)) {
			fact.Submitted = json.RawMessage(r.Submitted)
		}
		f.Requests = append(f.Requests, fact)
	}
	for _, a := range p.Answers {
		f.Answers = append(f.Answers, answerFact{a.Request, string(a.Choice), a.Reason, a.Network, a.UserAgent, a.At})
	}
	for _, d := range p.Decisions {
		f.Decisions = append(f.Decisions, decisionFact{d.Reference, string(d.Action), string(d.State), d.Change, d.Shown, d.Email, d.Network, d.UserAgent, d.CreatedAt})
	}
	about := func(k portal.ObjectKey) string { return string(k.Kind) + " " + k.ID }
	for _, m := range p.Mails {
		f.Mails = append(f.Mails, mailFact{m.To, m.Template, about(m.Object), string(m.State), m.CreatedAt})
	}
	for _, n := range p.Notes {
		f.Notes = append(f.Notes, noteFact{about(n.Object), n.Text, n.CreatedAt})
	}
	for _, visit := range p.Visits {
		f.Visits = append(f.Visits, visitFact{about(visit.Object), string(visit.Who), visit.Page, visit.Client, visit.First, visit.Last, visit.Count})
	}
	for _, held := range p.Held {
		f.NotMailed = append(f.NotMailed, notMailedFact{held.Email, string(held.Reason), held.At})
	}
	return f
}
