package till

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/pay"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// wordOf is what a provider says, in the domain's words.
func wordOf(r pay.Result) portal.PaymentWord {
	w := portal.PaymentWord{
		Payment: r.Payment, Session: r.Session, State: stateOf(r.State), Amount: r.Money.Minor, Currency: r.Money.Currency,
		MethodRef: r.Method.Ref, CustomerRef: r.Customer, Failure: r.Failure.Words(),
	}
	if r.Purpose == pay.SetUp {
		w.Amount = 0
	}
	if r.State == pay.Succeeded && r.Method != (pay.Method{}) {
		w.Method = labelOf(r.Method)
	}
	if r.State != pay.Failed {
		w.Failure = ""
	}
	return w
}

func stateOf(s pay.State) portal.PaymentState {
	switch s {
	case pay.Succeeded:
		return portal.PaymentSucceeded
	case pay.Failed:
		return portal.PaymentFailed
	case pay.Cancelled:
		return portal.PaymentCancelled
	}
	return portal.PaymentPending
}

// labelOf is what may be shown of a method, and no more.
func labelOf(m pay.Method) *portal.MethodLabel {
	l := portal.MethodLabel{Kind: string(m.Kind), Brand: m.Brand, Last4: m.Last4}
	if m.IBANLast4 != "" {
		l.Last4 = m.IBANLast4
	}
	if m.ExpMonth > 0 {
		l.Expires = fmt.Sprintf("%04d-%02d", m.ExpYear, m.ExpMonth)
	}
	return &l
}
