package portal

import (
	"fmt"
	"slices"
	"strings"
)

func (c Customer) normal() Record {
	c.ID = bareID(c.ID, "c")
	c.Email = strings.TrimSpace(c.Email)
	return c
}

func (p Purchase) normal() Record {
	p.Customer = bareID(p.Customer, "c")
	p.Items = slices.Clone(p.Items)
	for i := range p.Items {
		p.Items[i].Subscription = bareID(p.Items[i].Subscription, "S")
	}
	return p
}

func (s Subscription) normal() Record {
	s.ID, s.Customer = bareID(s.ID, "S"), bareID(s.Customer, "c")
	return s
}

func (o Offer) normal() Record {
	o.Subscription = bareID(o.Subscription, "S")
	return o
}

func (q Quote) normal() Record { return q }

func (m PaymentMethod) normal() Record {
	m.Customer = bareID(m.Customer, "c")
	if m.State == "" {
		m.State = "valid"
	}
	return m
}

func (d IssuedDocument) normal() Record {
	d.Customer = bareID(d.Customer, "c")
	if d.Details.State == "issued" {
		d.Details.State = ""
	}
	return d
}

// bareID is an id without the prefix that it has in paths, if what is left of
// it is a number.
func bareID(id, prefix string) string {
	digits, had := strings.CutPrefix(id, prefix)
	if had && digits != "" && strings.Trim(digits, "0123456789") == "" {
		return digits
	}
	return id
}

func (p Purchase) check(l *checklist) {
	l.id("id", p.ID)
	l.ref("customer", p.Customer)
	l.need("status", p.Status)
	l.totals("totals", p.Totals)
	l.money(p.Currency, p.Totals.Net, p.Totals.Gross, p.Totals.Due)
	l.text("poNumber", p.PONumber)
	l.time("createdAt", p.CreatedAt)
	l.source(p.Source)
	l.count("items", len(p.Items), maxItems)
	seen := map[int64]bool{}
	for i, item := range p.Items {
		at := fmt.Sprintf("items[%d].", i)
		l.running(at+"runningNo", item.RunningNo, seen)
		l.need(at+"name", item.Name)
		l.text(at+"productId", item.ProductID)
		l.amount(at+"quantity", item.Quantity)
		l.amount(at+"unitNet", item.UnitNet)
		l.amount(at+"taxPercent", item.TaxPercent)
		l.amount(at+"net", item.Net)
		l.long(at+"note", item.Note)
		l.ref(at+"subscription", item.Subscription)
	}
	p.Details.check(l)
}

// running checks a running number, which is unique in its list.
func (l *checklist) running(field string, n int64, seen map[int64]bool) {
	if n < 1 || seen[n] {
		l.say(field, "must be 1 or more, and another for every item")
	}
	seen[n] = true
}

func (d PurchaseDetails) check(l *checklist) {
	l.text("statusCode", d.StatusCode)
	l.text("statusLabel", d.StatusLabel)
	l.date("withdrawUntil", d.WithdrawUntil)
	l.text("reimbursementId", d.ReimbursementID)
	l.text("merchant", d.Merchant)
	l.text("paidWith", d.PaidWith)
	l.masked("paidWith", d.PaidWith)
	l.text("paymentReference", d.PaymentReference)
	l.long("delivery", d.Delivery)
	l.long("failure", d.Failure)
	l.long("passThrough", d.PassThrough)
	l.contact("billing", d.Billing)
	l.contact("deliverTo", d.DeliverTo)
	l.contact("licensee", d.Licensee)
}

func (l *checklist) contact(field string, c *PurchaseContact) {
	if c == nil {
		return
	}
	l.text(field+".company", c.Company)
	l.text(field+".name", c.Name)
	l.text(field+".email", c.Email)
	l.text(field+".city", c.City)
	l.text(field+".postalCode", c.PostalCode)
	l.text(field+".country", c.Country)
	l.texts(field+".lines", c.Lines)
}

func (l *checklist) texts(field string, list []string) {
	l.count(field, len(list), maxLines)
	for i, value := range list {
		l.text(fmt.Sprintf("%s[%d]", field, i), value)
	}
}

func (s Subscription) check(l *checklist) {
	d := s.Details
	l.id("id", s.ID)
	l.ref("customer", s.Customer)
	l.ref("purchase", s.Purchase)
	l.need("status", s.Status)
	l.totals("next", d.Next)
	l.amount("open", d.Open)
	l.money(s.Currency, d.Next.Net, d.Next.Gross, d.Open)
	l.source(s.Source)
	l.text("statusCode", d.StatusCode)
	l.text("statusLabel", d.StatusLabel)
	if d.Renewal != "" && d.Renewal != "auto" && d.Renewal != "manual" {
		l.say("renewal", "is neither auto nor manual")
	}
	l.interval("interval", d.Interval)
	l.time("startedAt", d.StartedAt)
	l.time("nextBillingAt", d.NextBillingAt)
	l.time("endsAt", d.EndsAt)
	l.time("failedAt", d.FailedAt)
	l.ref("method", d.Method)
	l.date("minTermEnd", d.MinTermEnd)
	l.date("noticeBy", d.NoticeBy)
	l.long("pending", d.Pending)
	l.long("passThrough", d.PassThrough)
	l.count("items", len(s.Items), maxItems)
	seen := map[int64]bool{}
	for i, item := range s.Items {
		at := fmt.Sprintf("items[%d].", i)
		l.running(at+"runningNo", item.RunningNo, seen)
		item.check(l, at)
	}
}

func (i SubscriptionItem) check(l *checklist, at string) {
	l.need(at+"name", i.Name)
	l.text(at+"status", i.Status)
	l.text(at+"productId", i.ProductID)
	l.amount(at+"quantity", i.Quantity)
	l.amount(at+"min", i.Min)
	l.amount(at+"max", i.Max)
	l.amount(at+"step", i.Step)
	l.amount(at+"unitNet", i.UnitNet)
	l.count(at+"actions", len(i.Actions), maxLines)
	l.count(at+"intervals", len(i.Intervals), maxLines)
	for n, other := range i.Intervals {
		l.interval(fmt.Sprintf("%sintervals[%d]", at, n), other)
	}
}
