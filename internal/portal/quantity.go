package portal

import (
	"errors"
	"math/big"
	"regexp"
)

// Why a quantity was not taken.
var (
	ErrQuantityNumber = errors.New("not a number in digits")
	ErrQuantityLow    = errors.New("less than the item allows")
	ErrQuantityHigh   = errors.New("more than the item allows")
	ErrQuantityStep   = errors.New("between the steps the item allows")
	ErrQuantitySame   = errors.New("what it is already")
)

// quantityShape bounds what is worked with: 12 digits before the point, 6 behind.
var quantityShape = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)

// CheckQuantity says whether an item can be changed to a quantity as somebody
// typed it, "12" or "2.5": nil, or one of the ErrQuantity… errors. A quantity
// is above zero; steps count from Min, or from 0 where there is none.
func (i SubscriptionItem) CheckQuantity(q Amount) error {
	if !quantityShape.MatchString(string(q)) {
		return ErrQuantityNumber
	}
	want := decimal(q)
	switch {
	case want.Sign() <= 0 || i.Min != "" && want.Cmp(decimal(i.Min)) < 0:
		return ErrQuantityLow
	case i.Max != "" && want.Cmp(decimal(i.Max)) > 0:
		return ErrQuantityHigh
	case !onStep(want, decimal(i.Min), i.Step):
		return ErrQuantityStep
	case i.Quantity != "" && want.Cmp(decimal(i.Quantity)) == 0:
		return ErrQuantitySame
	}
	return nil
}

// onStep reports whether q is a whole number of steps above least.
func onStep(q, least *big.Rat, step Amount) bool {
	size := decimal(step)
	if size.Sign() <= 0 {
		size.SetInt64(1)
	}
	steps := new(big.Rat).Sub(q, least)
	return steps.Quo(steps, size).IsInt()
}

// decimal reads a number exactly; what is none is 0. It is asked only about
// amounts of a shape that cannot grow: an exponent would.
func decimal(a Amount) *big.Rat {
	if !amountShape.MatchString(string(a)) {
		return new(big.Rat)
	}
	r, ok := new(big.Rat).SetString(string(a))
	if !ok {
		return new(big.Rat)
	}
	return r
}
