package portal

import "slices"

// credits are the documents that a purchase's state speaks of where money went
// back: the customer should have one of these.
var credits = map[string][]DocumentKind{
	PurchaseRefunded:          {KindCreditNote, KindCreditFull, KindCreditPartial},
	PurchasePartiallyRefunded: {KindCreditNote, KindCreditPartial, KindCreditVAT},
	PurchaseChargedBack:       {KindCreditNote, KindCreditChargeback},
	PurchaseDebitReturned:     {KindCreditNote, KindCreditDebit},
}

// creditMissing reports whether money went back without the credit note that
// says so, as far as we have heard: the page then says that it has not come yet,
// instead of nothing.
func creditMissing(p Purchase, history []Related) bool {
	kinds := credits[p.Status]
	return len(kinds) > 0 && !slices.ContainsFunc(history, func(r Related) bool { return slices.Contains(kinds, r.Invoice.Kind) })
}
