package intake_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func sampleNotification(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/notifications/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// single reads a message of one notification that can be taken.
func single(t *testing.T, body []byte) portal.Notification {
	t.Helper()
	all, err := intake.ReadNotifications(body)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Fault != nil {
		t.Fatalf("%d notifications, the first with fault %v", len(all), all[0].Fault)
	}
	return all[0]
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestANotificationSaysTheSameInXMLAndJSON(t *testing.T) {
	fromXML, fromJSON := single(t, sampleNotification(t, "paid.xml")), single(t, sampleNotification(t, "paid.json"))
	if !reflect.DeepEqual(fromXML, fromJSON) {
		t.Errorf("XML says %+v\nJSON says %+v", fromXML, fromJSON)
	}
	p := fromXML.Purchase
	want := portal.Purchase{
		Key: portal.Key{ID: "366332011"}, Customer: "49001", Status: portal.PurchasePaid, Currency: "EUR",
		Totals: portal.Totals{Net: "100.00", Tax: "19.00", Gross: "119.00"},
		Items: []portal.Item{{
			RunningNo: 1, ProductID: "1001", Name: "Harbour Suite Team", Quantity: "3", UnitNet: "33.333", TaxPercent: "19", Net: "100.00",
			Subscription: "49694473", SubscriptionItem: 1,
		}},
		Details: portal.PurchaseDetails{
			StatusCode: "PAY", StatusLabel: "Paid", Merchant: "Billing Example AG", PaidWith: "Visa •••• 4242",
			Billing: &portal.PurchaseContact{
				Company: "Brandt & Söhne GmbH", Name: "Ute Brandt", Email: "ute@brandt.example", Lines: []string{"Hafenstraße 12"},
				City: "Hamburg", PostalCode: "20457", Country: "DE",
			},
			Licensee: &portal.PurchaseContact{Name: "Jens Wolter", Email: "jens@brandt.example"},
		},
		Source:    portal.Source{ModifiedAt: at("2026-03-01T23:30:01.5Z")},
		CreatedAt: at("2026-03-01T10:00:00.123456Z"),
	}
	if !reflect.DeepEqual(*p, want) {
		t.Errorf("the purchase is %+v\nwant %+v", *p, want)
	}
	sub := fromXML.Subscriptions[0]
	if sub.ID != "49694473" || sub.Status != portal.SubscriptionActive || sub.Purchase != "366332011" || sub.Customer != "49001" ||
		sub.Details.Renewal != "auto" || sub.Details.Interval.Months != 12 || !sub.Details.NextBillingAt.Equal(at("2027-03-01T00:00:00Z")) ||
		len(sub.Items) != 1 || sub.Items[0].Status != "active" {
		t.Errorf("the subscription is %+v", sub)
	}
	if c := fromXML.Customer; c.ID != "49001" || c.Name != "Brandt & Söhne GmbH" || c.Email != "ute@brandt.example" || c.Locale != "de-DE" {
		t.Errorf("the customer is %+v", c)
	}
	d := fromXML.Document
	if d.ID != "223681701" || d.Number != "ABC-123456789" || d.Kind != portal.KindInvoice || !d.Announced ||
		!d.IssuedAt.Equal(at("2026-03-01T23:30:00Z")) || d.Until.Unix() != 1774999800 || d.Totals.Gross != "119.00" {
		t.Errorf("the document is %+v", d)
	}
}

// minimalNotification is a notification of a kind with a status code.
func minimalNotification(kind, code string) string {
	return fmt.Sprintf(`<x:%s xmlns:x="urn:any"><x:Purchase x:Id="7"><x:Status>As it is called</x:Status><x:StatusId>%s</x:StatusId>`+
		`<x:LastModificationTime>2026-03-01T10:00:00Z</x:LastModificationTime>`+
		`<x:CustomerPdfDocumentUrl>https://f.example/invoice/N-7.pdf?documentid=77</x:CustomerPdfDocumentUrl></x:Purchase></x:%s>`, kind, code, kind)
}

// Case 54: a code that nobody told us is shown as it came.
func TestKindsAndCodesBecomeStates(t *testing.T) {
	for _, c := range []struct {
		kind, code, status string
		document           portal.DocumentKind
		announced          bool
	}{
		// The ten documents of a purchase's history.
		{"NewOfflinePaymentPurchaseNotification", "WOF", portal.PurchaseAwaitingPayment, portal.KindPaymentRequest, true},
		{"PaidOrderNotification", "PAY", portal.PurchasePaid, portal.KindInvoice, true},
		{"NewPurchaseOrderNotification", "WPO", portal.PurchaseOpen, portal.KindInvoice, true},
		{"RefundNotification", "REF", portal.PurchaseRefunded, portal.KindCreditFull, true},
		{"PartialRefundNotification", "PPR", portal.PurchasePartiallyRefunded, portal.KindCreditPartial, true},
		{"ChargebackNotification", "PAY", portal.PurchaseChargedBack, portal.KindCreditChargeback, true},
		{"PaidOrderNotification", "TST", portal.PurchasePaid, portal.KindTest, true},
		{"QuoteNotification", "XQ", portal.PurchaseQuoted, portal.KindQuote, true},
		{"ReturnDirectDebitNotification", "WPO", portal.PurchaseDebitReturned, portal.KindCreditDebit, true},
		{"VatRefundNotification", "PPR", portal.PurchasePartiallyRefunded, portal.KindCreditVAT, true},
		// Codes.
		{"PendingNotification", "NST_ECR", portal.PurchasePending, portal.KindOther, false},
		{"PendingNotification", "NST_HLD", portal.PurchaseOnHold, portal.KindOther, false},
		{"AwaitingNotification", "PEN", portal.PurchasePending, portal.KindOther, false},
		{"PaidOrderNotification", "AUT_ACC", portal.PurchasePaid, portal.KindInvoice, true},
		{"HoldNotification", "HLD", portal.PurchaseOnHold, portal.KindOther, false},
		{"CanceledNotification", "", portal.PurchaseCancelled, portal.KindOther, false},
		{"OnlinePaymentDeclined", "", portal.PurchaseRejected, portal.KindOther, false},
		{"RejectedNotification", "", portal.PurchaseRejected, portal.KindOther, false},
		// Sent again when more had happened since.
		{"PaidOrderNotification", "REF", portal.PurchaseRefunded, portal.KindCreditFull, true},
		{"SubscriptionReminderChargeNotification", "PAY", portal.PurchasePaid, portal.KindOther, false},
		// Nobody told us.
		{"PaidOrderNotification", "ZZZ", "As it is called", portal.KindInvoice, true},
		{"SomethingNewNotification", "PAY", portal.PurchasePaid, portal.KindOther, false},
	} {
		n := single(t, []byte(minimalNotification(c.kind, c.code)))
		if n.Purchase.Status != c.status || n.Document.Kind != c.document || n.Document.Announced != c.announced {
			t.Errorf("%s with %s: %s, %s announced %t; want %s, %s %t", c.kind, c.code, n.Purchase.Status, n.Document.Kind, n.Document.Announced,
				c.status, c.document, c.announced)
		}
		if n.Purchase.Details.StatusCode != c.code || n.Purchase.Details.StatusLabel != "As it is called" {
			t.Errorf("%s: the code and the label are not kept as they came: %+v", c.kind, n.Purchase.Details)
		}
		if n.Purchase.Details.Test != (c.code == "TST") {
			t.Errorf("%s with %s: test is %t", c.kind, c.code, n.Purchase.Details.Test)
		}
	}
}

func TestSubscriptionCodesBecomeStates(t *testing.T) {
	for _, c := range []struct{ kind, code, label, renewal, want string }{
		{"PaidOrder", "ACT", "", "Automatic", portal.SubscriptionActive},
		{"PaidOrder", "DEA", "", "Automatic", portal.SubscriptionEnding},
		{"PaidOrder", "DEA", "", "Manual", portal.SubscriptionAwaitingRenewal},
		{"PaidOrder", "FIN", "", "", portal.SubscriptionFinished},
		{"PaidOrder", "GRA", "", "", portal.SubscriptionGrace},
		{"PaidOrder", "HLD", "", "", portal.SubscriptionOnHold},
		{"PaidOrder", "NEW", "", "", portal.SubscriptionNew},
		{"PaidOrder", "HBC", "", "", portal.SubscriptionExternal},
		{"PaidOrder", "QQQ", "Frozen", "", "Frozen"},
		{"PaidOrder", "QQQ", "", "", "QQQ"},
		{"RecurringBillingCanceled", "", "", "", portal.SubscriptionEnding},
		{"RecurringBillingOnHold", "", "", "", portal.SubscriptionOnHold},
		{"RecurringBillingGracePeriod", "", "", "", portal.SubscriptionGrace},
		{"RecurringBillingReinstated", "", "", "", portal.SubscriptionActive},
	} {
		body := fmt.Sprintf(`{"meta":{"type":"%sNotification"},"purchaseId":7,"statusId":"PAY","items":[{"productName":"A","recurringBilling":`+
			`{"subscriptionId":"S9","statusId":%q,"status":%q,"renewalType":%q,"nextBillingDate":"2027-01-01"}}]}`, c.kind, c.code, c.label, c.renewal)
		sub := single(t, []byte(body)).Subscriptions[0]
		if sub.Status != c.want {
			t.Errorf("%+v: %s", c, sub.Status)
		}
		ends := c.want == portal.SubscriptionEnding || c.want == portal.SubscriptionAwaitingRenewal
		if ends == sub.Details.EndsAt.IsZero() || ends == !sub.Details.NextBillingAt.IsZero() {
			t.Errorf("%+v: ends %v, next bill %v", c, sub.Details.EndsAt, sub.Details.NextBillingAt)
		}
	}
}

// Case 56: an item that ends does not end its subscription.
func TestAnItemEndsByItself(t *testing.T) {
	body := `{"meta":{"type":"RecurringBillingCanceledNotification"},"purchaseId":7,"statusId":"PAY","items":[
		{"runningNumber":1,"productName":"A","recurringBilling":{"subscriptionId":"S9","subscriptionItemRunningNo":1,"statusId":"ACT","itemStatusId":"DEA"}},
		{"runningNumber":2,"productName":"B","recurringBilling":{"subscriptionId":"S9","subscriptionItemRunningNo":2,"statusId":"ACT","itemStatusId":"ACT"}}]}`
	subs := single(t, []byte(body)).Subscriptions
	if len(subs) != 1 || subs[0].Status != portal.SubscriptionActive || subs[0].Items[0].Status != "ending" || subs[0].Items[1].Status != "active" {
		t.Errorf("read as %+v", subs)
	}
}

// Case 55: a purchase without items and contacts is one.
func TestAPurchaseMayBeBare(t *testing.T) {
	n := single(t, []byte(`<PaidOrderNotification><Purchase Id="7"/></PaidOrderNotification>`))
	if n.Purchase.ID != "7" || n.Purchase.Status != portal.PurchasePaid || n.Customer != nil || n.Document != nil || len(n.Purchase.Items) != 0 {
		t.Errorf("read as %+v", n)
	}
}

func TestABatchIsReadOneByOne(t *testing.T) {
	one := minimalNotification("PaidOrderNotification", "PAY")
	wrong := strings.Replace(one, `Id="7"`, `Id="7/8"`, 1)
	all, err := intake.ReadNotifications([]byte("<NotificationList>" + one + wrong + one + "</NotificationList>"))
	if err != nil || len(all) != 3 || all[0].Fault != nil || all[1].Fault == nil || all[2].Fault != nil {
		t.Fatalf("read as %+v, %v", all, err)
	}
	all, err = intake.ReadNotifications([]byte("[" + string(sampleNotification(t, "paid.json")) + "," + string(sampleNotification(t, "refund.json")) + "]"))
	if err != nil || len(all) != 2 || all[1].Kind != "RefundNotification" || all[1].Purchase.Details.ReimbursementID != "3585554" {
		t.Fatalf("read as %+v, %v", all, err)
	}
}

func TestASubscriptionIsReadByItself(t *testing.T) {
	n := single(t, sampleNotification(t, "subscription.json"))
	sub := n.Subscriptions[0]
	if n.Purchase != nil || sub.ID != "49694473" || sub.Customer != "49001" || sub.Status != portal.SubscriptionAwaitingRenewal ||
		!sub.Details.EndsAt.Equal(at("2027-03-01T00:00:00Z")) || !n.Source.ModifiedAt.Equal(at("2026-05-01T12:00:00Z")) {
		t.Errorf("read as %+v", n)
	}
}

// Case 60: encodings and line ends that senders use.
func TestEncodingsOfNotifications(t *testing.T) {
	plain := string(sampleNotification(t, "paid.xml"))
	want := single(t, []byte(plain))
	declare := func(name string) string { return strings.Replace(plain, "UTF-8", name, 1) }
	for name, body := range map[string][]byte{
		"byte order mark": []byte("\xef\xbb\xbf" + plain),
		"CRLF":            []byte(strings.ReplaceAll(plain, "\n", "\r\n")),
		"ISO-8859-1":      latin1(declare("ISO-8859-1")),
		"Windows-1252":    latin1(declare("windows-1252")),
		"other version":   []byte(strings.ReplaceAll(plain, "3.12.0.0", "9.9")),
		"no namespace":    []byte(strings.NewReplacer("cbn:", "", "cbt:", "", "xmlns:", "data-").Replace(plain)),
		"JSON with mark":  []byte("\xef\xbb\xbf" + string(sampleNotification(t, "paid.json"))),
	} {
		if got := single(t, body); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read as %+v", name, got)
		}
	}
}

// Case 60, case 45: what cannot be right, or is not harmless, is refused with a
// reason.
func TestNotificationsAreRefused(t *testing.T) {
	one := minimalNotification("PaidOrderNotification", "PAY")
	change := func(old, new string) string {
		if !strings.Contains(one, old) {
			t.Fatalf("no %q in it", old)
		}
		return strings.Replace(one, old, new, 1)
	}
	for name, c := range map[string]struct{ body, says string }{
		"nothing":              {" \n", "empty"},
		"a page":               {"hello", "neither XML"},
		"two roots":            {one + one, "more than one"},
		"text behind it":       {one + "x", "outside"},
		"DOCTYPE":              {"<!DOCTYPE a [<!ENTITY b 'c'>]>" + one, "DOCTYPE"},
		"an entity":            {change("As it is called", "&b;"), "well-formed"},
		"two status codes":     {change("<x:StatusId>", "<x:StatusId>REF</x:StatusId><x:StatusId>"), "StatusId stands twice"},
		"two ids":              {change(`x:Id="7"`, `x:Id="7" id="8"`), "stands twice"},
		"an id twice over":     {change("<x:Status>", "<x:Id>8</x:Id><x:Status>"), "stands twice"},
		"too deep":             {strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65), "64 deep"},
		"too large":            {"<a>" + strings.Repeat("x", intake.MaxMessage) + "</a>", "1 MB"},
		"too many":             {"<a>" + strings.Repeat("<b/>", 50_001) + "</a>", "50,000"},
		"NUL":                  {change("As it is called", "a\x00b"), "well-formed"},
		"no such encoding":     {`<?xml version="1.0" encoding="klingon"?>` + one, "klingon"},
		"half of it":           {one[:len(one)-9], "well-formed"},
		"an id not for a link": {change(`x:Id="7"`, `x:Id="7/../8"`), "id"},
		"no id":                {change(`x:Id="7"`, `x:ID2="7"`), "no id"},
		"no time":              {change("2026-03-01T10:00:00Z", "yesterday"), "yesterday"},
		"no number in the URL": {change("/invoice/N-7.pdf", "/other/N-7.pdf"), "/invoice/{number}.pdf"},
		"a wrong document id":  {change("documentid=77", "documentid=7%2F7"), "document id"},
		"about nothing":        {"<PaidOrderNotification/>", "names no purchase"},
		"JSON cut off":         {`{"meta":{"type":"PaidOrderNotification"}`, "well-formed"},
		"JSON twice":           {`{"meta":{"type":"A"}}{}`, "behind the JSON"},
		"JSON with two ids":    {`{"meta":{"type":"A"},"purchaseId":1,"purchaseId":2}`, "stands twice"},
		"JSON without a kind":  {`{"purchaseId":1}`, "meta.type"},
		"JSON with NUL":        {`{"meta":{"type":"A"},"status":"a\u0000"}`, "NUL"},
		"JSON too deep":        {strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70), "64 deep"},
		"JSON arrays too deep": {strings.Repeat("[", 70) + strings.Repeat("]", 70), "64 deep"},
		"JSON of Latin-1":      {"{\"meta\":{\"type\":\"\xe4\"}}", "UTF-8"},
		"JSON text":            {`["a"]`, "meta.type"},
		"a wrong number":       {`{"meta":{"type":"A"},"purchaseId":1,"items":[{"quantity":"1e9"}]}`, "decimal"},
	} {
		all, err := intake.ReadNotifications([]byte(c.body))
		if err == nil && len(all) == 1 {
			err = all[0].Fault
		}
		var refusal intake.Refusal
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, c.says) {
			t.Errorf("%s: %v, want a refusal that says %q", name, err, c.says)
		}
	}
}

