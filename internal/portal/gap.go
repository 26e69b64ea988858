package portal

import "slices"

// implied are the documents that a purchase's state speaks of: the customer
// should have one of these.
var implied = map[string][]DocumentKind{
	PurchaseOpen:              {KindInvoice, KindCorrected, KindPrepayment, KindSelfBilled},
	PurchasePaid:              {KindInvoice, KindCorrected, KindPrepayment, KindSelfBilled, KindReceipt},
	PurchaseRefunded:          {KindCreditFull, KindCreditNote, KindCreditPartial},
	PurchasePartiallyRefunded: {KindCreditPartial, KindCreditNote, KindCreditVAT},
	PurchaseChargedBack:       {KindCreditChargeback, KindCreditNote},
	PurchaseDebitReturned:     {KindCreditDebit, KindCreditNote},
}

// MissingDocument is the kind of document that a purchase's state speaks of and
// that its history does not have; empty: none. The page then says "not received
// yet" instead of nothing.
func MissingDocument(p Purchase, history []Invoice) DocumentKind {
	kinds := implied[p.Status]
	if p.Details.Test && p.Status == PurchasePaid {
		kinds = []DocumentKind{KindTest, KindInvoice}
	}
	if len(kinds) == 0 || slices.ContainsFunc(history, func(inv Invoice) bool { return slices.Contains(kinds, inv.Kind) }) {
		return ""
	}
	return kinds[0]
}
