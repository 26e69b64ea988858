package portal

import "strings"

// PayState says how an invoice stands with its payment, from the issuer's own
// figures and the calendar.
type PayState int

// The states of payment.
const (
	PayUnknown PayState = iota // the issuer gave no amount due
	PayDue
	PayOverdue
	PayPart // something was paid, something is due
	PaySettled
	PayCredit // a credit note: nothing to pay
)

// Pay judges the invoice on a day of the account's zone. A due date is
// inclusive: the invoice is overdue on the day after.
func (inv Invoice) Pay(today Date) PayState {
	t := inv.Totals
	switch {
	case inv.Kind.Credit():
		return PayCredit
	case t.Due == "":
		return PayUnknown
	case t.Due.Zero():
		return PaySettled
	case inv.DueOn != "" && inv.DueOn < today:
		return PayOverdue
	case t.Paid != "" && !t.Paid.Zero():
		return PayPart
	}
	return PayDue
}

// Zero reports whether the amount is a zero, however it is written. Nothing
// else is ever worked out from an amount.
func (a Amount) Zero() bool {
	return a != "" && strings.Trim(string(a), "+-0.") == ""
}

// Same reports whether two amounts are the same number, however they are
// written.
func (a Amount) Same(b Amount) bool { return a != "" && b != "" && decimal(a).Cmp(decimal(b)) == 0 }
