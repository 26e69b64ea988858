package web

import (
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// invoiceView is the page of an invoice or credit note. Every figure on it is
// the issuer's.
func (d *deed) invoiceView(i *invoicePage) views.Invoice {
	p, inv := d.p, i.open.Invoice
	state := inv.Pay(p.today(p.now))
	page := views.Invoice{
		Frame: p.page("document", p.invoiceTitle(inv, state)), Heading: inv.Title(),
		Amount: p.headline(inv, state), Badge: p.payBadge(inv, state), Pay: p.paySentence(inv, state),
		Callouts: append(p.flags(inv), p.copyCallout(inv)...), Downloads: d.downloads(i.open),
		References: p.references(inv), Lines: p.lines(inv, state), Tasks: d.invoiceTasks(i),
	}
	if c := inv.Content; c != nil {
		page.Payment = p.payment(c, state)
		page.Parties = p.parties(c)
		page.Notes = p.notes(c)
	}
	if state != portal.PayCredit {
		page.AsOf = p.asOf(inv.AsOf)
	}
	p.invoiceState(i.open, &page)
	page.Callouts = append(page.Callouts, d.underWay(i.open.Decisions)...)
	if i.open.Offered.Can(portal.ActionPay) {
		pay := d.payButton(inv.Totals.Due, inv.Currency)
		page.PayNow, page.Hint = &pay, views.Plain(p.atProvider())
	}
	if len(page.Downloads) == 0 || i.open.Fetching {
		page.Hint = append(page.Hint, views.Words(" The PDF is being prepared. Try again in a few minutes."))
	}
	documents := d.documents("All documents for this purchase", i.open.History)
	if i.open.CreditMissing {
		documents.Note = views.Plain(creditMissing)
	}
	if len(documents.Items) > inStub {
		page.Documents, documents = documents, nil
	}
	page.Frame.Stub = p.stub(documents, inv.Reference)
	return page
}

// invoiceTitle says the outcome first: a tab or a screen reader tells the
// amount before the page is read.
func (p presenter) invoiceTitle(inv portal.Invoice, state portal.PayState) string {
	amount := p.money(inv.Totals.Due, inv.Currency)
	switch state {
	case portal.PaySettled:
		return inv.Title() + ", paid"
	case portal.PayCredit:
		return inv.Title() + ", " + p.money(total(inv), inv.Currency)
	case portal.PayOverdue:
		return inv.Title() + ", " + amount + " overdue since " + p.locale.Date(string(inv.DueOn))
	case portal.PayDue, portal.PayPart:
		if inv.DueOn == "" {
			return inv.Title() + ", " + amount
		}
		return inv.Title() + ", " + amount + " due " + p.locale.Date(string(inv.DueOn))
	}
	return inv.Title()
}

func total(inv portal.Invoice) portal.Amount {
	if inv.Totals.Gross != "" {
		return inv.Totals.Gross
	}
	return inv.Totals.Due
}

func (p presenter) headline(inv portal.Invoice, state portal.PayState) string {
	switch state {
	case portal.PaySettled, portal.PayCredit, portal.PayUnknown:
		return p.money(total(inv), inv.Currency)
	}
	return p.money(inv.Totals.Due, inv.Currency)
}

func (p presenter) payBadge(inv portal.Invoice, state portal.PayState) views.Badge {
	if inv.Kind == portal.KindTest {
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconInfo, Word: "Test"}
	}
	switch state {
	case portal.PaySettled:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Paid"}
	case portal.PayOverdue:
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Overdue"}
	case portal.PayPart:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Part paid"}
	case portal.PayCredit:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Credit note"}
	case portal.PayDue:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: p.dueWord(inv)}
	}
	return views.Badge{}
}

// dueWord is "Due in 8 days", or "Due today". A date that says nothing about
// today is only "Due".
func (p presenter) dueWord(inv portal.Invoice) string {
	due, err := time.ParseInLocation(time.DateOnly, string(inv.DueOn), p.zone)
	if err != nil {
		return "Due"
	}
	today, _ := time.ParseInLocation(time.DateOnly, string(p.today(p.now)), p.zone) // made by this program
	switch days := int(due.Sub(today).Hours()+12) / 24; {
	case days <= 0:
		return "Due today"
	case days == 1:
		return "Due tomorrow"
	case days > 60:
		return "Due"
	default:
		return "Due " + p.locale.In(time.Duration(days)*24*time.Hour+time.Hour)
	}
}

