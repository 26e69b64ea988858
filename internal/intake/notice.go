package intake

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// notice is what one kind of notification says of its purchase.
type notice struct {
	status string // of the purchase; empty: its status code says it
	// rules says that the status holds whatever code is in the message: the
	// billing systems send codes of their own there, or those of the time before.
	rules    bool
	document portal.DocumentKind // that it was sent for; empty: none
	renewal  string              // status of the subscription where the message has no code for it
}

// notices are the kinds by their name in lower case without "Notification".
var notices = map[string]notice{
	"newofflinepaymentpurchase": {status: portal.PurchaseAwaitingPayment, document: portal.KindPaymentRequest},
	"awaitingofflinepayment":    {status: portal.PurchaseAwaitingPayment, document: portal.KindPaymentRequest},
	"awaitingoffline":           {status: portal.PurchaseAwaitingPayment, document: portal.KindPaymentRequest},
	"paidorder":                 {status: portal.PurchasePaid, document: portal.KindInvoice},
	"newpurchaseorder":          {status: portal.PurchaseOpen, document: portal.KindInvoice},
	"registration":              {status: portal.PurchasePaid},

	"refund":            {status: portal.PurchaseRefunded, rules: true, document: portal.KindCreditFull},
	"partialrefund":     {status: portal.PurchasePartiallyRefunded, rules: true, document: portal.KindCreditPartial},
	"vatrefund":         {document: portal.KindCreditVAT},
	"vatrefunded":       {document: portal.KindCreditVAT},
	"chargeback":        {status: portal.PurchaseChargedBack, rules: true, document: portal.KindCreditChargeback},
	"returndirectdebit": {status: portal.PurchaseDebitReturned, rules: true, document: portal.KindCreditDebit},
	"quote":             {status: portal.PurchaseQuoted, rules: true, document: portal.KindQuote},

	"canceled":              {status: portal.PurchaseCancelled, rules: true},
	"cancelled":             {status: portal.PurchaseCancelled, rules: true},
	"rejected":              {status: portal.PurchaseRejected, rules: true},
	"onlinepaymentdeclined": {status: portal.PurchaseRejected, rules: true},
	"hold":                  {status: portal.PurchaseOnHold, rules: true},
	"pending":               {status: portal.PurchasePending},
	"awaiting":              {status: portal.PurchasePending},
	"awaitingrelease":       {status: portal.PurchasePending},
	"error":                 {status: portal.PurchasePending},

	"awaitingreleaseforpurchaseorder": {status: portal.PurchasePending},

	"chargebackletter":             {},
	"chargebackinformationrequest": {},
	"refundrequest":                {},
	"deliveryreminder":             {},
	"customercontactdatachanged":   {},
	"customerdatachanged":          {},
	"customerprofileupdate":        {},
	"other":                        {},

	"recurringbillingcanceled":    {renewal: portal.SubscriptionEnding},
	"recurringbillingreinstated":  {renewal: portal.SubscriptionActive},
	"recurringbillinggraceperiod": {renewal: portal.SubscriptionGrace},
	"recurringbillingongrace":     {renewal: portal.SubscriptionGrace},
	"recurringbillingonhold":      {renewal: portal.SubscriptionOnHold},
	"subscriptionremindercharge":  {},

	"subscriptionreminderofflinepay":  {},
	"subscriptionreminderpayoptexp":   {},
	"subscriptionbillingdateextended": {},
	"subscriptionrenewaltypechanged":  {},
}

func noticeOf(kind string) notice {
	return notices[strings.TrimSuffix(strings.ToLower(kind), "notification")]
}

// purchaseCodes are the status codes of purchases that billing systems publish.
// Codes of other shapes of an order (chargeback, returned debit, quote) are not
// published: there the kind of the notification rules.
var purchaseCodes = map[string]string{
	"AUT_ACC": portal.PurchasePaid,
	"PAY":     portal.PurchasePaid,
	"TST":     portal.PurchasePaid, // a test order
	"PEN":     portal.PurchasePending,
	"HLD":     portal.PurchaseOnHold,
	"NST_HLD": portal.PurchaseOnHold,
	"WOF":     portal.PurchaseAwaitingPayment,
	"WPO":     portal.PurchaseOpen,
	"PPR":     portal.PurchasePartiallyRefunded,
	"REF":     portal.PurchaseRefunded,
}

// testCode is the status code of a test order.
const testCode = "TST"

// purchaseStatus normalises what a message says of its purchase. A code that
// nobody told us stays as it came: no action is offered for it.
func purchaseStatus(n notice, code, label string) string {
	known, ok := purchaseCodes[code]
	if !ok && strings.HasPrefix(code, "NST_") {
		known, ok = portal.PurchasePending, true
	}
	switch {
	case n.rules:
		return n.status
	case ok:
		return known
	case code == "" && n.status != "":
		return n.status
	case label != "":
		return label
	case code != "":
		return code
	}
	return "unknown"
}

// documentKind says what the PDF of a message is. announced: the message was
// sent for it. A message that was sent again later carries the document of the
// purchase's state by then, so a code that says more than the kind counts.
func documentKind(n notice, code string) (kind portal.DocumentKind, announced bool) {
	switch {
	case n.document == "":
		return portal.KindOther, false
	case code == testCode:
		return portal.KindTest, true
	case n.rules || n.document == portal.KindCreditVAT:
		return n.document, true
	case code == "REF":
		return portal.KindCreditFull, true
	case code == "PPR":
		return portal.KindCreditPartial, true
	}
	return n.document, true
}

var subscriptionCodes = map[string]string{
	"ACT": portal.SubscriptionActive,
	"DEA": portal.SubscriptionEnding,
	"FIN": portal.SubscriptionFinished,
	"GRA": portal.SubscriptionGrace,
	"HLD": portal.SubscriptionOnHold,
	"NEW": portal.SubscriptionNew,
	"HBC": portal.SubscriptionExternal,
}

// subscriptionStatus normalises a subscription's code. One that is deactivated
// and renewed by hand is healthy: it waits for its customer.
func subscriptionStatus(n notice, code, label string, manual bool) string {
	status, ok := subscriptionCodes[code]
	switch {
	case !ok && code == "" && n.renewal != "":
		status = n.renewal
	case !ok && code == "":
		status = wordStatus(label)
	case !ok && label != "":
		return label
	case !ok:
		return code
	}
	if status == portal.SubscriptionEnding && manual {
		return portal.SubscriptionAwaitingRenewal
	}
	return status
}

// wordStatus reads a status that is given in words alone.
func wordStatus(label string) string {
	switch strings.ToLower(label) {
	case "active":
		return portal.SubscriptionActive
	case "deactivated":
		return portal.SubscriptionEnding
	case "finished":
		return portal.SubscriptionFinished
	case "grace", "on grace":
		return portal.SubscriptionGrace
	case "hold", "on hold":
		return portal.SubscriptionOnHold
	case "new":
		return portal.SubscriptionNew
	case "":
		return "unknown"
	}
	return label
}

var itemCodes = map[string]string{
	"ACT": "active",
	"DEA": "ending",
	"REM": "removed",
	"WAT": "awaiting_reinstate",
	"FIN": "finished",
	"HBC": "external",
}

func itemStatus(code, label string) string {
	if status, ok := itemCodes[code]; ok {
		return status
	}
	if code == "" && label != "" {
		return wordStatus(label)
	}
	if label != "" {
		return label
	}
	return code
}