// What is foreign is shown, so nothing of it is longer than a line or holds a
// control character.
func TestTextsOfNotificationsAreTidy(t *testing.T) {
	long := strings.Repeat("ä", 500)
	body := fmt.Sprintf(`{"meta":{"type":"PaidOrderNotification"},"purchaseId":7,"status":"a\u0007b","statusId":"ZZ","merchantOfRecord":%q,
		"paymentInfo":{"paymentType":"Visa","cardLastFourDigits":"4242424242424242"}}`, long)
	p := single(t, []byte(body)).Purchase
	if p.Status != "a b" || len(p.Details.Merchant) > 255 || !strings.HasSuffix(p.Details.Merchant, "ä…") || p.Details.PaidWith != "Visa •••• 4242" {
		t.Errorf("read as %+v", p)
	}
}

func FuzzNotifications(f *testing.F) {
	for _, name := range []string{"paid.xml", "paid.json", "refund.json", "subscription.json"} {
		f.Add(sampleNotification(f, name))
	}
	f.Add([]byte("<NotificationList>" + minimalNotification("QuoteNotification", "") + "</NotificationList>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		all, err := intake.ReadNotifications(body)
		var refusal intake.Refusal
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Reason == "" || all != nil {
				t.Fatalf("neither read nor refused: %v", err)
			}
			return
		}
		for _, n := range all {
			if n.Fault == nil && n.Purchase == nil && n.Customer == nil && len(n.Subscriptions) == 0 {
				t.Error("a notification about nothing")
			}
			if n.Purchase != nil && (n.Purchase.ID == "" || n.Purchase.Status == "" || bytes.ContainsRune([]byte(n.Purchase.Status), 0)) {
				t.Errorf("a purchase without id or status: %+v", n.Purchase)
			}
			if d := n.Document; d != nil && (d.Number == "" || d.Kind == "" || d.URL == "") {
				t.Errorf("a document without number, kind or address: %+v", d)
			}
		}
	})
}