func (p presenter) paySentence(inv portal.Invoice, state portal.PayState) views.Text {
	due := views.Time(p.locale.DateLong(string(inv.DueOn)), string(inv.DueOn))
	switch {
	case inv.Kind == portal.KindTest:
		return views.Plain("Test. No payment is needed.")
	case state == portal.PaySettled:
		return views.Plain("Nothing is left to pay.")
	case state == portal.PayCredit:
		return views.Plain("You do not need to pay this. The amount is credited to you.")
	case state == portal.PayOverdue:
		return views.Text{views.Words("This was due on "), due, views.Words(". If you have paid, you do not need to do anything.")}
	case state == portal.PayPart && inv.DueOn != "":
		return views.Text{views.Words(p.money(inv.Totals.Paid, inv.Currency) + " is paid. Pay the rest by "), due, views.Words(p.byMeans(inv) + ".")}
	case state == portal.PayDue && inv.DueOn != "":
		return views.Text{views.Words("Pay by "), due, views.Words(p.byMeans(inv) + ".")}
	}
	return nil
}

// byMeans is " by bank transfer", where the document names one way to pay.
func (p presenter) byMeans(inv portal.Invoice) string {
	if inv.Content == nil || len(inv.Content.Means) != 1 {
		return ""
	}
	name := p.meansName(portal.Means{Code: inv.Content.Means[0].Code})
	if name == "" {
		return ""
	}
	if !strings.HasPrefix(name, "SEPA") {
		name = lowerFirst(name)
	}
	return " by " + name
}

// flags tells of figures that do not fit together, calmly: they are shown as
// the issuer wrote them.
func (p presenter) flags(inv portal.Invoice) []views.Callout {
	if len(inv.Flags) == 0 {
		return nil
	}
	var said []string
	for _, f := range inv.Flags {
		said = append(said, f.Detail)
	}
	return []views.Callout{{
		Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "Some figures do not add up",
		Text: views.Plain(strings.Join(said, " ") + " We show the figures of " + p.account.Name +
			" as they are. If you are not sure what to pay, ask them."),
	}}
}

// downloads puts the original first: the issuer's PDF, or the e-invoice where
// the PDF is only a copy.
func (d *deed) downloads(open portal.OpenInvoice) []views.Download {
	button := func(label, form string, icon views.Icon) views.Download {
		b := views.Download{Label: label, Icon: icon}
		if b.URL, b.Asks = d.fileURL(d.path(), d.p.query, form, true); b.Asks {
			b.Label = strings.Replace(strings.Replace(label, "Download a", "Show a", 1), "Download", "Show the", 1)
		}
		return b
	}
	xml := button("E-invoice (XML)", "xml", "")
	_, hasXML := open.Document.XML()
	if _, ok := open.Document.Part(portal.PartPDF); ok {
		list := []views.Download{button("Download PDF", "pdf", views.IconDownload)}
		if hasXML {
			list = append(list, xml)
		}
		return list
	}
	switch {
	case !hasXML:
		return nil
	case open.Fetching: // a copy would only stand in for what is on its way
		return []views.Download{xml}
	}
	return []views.Download{button("Download a copy (PDF)", "pdf", views.IconDownload), xml}
}

func (p presenter) references(inv portal.Invoice) []views.Fact {
	facts := rows(fact("Date", p.locale.Date(string(inv.IssuedOn))), fact("Due", p.locale.Date(string(inv.DueOn))))
	c := inv.Content
	if c == nil {
		return facts
	}
	for _, ref := range c.References {
		facts = append(facts, code(p.locale.ReferenceLabel(ref.Kind), ref.ID))
	}
	for _, before := range c.Preceding {
		text := before.Number
		if before.IssuedOn != "" {
			text += " of " + p.locale.Date(string(before.IssuedOn))
		}
		facts = append(facts, fact("Refers to", text))
	}
	facts = append(facts, rows(
		fact("Period", p.locale.Period(string(c.PeriodStart), string(c.PeriodEnd))),
		fact("Tax point", p.locale.Date(string(c.TaxPointOn))),
		fact("Delivered", p.locale.Date(string(c.Delivery.On))),
	)...)
	for _, s := range c.Supporting {
		facts = append(facts, fact("Enclosed", joined(", ", s.ID, s.Description, s.Filename, s.URL)))
	}
	return facts
}

func (p presenter) notes(c *portal.Content) views.Notes {
	notes := views.Notes{Heading: "Notes"}
	for _, n := range c.Notes {
		text := n.Text
		if n.Subject != "" {
			text = p.locale.NoteSubject(n.Subject) + ": " + text
		}
		notes.Paragraphs = append(notes.Paragraphs, text)
	}
	if c.PaymentTerms != "" {
		notes.Paragraphs = append(notes.Paragraphs, "Payment terms: "+c.PaymentTerms)
	}
	return notes
}

// joined joins what is there.
func joined(sep string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, sep)
}
