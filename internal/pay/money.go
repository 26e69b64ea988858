package pay

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// decimal is an amount as issuers write it: digits, perhaps a point and more.
var decimal = regexp.MustCompile(`^[0-9]{1,18}(\.[0-9]{1,18})?$`)

// ParseMoney turns an issuer's figure ("10.50", "1050", "1.0500") into minor
// units, exactly: what does not fit the currency's digits is refused, never
// rounded. The currency is ISO 4217 in upper case.
func ParseMoney(amount, code string) (Money, error) {
	digits, ok := currency.GetDigits(code)
	if !ok {
		return Money{}, fmt.Errorf("%w: %q is no currency", ErrRefused, code)
	}
	if !decimal.MatchString(amount) {
		return Money{}, fmt.Errorf("%w: %q is no amount", ErrRefused, amount)
	}
	whole, part, _ := strings.Cut(amount, ".")
	part = strings.TrimRight(part, "0")
	if len(part) > int(digits) {
		return Money{}, fmt.Errorf("%w: %s has %d digits, %s has more", ErrRefused, code, digits, amount)
	}
	minor, err := strconv.ParseInt(whole+part+strings.Repeat("0", int(digits)-len(part)), 10, 64)
	if err != nil {
		return Money{}, fmt.Errorf("%w: %s is too much", ErrRefused, amount)
	}
	return Money{Minor: minor, Currency: code}, nil
}

// Decimal writes the amount as issuers do, "10.50"; empty where the currency is
// not known.
func (m Money) Decimal() string {
	digits, ok := currency.GetDigits(m.Currency)
	if !ok {
		return ""
	}
	text := strconv.FormatInt(m.Minor, 10)
	if digits == 0 {
		return text
	}
	if short := int(digits) + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	return text[:len(text)-int(digits)] + "." + text[len(text)-int(digits):]
}

// stripeDigits is how many decimals Stripe's API counts in, where that is not
// what ISO 4217 says; a negative number: Stripe's own pages disagree with one
// another, and a hundredfold charge is worse than none.
// https://docs.stripe.com/currencies#special-cases
var stripeDigits = map[string]int{"ISK": 2, "MGA": 0, "UGX": -1}

// stripeThree are the currencies with three decimals that Stripe takes. The
// last digit must be 0. https://docs.stripe.com/currencies#three-decimal
const stripeThree = "BHD JOD KWD OMR TND"

// stripeScale says by which power of ten Stripe's count differs from ours.
func stripeScale(code string) (int, error) {
	iso, ok := currency.GetDigits(code)
	theirs := int(iso)
	if other, differs := stripeDigits[code]; differs {
		theirs = other
	}
	if !ok || theirs < 0 || theirs > 3 || theirs == 3 && !strings.Contains(stripeThree, code) {
		return 0, fmt.Errorf("%w: %q cannot be paid through Stripe", ErrRefused, code)
	}
	return theirs - int(iso), nil
}

// toStripe is the amount as Stripe counts it, exactly or not at all.
func toStripe(m Money) (int64, error) {
	scale, err := stripeScale(m.Currency)
	if err != nil {
		return 0, err
	}
	amount, exact := shift(m.Minor, scale)
	if !exact || strings.Contains(stripeThree, m.Currency) && amount%10 != 0 {
		return 0, fmt.Errorf("%w: Stripe cannot take %d %s to the last digit", ErrRefused, m.Minor, m.Currency)
	}
	return amount, nil
}

// StripeTakes reports whether an amount can be paid through Stripe, which does
// not take every currency, nor every one to its last digit.
func StripeTakes(m Money) bool {
	_, err := toStripe(m)
	return err == nil
}

// fromStripe is toStripe's inverse; Stripe writes currencies in lower case.
func fromStripe(amount int64, code string) (Money, error) {
	m := Money{Currency: strings.ToUpper(code)}
	scale, err := stripeScale(m.Currency)
	if err != nil {
		return m, err
	}
	minor, exact := shift(amount, -scale)
	if !exact {
		return m, fmt.Errorf("%w: %d %s is no whole amount", ErrRefused, amount, m.Currency)
	}
	m.Minor = minor
	return m, nil
}

// shift multiplies by 10^scale; false: the result has a fraction or is too
// large.
func shift(n int64, scale int) (int64, bool) {
	for ; scale > 0; scale-- {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return 0, false
		}
		n *= 10
	}
	for ; scale < 0; scale++ {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	return n, true
}
