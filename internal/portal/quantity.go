package portal

import "errors"

// Why a quantity was not taken.
var (
	ErrQuantityNumber = errors.New("not a number in digits")
	ErrQuantityLow    = errors.New("less than the item allows")
	ErrQuantityHigh   = errors.New("more than the item allows")
	ErrQuantityStep   = errors.New("between the steps the item allows")
	ErrQuantitySame   = errors.New("what it is already")
)

// CheckQuantity says whether an item can be changed to a quantity as somebody
// typed it, "12" or "2.5": nil, or one of the ErrQuantity… errors. A quantity
// is positive; steps count from Min, or from 0 where there is none.
func (i SubscriptionItem) CheckQuantity(q Amount) error {
	return ErrQuantityNumber
}
