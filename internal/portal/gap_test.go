package portal

import "testing"

func TestACreditNoteIsMissedUntilItComes(t *testing.T) {
	for _, c := range []struct {
		status string
		kinds  []DocumentKind
		want   bool
	}{
		{PurchasePaid, nil, false},
		{PurchaseRefunded, []DocumentKind{KindInvoice}, true},
		{PurchaseRefunded, []DocumentKind{KindInvoice, KindCreditFull}, false},
		{PurchasePartiallyRefunded, []DocumentKind{KindCreditVAT}, false},
		{PurchaseChargedBack, []DocumentKind{KindCreditPartial}, true},
		{PurchaseChargedBack, []DocumentKind{KindCreditPartial, KindCreditChargeback}, false},
		{PurchaseDebitReturned, []DocumentKind{KindCreditNote}, false},
		{"a state of its own", nil, false},
	} {
		var history []Related
		for _, kind := range c.kinds {
			history = append(history, Related{Invoice: Invoice{Kind: kind}})
		}
		if got := creditMissing(Purchase{Status: c.status}, history); got != c.want {
			t.Errorf("%s with %v: %t", c.status, c.kinds, got)
		}
	}
}
