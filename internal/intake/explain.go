package intake

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The sentences behind the flags. They repeat a rule's sum only to name the
// figure that would be right; nothing else ever sees the result. Where a
// sentence finds nothing wrong, the rule was broken in a formality and there
// is nothing to say.

// value is an amount as a number; an amount that is not given is zero, as the
// rules have it.
func value(a portal.Amount) decimal.Decimal {
	d, err := decimal.NewFromString(string(a))
	if err != nil {
		return decimal.Zero
	}
	return d
}

// figure writes a computed number with at least two decimals.
func figure(d decimal.Decimal) string {
	return d.StringFixed(max(2, -d.Exponent()))
}

// stated is an amount as the issuer wrote it.
func stated(a portal.Amount) string {
	if a == "" {
		return "nothing"
	}
	return string(a)
}

// differs returns a sentence if the stated amount is not the computed one:
// what makes the computed figure, and what the document states instead.
func differs(what string, computed decimal.Decimal, as string, says portal.Amount) []string {
	if computed.Equal(value(says)) {
		return nil
	}
	return []string{what + " " + figure(computed) + ", but the document states " + stated(says) + " as " + as + "."}
}

func explainLines(c portal.Content) []string {
	sum := decimal.Zero
	for _, l := range c.Lines {
		sum = sum.Add(value(l.Net))
	}
	return differs("The lines add up to", sum, "their sum", c.Sums.Lines)
}

func explainAllowances(c portal.Content) []string {
	return differs("The allowances add up to", adjusted(c.Adjustments, false), "their sum", c.Sums.Allowances)
}

func explainCharges(c portal.Content) []string {
	return differs("The charges add up to", adjusted(c.Adjustments, true), "their sum", c.Sums.Charges)
}

// adjusted adds up the allowances or the charges.
func adjusted(all []portal.Adjustment, charge bool) decimal.Decimal {
	sum := decimal.Zero
	for _, a := range all {
		if a.Charge == charge {
			sum = sum.Add(value(a.Amount))
		}
	}
	return sum
}

func explainNet(c portal.Content) []string {
	s := c.Sums
	net := value(s.Lines).Sub(value(s.Allowances)).Add(value(s.Charges))
	return differs("Lines less allowances plus charges make", net, "the total without tax", s.Net)
}

func explainTax(c portal.Content) []string {
	sum := decimal.Zero
	for _, t := range c.Taxes {
		sum = sum.Add(value(t.Amount))
	}
	return differs("The tax per rate adds up to", sum, "the total tax", c.Sums.Tax)
}

func explainGross(c portal.Content) []string {
	s := c.Sums
	return differs("The total without tax and the tax make", value(s.Net).Add(value(s.Tax)), "the total with tax", s.Gross)
}

func explainDue(c portal.Content) []string {
	s := c.Sums
	due := value(s.Gross).Sub(value(s.Prepaid)).Add(value(s.Rounding))
	return differs("The total with tax, less what was paid, plus rounding makes", due, "the amount due", s.Due)
}

func explainTaxRows(c portal.Content) []string {
	var out []string
	for _, t := range c.Taxes {
		tax := value(t.Base).Mul(value(t.Percent)).Shift(-2).Round(2)
		out = append(out, differs(percent(t.Percent)+" % of "+stated(t.Base)+" is", tax, "the tax", t.Amount)...)
	}
	return out
}

// percent is a rate as the issuer wrote it.
func percent(a portal.Amount) string {
	if a == "" {
		return "0"
	}
	return string(a)
}

func explainBases(c portal.Content) []string {
	var out []string
	for _, t := range c.Taxes {
		what := fmt.Sprintf("What is taxed at %s %% (category %s) adds up to", percent(t.Percent), shorten(t.Category))
		out = append(out, differs(what, taxed(c, t), "the taxable amount", t.Base)...)
	}
	return out
}

// taxed adds up what falls under a row of the tax breakdown.
func taxed(c portal.Content, t portal.Tax) decimal.Decimal {
	same := func(category string, rate portal.Amount) bool {
		return category == t.Category && value(rate).Equal(value(t.Percent))
	}
	sum := decimal.Zero
	for _, l := range c.Lines {
		if same(l.TaxCategory, l.TaxPercent) {
			sum = sum.Add(value(l.Net))
		}
	}
	for _, a := range c.Adjustments {
		switch {
		case !same(a.TaxCategory, a.TaxPercent):
		case a.Charge:
			sum = sum.Add(value(a.Amount))
		default:
			sum = sum.Sub(value(a.Amount))
		}
	}
	return sum
}

// lineSlack is how far a line may be off for rounding before a reader is told,
// the same as in Peppol's rule R120.
var lineSlack = decimal.New(2, -2)

// explainLineNets names the first line whose amount is not what its price
// makes, and how many more there are.
func explainLineNets(c portal.Content) []string {
	var first []string
	more := 0
	for _, l := range c.Lines {
		net := lineNet(l)
		if net.Sub(value(l.Net)).Abs().LessThanOrEqual(lineSlack) {
			continue
		}
		if first != nil {
			more++
			continue
		}
		first = differs("Quantity, price, allowances and charges of line "+shorten(l.ID)+" make", net, "its amount", l.Net)
	}
	if more > 0 {
		first[0] += fmt.Sprintf(" The same goes for %d more of its lines.", more)
	}
	return first
}

// lineNet is quantity times price per base quantity, less allowances, plus
// charges, to the cent.
func lineNet(l portal.Line) decimal.Decimal {
	base := value(l.PriceBase)
	if base.IsZero() {
		base = decimal.NewFromInt(1)
	}
	net := value(l.Quantity).Mul(value(l.Price)).Div(base)
	return net.Add(adjusted(l.Adjustments, true)).Sub(adjusted(l.Adjustments, false)).Round(2)
}
