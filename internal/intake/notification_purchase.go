package intake

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// purchase reads a purchase, with its customer, its document, and what it says
// of subscriptions.
func (f *form) purchase(out *portal.Notification, n notice, v *part) {
	p := &portal.Purchase{Key: portal.Key{ID: f.id(v, "id", "purchaseid")}, Source: out.Source}
	if p.ID == "" {
		f.refuse("the purchase has no id")
		return
	}
	code, label := v.line("statusid"), v.line("status")
	pay := v.child("paymentinfo")
	p.Status = purchaseStatus(n, code, label)
	p.Currency = f.currency(pay, "currencyid")
	p.CreatedAt = f.time(v, "creationtime")
	p.PONumber = v.line("purchaseordernumber", "purchaseorderno")
	p.Details = portal.PurchaseDetails{
		StatusCode: code, StatusLabel: label, Test: code == testCode,
		ReimbursementID: v.line("reimbursementid"), Merchant: v.line("merchantofrecord"),
		PaidWith: paidWith(pay), Failure: v.child("error").line("text", "message", "description"),
		Billing: contactOf(v.child("billingcontact")), DeliverTo: contactOf(v.child("deliverycontact")),
		Licensee: contactOf(v.child("licenseecontact")),
	}
	f.items(out, n, p, v)
	p.Totals = f.totals(v)
	p.Customer = f.buyer(out, p, v)
	out.Purchase = p
	out.Quote = f.quote(p, v)
	out.Document = f.document(n, p, v)
}

// buyer finds who bought: the customer that is named, or one of the purchase's
// own, so that its page has an address on file.
func (f *form) buyer(out *portal.Notification, p *portal.Purchase, v *part) string {
	id := f.id(v, "customerid")
	if named := v.get("customerreferencenumber", "customerreferenceno"); id == "" && link.ValidID(named) {
		id = named
	}
	contact := v.child("billingcontact")
	if id == "" && contact != nil {
		id = link.PathID("p" + p.ID)
	}
	if id != "" && contact != nil {
		out.Customer = customerOf(id, contact, out.Source)
	}
	for i := range out.Subscriptions {
		out.Subscriptions[i].Customer = id
	}
	return id
}

// paidWith is the payment method in words, never more of a number than four
// digits.
func paidWith(pay *part) string {
	with := pay.line("paymenttype")
	digits := pay.get("cardlastfourdigits")
	if with == "" || digits == "" {
		return with
	}
	return with + " •••• " + digits[max(0, len(digits)-4):]
}

// items reads the items of a purchase and, where they are billed again and
// again, of their subscriptions.
func (f *form) items(out *portal.Notification, n notice, p *portal.Purchase, v *part) {
	for i, item := range v.list("items", "item") {
		it := portal.Item{
			RunningNo: f.whole(item, "runningno", "runningnumber"), ProductID: item.line("productid"),
			Name: nameOf(item), Quantity: f.amount(item, "quantity"), Note: item.line("licenseestring"),
		}
		if it.RunningNo == 0 {
			it.RunningNo = int64(i + 1)
		}
		price := item.child("customerprice")
		single := price.child("productsingleprice", "singleprice")
		it.UnitNet = f.amount(single, "netprice")
		it.TaxPercent = f.amount(single, "vatpercentage")
		it.Net = f.amount(price.child("totalprice"), "netprice")
		if p.Currency == "" {
			p.Currency = f.currency(item, "customercurrencyid")
		}
		if billing := item.child("recurringbilling"); billing != nil {
			f.billedItem(out, n, p, &it, billing)
		}
		p.Items = append(p.Items, it)
	}
}

// nameOf is what a product is called, or at least its id.
func nameOf(item *part) string {
	name := strings.TrimSpace(item.get("productname") + " " + item.get("productnameextension"))
	if name == "" {
		name = item.get("yourproductname", "productid")
	}
	if name == "" {
		name = "Item"
	}
	return cut(name)
}

// totals are those that the message gives for the whole purchase. Where it has
// one item, the item's total is that.
func (f *form) totals(v *part) portal.Totals {
	block := v.child("customertotalprice", "totalprice", "customerprice")
	if items := v.list("items", "item"); block == nil && len(items) == 1 {
		block = items[0].child("customerprice").child("totalprice")
	}
	return portal.Totals{
		Net: f.amount(block, "netprice"), Tax: f.amount(block, "vatprice"), Gross: f.amount(block, "grossprice"),
	}
}

// quote is the state of the offer that the purchase is or was.
func (f *form) quote(p *portal.Purchase, v *part) *portal.Quote {
	accepted := f.time(v, "quotetopurchasetime")
	if p.Status != portal.PurchaseQuoted && accepted.IsZero() {
		return nil
	}
	q := &portal.Quote{Key: p.Key, State: portal.QuoteOpen, ValidUntil: f.date(v, "quotevaliduntil", "validuntil"), Source: p.Source}
	if !accepted.IsZero() {
		q.State, q.DecidedAt = portal.QuoteAccepted, accepted
	}
	return q
}

// document reads what the address of the PDF says: the number from its path,
// the document id from its query.
func (f *form) document(n notice, p *portal.Purchase, v *part) *portal.NotifiedDocument {
	raw := v.get("customerpdfdocumenturl")
	if raw == "" {
		return nil
	}
	d := &portal.NotifiedDocument{
		URL: raw, Currency: p.Currency, StatusCode: p.Details.StatusCode, Test: p.Details.Test, Email: emailOf(p.Details.Billing),
	}
	u, err := url.Parse(raw)
	if err != nil {
		f.refuse("the address of the PDF cannot be read")
		return nil
	}
	_, file, found := strings.Cut(u.Path, "/invoice/")
	number, isPDF := strings.CutSuffix(file, ".pdf")
	if !found || !isPDF || tidy(number) == "" || len(number) > 200 {
		f.refuse("the address of the PDF holds no number: it is not of the form /invoice/{number}.pdf")
		return nil
	}
	d.Number = tidy(number)
	query := u.Query() // a pair that cannot be read is none
	if d.ID = query.Get("documentid"); d.ID != "" && !link.ValidID(d.ID) {
		f.refuse("the document id %q in the address of the PDF cannot stand in a link", shorten(d.ID))
		return nil
	}
	if end, err := strconv.ParseInt(query.Get("e"), 10, 64); err == nil && end > 0 && end <= 4102444800 {
		d.Until = time.Unix(end, 0).UTC()
	}
	d.Kind, d.Announced = documentKind(n, p.Details.StatusCode)
	d.IssuedAt = f.issued(d.Kind, v)
	switch d.Kind {
	case portal.KindInvoice, portal.KindTest, portal.KindPaymentRequest, portal.KindQuote:
		d.Totals = p.Totals
	}
	return d
}

// issued is the moment that fits the kind best.
func (f *form) issued(kind portal.DocumentKind, v *part) time.Time {
	names := []string{"creationtime", "lastmodificationtime"}
	switch {
	case kind.Credit():
		names = []string{"reimbursementtime", "lastmodificationtime"}
	case kind == portal.KindInvoice, kind == portal.KindTest:
		names = []string{"paymentarrivetime", "creationtime", "lastmodificationtime"}
	case kind == portal.KindOther:
		names = []string{"lastmodificationtime", "creationtime"}
	}
	return f.time(v, names...)
}

func emailOf(c *portal.PurchaseContact) string {
	if c == nil {
		return ""
	}
	return c.Email
}
