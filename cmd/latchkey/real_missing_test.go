package main

import (
	"slices"
	"strings"
)

// formal are the ends of the paths of texts that say nothing to a reader, or
// that the page says in another way: by its language, its order or its words.
var formal = []string{
	"CustomizationID", "ProfileID", "UBLVersionID", "ParameterID", "DocumentContextParameter/ID", "TaxScheme/ID", "ApplicableTradeTax/TypeCode",
	"CategoryTradeTax/TypeCode", "ChargeIndicator", "/Indicator", "InvoiceTypeCode", "CreditNoteTypeCode", "ExchangedDocument/TypeCode",
	"CurrencyCode", "EmbeddedDocumentBinaryObject", "AttachmentBinaryObject",
	"ReferencedDocument/TypeCode", "SpecifiedProcuringProject/Name",
	// The quantity of the price before its discount is that of the price.
	"GrossPriceProductTradePrice/BasisQuantity",
	// Numbers of lines: their order is the table's.
	"Line/ID", "DocumentLineDocument/LineID",
}

// nothingMissing fails for every text of the document that is not on the page,
// in whatever form a reader gets it.
func (i issued) nothingMissing() {
	all := bare(i.page.all)
	for _, leaf := range i.root.leaves() {
		path := leaf.path()
		if slices.ContainsFunc(formal, func(end string) bool { return strings.HasSuffix(path, end) }) || i.zero(leaf) {
			continue
		}
		// A credit note asks for no money, so it does not say where to send it.
		if i.root.name == "CreditNote" && strings.HasPrefix(path, "PaymentMeans/") {
			continue
		}
		if !slices.ContainsFunc(i.forms(leaf), func(form string) bool { return form != "" && strings.Contains(all, bare(form)) }) {
			i.t.Errorf("missing: %s %q, in whatever form of %q", path, leaf.text, i.forms(leaf))
		}
	}
}

// zero says whether a figure is nothing that was paid, rounded, allowed or
// charged: the page is silent about those.
func (i issued) zero(leaf *element) bool {
	optional := []string{"PrepaidAmount", "TotalPrepaidAmount", "RoundingAmount", "PayableRoundingAmount", "AllowanceTotalAmount", "ChargeTotalAmount"}
	return slices.Contains(optional, leaf.name) && strings.Trim(leaf.text, "0.") == ""
}

// forms are the ways in which a page may say a text.
func (i issued) forms(leaf *element) []string {
	text := leaf.text
	switch {
	case strings.HasSuffix(leaf.name, "Amount"):
		currency := leaf.attrs["currencyID"]
		if currency == "" {
			currency = i.currency
		}
		return []string{english.Money(text, currency), english.Money(negated(text), currency)}
	case strings.HasSuffix(leaf.name, "Percent"), strings.HasSuffix(leaf.name, "Numeric"):
		return []string{english.Percent(text)}
	case strings.HasSuffix(leaf.name, "Quantity"):
		return []string{english.Quantity(text)}
	case strings.HasSuffix(leaf.name, "Date"), leaf.name == "DateTimeString", leaf.name == "DateString":
		return dateForms(leaf)
	case leaf.name == "IdentificationCode", leaf.name == "CountryID", strings.HasSuffix(leaf.path(), "OriginTradeCountry/ID"):
		return []string{english.Country(text)}
	case leaf.name == "CategoryCode", strings.HasSuffix(leaf.path(), "TaxCategory/ID"):
		if text == "S" {
			return []string{"VAT"}
		}
		return []string{english.TaxCategory(text)}
	case leaf.name == "SubjectCode":
		return []string{english.NoteSubject(text)}
	case leaf.name == "PaymentMeansCode":
		return []string{english.PaymentMeans(text), leaf.attrs["name"]}
	case strings.HasSuffix(leaf.path(), "PaymentMeans/TypeCode"):
		return append(leaf.parent.texts("Information"), english.PaymentMeans(text))
	case strings.HasSuffix(leaf.name, "ReasonCode"):
		return append(leaf.parent.texts("Reason", "AllowanceChargeReason", "ExemptionReason", "TaxExemptionReason"), text, english.AllowanceReason(text), english.ChargeReason(text))
	}
	return []string{text}
}

// dateForms are a date by itself, and as an end of a period.
func dateForms(leaf *element) []string {
	period := leaf.parent
	if leaf.name == "DateTimeString" {
		period = leaf.parent.parent
	}
	start := iso(period.texts("StartDate", "StartDateTime/DateTimeString"))
	end := iso(period.texts("EndDate", "EndDateTime/DateTimeString"))
	day := iso([]string{leaf.text})
	return []string{english.Date(day), english.DateLong(day), english.Period(start, end)}
}

// iso writes the first of some dates as 2006-01-02.
func iso(dates []string) string {
	if len(dates) == 0 {
		return ""
	}
	if d := dates[0]; len(d) == 8 {
		return d[:4] + "-" + d[4:6] + "-" + d[6:]
	}
	return dates[0]
}
