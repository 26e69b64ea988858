package portal

import (
	"slices"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Offering is one action of a page: what it would change, and whether it can be
// done now.
type Offering struct {
	Action  Action
	Subject Subject
	Why     string // one of the Why… words; empty: it can be done
	Late    bool   // a withdrawal past its period: received all the same, the seller decides
}

// Offerings are the actions of a page, in the order in which people look for
// them.
type Offerings []Offering

// Can reports whether an action can be done now, to anything on the page.
func (list Offerings) Can(a Action) bool {
	return slices.ContainsFunc(list, func(o Offering) bool { return o.Action == a && o.Why == "" })
}

// Of returns the first offering of an action; false: the page has no such.
func (list Offerings) Of(a Action) (Offering, bool) {
	i := slices.IndexFunc(list, func(o Offering) bool { return o.Action == a })
	if i < 0 {
		return Offering{}, false
	}
	return list[i], true
}

// actionsOf are the actions that a link of a kind can lead to. What is not here
// is refused, however a form was made up.
func actionsOf(k link.Kind) []Action {
	switch k {
	case link.Confirmation:
		return []Action{ActionPay, ActionWithdraw, ActionCorrect, ActionProblem}
	case link.Invoice:
		return []Action{ActionPay, ActionCorrect, ActionProblem}
	case link.Quote:
		return []Action{ActionAccept, ActionDecline, ActionAskChange, ActionAskQuote, ActionPay}
	case link.Payment:
		return []Action{ActionMethod, ActionDefault, ActionPay}
	case link.Upgrade:
		return []Action{ActionUpgrade, ActionQuantity}
	case link.Renewal:
		return []Action{
			ActionCancel, ActionReinstate, ActionRenew, ActionAutoRenew, ActionQuantity, ActionInterval, ActionRemoveItem,
		}
	case link.Methods:
		return []Action{ActionAddMethod, ActionDefault, ActionRemove}
	case link.Redo:
		return []Action{ActionAskQuote, ActionPay}
	}
	return nil
}
