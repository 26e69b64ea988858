package i18n

import (
	"strings"

	"github.com/bojanz/currency"
)

// maxDigits bounds the digits that are formatted: the currency library rounds
// beyond 39 significant digits, and a figure must never be rounded.
const maxDigits = 30

// nbsp keeps a figure and what belongs to it on one line.
const nbsp = "\u00a0"

// Money writes a decimal amount with its ISO 4217 currency: "€1,309.00",
// "1.309,00 €", "−CA$5.00". It pads to the currency's digits and keeps further
// decimals as the issuer wrote them. An amount or currency it does not know
// comes out as written, amount before code; an empty amount as "".
func (l Locale) Money(amount, code string) string {
	amount, code = strings.TrimSpace(amount), strings.TrimSpace(code)
	if amount == "" {
		return ""
	}
	n, ok := parse(amount)
	if ok && code == "" {
		return l.Number(amount)
	}
	if !ok || !currency.IsValid(code) {
		return strings.TrimSpace(amount + nbsp + code)
	}
	return l.get().format(n, code, currency.DisplaySymbol)
}

// Number writes a decimal number with the locale's grouping and decimal sign,
// digits as written: "1,309.50", "1.309,50". What is not one comes out as written.
func (l Locale) Number(decimal string) string {
	n, ok := parse(decimal)
	if !ok {
		return strings.TrimSpace(decimal)
	}
	return l.get().number(n)
}

// Quantity is Number without the zeros that end a fraction: "2.500" is "2.5".
func (l Locale) Quantity(decimal string) string {
	n, ok := parse(decimal)
	if !ok {
		return strings.TrimSpace(decimal)
	}
	n.fraction = strings.TrimRight(n.fraction, "0")
	return l.get().number(n)
}

// Percent writes a percentage given in percent, without the zeros that end a
// fraction: "19%", "19 %".
func (l Locale) Percent(decimal string) string {
	if strings.TrimSpace(decimal) == "" {
		return ""
	}
	return strings.ReplaceAll(l.get().pct, "{n}", l.Quantity(decimal))
}

func (s *spec) number(n number) string {
	// EUR stands for any currency, since none is shown; the mark that sets an Arabic
	// amount apart from its symbol goes with it.
	return strings.TrimPrefix(s.format(n, "EUR", currency.DisplayNone), "\u200f")
}

// format lets the currency library place sign, symbol, grouping and decimal
// sign around exactly the digits of n.
func (s *spec) format(n number, code string, display currency.Display) string {
	digits := len(n.fraction)
	if display != currency.DisplayNone {
		least, _ := currency.GetDigits(code)
		digits = max(digits, int(least))
	}
	f := *s.money
	f.CurrencyDisplay = display
	f.MinDigits, f.MaxDigits = uint8(digits), uint8(digits)
	amount, err := currency.NewAmount(n.String(), code)
	if err != nil {
		return n.String() + nbsp + code
	}
	return strings.ReplaceAll(f.Format(amount), "-", "−")
}

// number is a decimal in its parts; zero has no sign.
type number struct {
	negative bool
	whole    string // digits, at least one, no leading zeros but a single 0
	fraction string // digits as written, perhaps none
}

// parse reads an xs:decimal: sign, digits, point, digits. More than maxDigits
// digits are not read, so that they are shown untouched.
func parse(text string) (number, bool) {
	text = strings.TrimSpace(text)
	var n number
	unsigned := strings.TrimPrefix(text, "-")
	n.negative = unsigned != text
	if !n.negative {
		unsigned = strings.TrimPrefix(text, "+")
	}
	whole, fraction, _ := strings.Cut(unsigned, ".")
	if len(whole)+len(fraction) == 0 || len(whole)+len(fraction) > maxDigits || !digitsOnly(whole+fraction) {
		return number{}, false
	}
	n.whole, n.fraction = strings.TrimLeft(whole, "0"), fraction
	if n.whole == "" {
		n.whole = "0"
	}
	if strings.Trim(n.whole+n.fraction, "0") == "" {
		n.negative = false
	}
	return n, true
}

func digitsOnly(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}

func (n number) String() string {
	text := n.whole
	if n.fraction != "" {
		text += "." + n.fraction
	}
	if n.negative {
		return "-" + text
	}
	return text
}
