package i18n

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Unit names the unit of a quantity from its UN/ECE Recommendation 20 or 21
// code: "hours" for HUR, "hour" where the quantity is exactly 1. It is empty
// for units that say nothing ("one", "each"), and the code where we have no word.
func (l Locale) Unit(code, quantity string) string {
	forms, ok := l.get().words.units[strings.ToUpper(code)]
	if !ok {
		return code
	}
	if n, isNumber := parse(quantity); isNumber && n.whole == "1" && strings.Trim(n.fraction, "0") == "" {
		return forms[0]
	}
	return forms[1]
}

// TaxCategory names a VAT category (UNTDID 5305): "Reverse charge" for AE.
func (l Locale) TaxCategory(code string) string { return named(l.get().words.taxCategories, code) }

// PaymentMeans names a way to pay (UNTDID 4461): "SEPA transfer" for 58.
func (l Locale) PaymentMeans(code string) string { return named(l.get().words.means, code) }

// DocumentKind names one of the portal's document kinds: "Credit note".
func (l Locale) DocumentKind(kind string) string { return named(l.get().words.kinds, kind) }

// ReferenceLabel names a kind of reference: "Contract", "Buyer reference".
func (l Locale) ReferenceLabel(kind string) string { return named(l.get().words.references, kind) }

// NoteSubject names what a note is about (UNTDID 4451): "Payment information" for AAT.
func (l Locale) NoteSubject(code string) string { return named(l.get().words.subjects, code) }

// AllowanceReason names why something is taken off (UNTDID 5189): "Discount" for 95.
func (l Locale) AllowanceReason(code string) string { return named(l.get().words.allowances, code) }

// ChargeReason names why something is added (UNTDID 7161): "Freight" for FC.
func (l Locale) ChargeReason(code string) string { return named(l.get().words.charges, code) }

// Country names a country from its ISO 3166-1 alpha-2 code, or one of the codes
// that invoices use beside them (XI, EL, 1A). Unknown codes come back as they are.
func (l Locale) Country(code string) string {
	w := l.get().words
	if name, ok := w.countries[code]; ok {
		return name
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code
	}
	if name := display.Regions(language.Make(w.tag)).Name(region); name != "" {
		return name
	}
	return code
}

func named(list map[string]string, code string) string {
	if name, ok := list[code]; ok {
		return name
	}
	return code
}
