package intake_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// realFiles returns the published example invoices, which are not part of the
// repository: LATCHKEY_TEST_DATA names their folder, else they are looked for
// beside the repository.
func realFiles(t *testing.T) []string {
	t.Helper()
	dirs := []string{os.Getenv("LATCHKEY_TEST_DATA"), "../../../shared/data"}
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(dir, "en16931", "*.xml"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) > 0 {
			return files
		}
	}
	t.Skip("skipped: the published EN 16931 examples are not here; set LATCHKEY_TEST_DATA to the folder that holds en16931/")
	return nil
}

// leaf is one element with text, found by walking the raw XML without any of
// the package's code.
type leaf struct {
	path  string // local names from below the root, joined by "/"
	text  string
	attrs map[string]string
}

// walk returns the leaves of a document in its order.
func walk(t *testing.T, body []byte) (root string, leaves []leaf) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(body)))
	type open struct {
		name, text string
		attrs      map[string]string
	}
	var stack []open
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, leaves
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			attrs := map[string]string{}
			for _, a := range tok.Attr {
				attrs[a.Name.Local] = a.Value
			}
			if len(stack) == 0 {
				root = tok.Name.Local
			}
			stack = append(stack, open{name: tok.Name.Local, attrs: attrs})
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text += string(tok)
			}
		case xml.EndElement:
			last := stack[len(stack)-1]
			if text := strings.TrimSpace(last.text); text != "" {
				var names []string
				for _, o := range stack[1:] {
					names = append(names, o.name)
				}
				leaves = append(leaves, leaf{strings.Join(names, "/"), text, last.attrs})
			}
			stack = stack[:len(stack)-1]
		}
	}
}

// raw returns the texts at a path.
func raw(leaves []leaf, path string) []string {
	var out []string
	for _, l := range leaves {
		if l.path == path {
			out = append(out, l.text)
		}
	}
	return out
}

const (
	trade      = "SupplyChainTradeTransaction/"
	agreement  = trade + "ApplicableHeaderTradeAgreement/"
	settlement = trade + "ApplicableHeaderTradeSettlement/"
	monetary   = settlement + "SpecifiedTradeSettlementHeaderMonetarySummation/"
	item       = trade + "IncludedSupplyChainTradeLineItem/"
	lineSum    = item + "SpecifiedLineTradeSettlement/"
)

// one makes a list of the figures and texts that are there.
func one[T ~string](values ...T) []string {
	var out []string
	for _, v := range values {
		if v != "" {
			out = append(out, string(v))
		}
	}
	return out
}

// each collects a text from every element of a list.
func each[T any, S ~string](all []T, get func(T) S) []string {
	var out []string
	for _, v := range all {
		out = append(out, one(get(v))...)
	}
	return out
}

// undated turns a date into the form of the syntax.
func undated(p intake.Parsed, dates ...portal.Date) []string {
	out := one(dates...)
	if p.Syntax == portal.PartCII {
		for i := range out {
			out[i] = strings.ReplaceAll(out[i], "-", "")
		}
	}
	return out
}

// figures is what a page must repeat exactly: where it stands in either syntax
// and where it must be found after reading.
var figures = []struct {
	name, ubl, cii string
	got            func(intake.Parsed) []string
}{
	{"number", "ID", "ExchangedDocument/ID", func(p intake.Parsed) []string { return one(p.Number) }},
	{"issued", "IssueDate", "ExchangedDocument/IssueDateTime/DateTimeString", func(p intake.Parsed) []string { return undated(p, p.IssuedOn) }},
	{"due", "DueDate", settlement + "SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString", func(p intake.Parsed) []string { return undated(p, p.DueOn) }},
	{"currency", "DocumentCurrencyCode", settlement + "InvoiceCurrencyCode", func(p intake.Parsed) []string { return one(p.Currency) }},
	{"lines total", "LegalMonetaryTotal/LineExtensionAmount", monetary + "LineTotalAmount", func(p intake.Parsed) []string { return one(p.Content.Sums.Lines) }},
	{"allowances total", "LegalMonetaryTotal/AllowanceTotalAmount", monetary + "AllowanceTotalAmount", func(p intake.Parsed) []string { return one(p.Content.Sums.Allowances) }},
	{"charges total", "LegalMonetaryTotal/ChargeTotalAmount", monetary + "ChargeTotalAmount", func(p intake.Parsed) []string { return one(p.Content.Sums.Charges) }},
	{"net", "LegalMonetaryTotal/TaxExclusiveAmount", monetary + "TaxBasisTotalAmount", func(p intake.Parsed) []string { return one(p.Totals.Net) }},
	{"gross", "LegalMonetaryTotal/TaxInclusiveAmount", monetary + "GrandTotalAmount", func(p intake.Parsed) []string { return one(p.Totals.Gross) }},
	{"paid", "LegalMonetaryTotal/PrepaidAmount", monetary + "TotalPrepaidAmount", func(p intake.Parsed) []string { return one(p.Totals.Paid) }},
	{"rounding", "LegalMonetaryTotal/PayableRoundingAmount", monetary + "RoundingAmount", func(p intake.Parsed) []string { return one(p.Content.Sums.Rounding) }},
	{"due amount", "LegalMonetaryTotal/PayableAmount", monetary + "DuePayableAmount", func(p intake.Parsed) []string { return one(p.Totals.Due) }},
	{"tax base per rate", "TaxTotal/TaxSubtotal/TaxableAmount", settlement + "ApplicableTradeTax/BasisAmount", func(p intake.Parsed) []string {
		return each(p.Content.Taxes, func(t portal.Tax) portal.Amount { return t.Base })
	}},
	{"tax per rate", "TaxTotal/TaxSubtotal/TaxAmount", settlement + "ApplicableTradeTax/CalculatedAmount", func(p intake.Parsed) []string {
		return each(p.Content.Taxes, func(t portal.Tax) portal.Amount { return t.Amount })
	}},
	{"tax rates", "TaxTotal/TaxSubtotal/TaxCategory/Percent", settlement + "ApplicableTradeTax/RateApplicablePercent", func(p intake.Parsed) []string {
		return each(p.Content.Taxes, func(t portal.Tax) portal.Amount { return t.Percent })
	}},
	{"preceding", "BillingReference/InvoiceDocumentReference/ID", settlement + "InvoiceReferencedDocument/IssuerAssignedID", func(p intake.Parsed) []string {
		return each(p.Content.Preceding, func(r portal.Preceding) string { return r.Number })
	}},
	{"notes", "Note", "ExchangedDocument/IncludedNote/Content", func(p intake.Parsed) []string {
		return each(p.Content.Notes, func(n portal.Note) string { return n.Text })
	}},
	{"allowance and charge amounts", "AllowanceCharge/Amount", settlement + "SpecifiedTradeAllowanceCharge/ActualAmount", func(p intake.Parsed) []string {
		return each(p.Content.Adjustments, func(a portal.Adjustment) portal.Amount { return a.Amount })
	}},
	{"allowance and charge reasons", "AllowanceCharge/AllowanceChargeReason", settlement + "SpecifiedTradeAllowanceCharge/Reason", func(p intake.Parsed) []string {
		return each(p.Content.Adjustments, func(a portal.Adjustment) string { return a.Reason })
	}},
	{"accounts", "PaymentMeans/PayeeFinancialAccount/ID", settlement + "SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID", func(p intake.Parsed) []string {
		return each(p.Content.Means, func(m portal.Means) string { return m.IBAN })
	}},
	{"seller", "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName", agreement + "SellerTradeParty/Name", func(p intake.Parsed) []string { return one(p.Content.Seller.Name) }},
	{"seller city", "AccountingSupplierParty/Party/PostalAddress/CityName", agreement + "SellerTradeParty/PostalTradeAddress/CityName", func(p intake.Parsed) []string { return one(p.Content.Seller.Address.City) }},
	{"seller tax ids", "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID", agreement + "SellerTradeParty/SpecifiedTaxRegistration/ID", func(p intake.Parsed) []string {
		return each(p.Content.Seller.TaxIDs, func(i portal.ID) string { return i.Value })
	}},
	{"buyer", "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName", agreement + "BuyerTradeParty/Name", func(p intake.Parsed) []string { return one(p.Content.Buyer.Name) }},
	{"buyer city", "AccountingCustomerParty/Party/PostalAddress/CityName", agreement + "BuyerTradeParty/PostalTradeAddress/CityName", func(p intake.Parsed) []string { return one(p.Content.Buyer.Address.City) }},
	{"line ids", "InvoiceLine/ID", item + "AssociatedDocumentLineDocument/LineID", lines(func(l portal.Line) string { return l.ID })},
	{"line names", "InvoiceLine/Item/Name", item + "SpecifiedTradeProduct/Name", lines(func(l portal.Line) string { return l.Name })},
	{"line quantities", "InvoiceLine/InvoicedQuantity", item + "SpecifiedLineTradeDelivery/BilledQuantity", lines(func(l portal.Line) portal.Amount { return l.Quantity })},
	{"line prices", "InvoiceLine/Price/PriceAmount", item + "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount", lines(func(l portal.Line) portal.Amount { return l.Price })},
	{"line nets", "InvoiceLine/LineExtensionAmount", lineSum + "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", lines(func(l portal.Line) portal.Amount { return l.Net })},
	{"line rates", "InvoiceLine/Item/ClassifiedTaxCategory/Percent", lineSum + "ApplicableTradeTax/RateApplicablePercent", lines(func(l portal.Line) portal.Amount { return l.TaxPercent })},
	{"line adjustments", "InvoiceLine/AllowanceCharge/Amount", lineSum + "SpecifiedTradeAllowanceCharge/ActualAmount", func(p intake.Parsed) []string {
		var out []string
		for _, l := range p.Content.Lines {
			out = append(out, each(l.Adjustments, func(a portal.Adjustment) portal.Amount { return a.Amount })...)
		}
		return out
	}},
}

func lines[S ~string](get func(portal.Line) S) func(intake.Parsed) []string {
	return func(p intake.Parsed) []string { return each(p.Content.Lines, get) }
}

func TestRealDocumentsKeepEveryFigure(t *testing.T) {
	for _, file := range realFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { comparedWithRaw(t, read(t, file)) })
	}
}

func read(t *testing.T, file string) intake.File {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return intake.File{Name: file, Body: body}
}

// comparedWithRaw reads a document and holds it against its raw XML.
func comparedWithRaw(t *testing.T, f intake.File) {
	t.Helper()
	p, err := intake.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	root, leaves := walk(t, f.Body)
	for _, fig := range figures {
		path := strings.NewReplacer("InvoiceLine/", lineOf(root), "InvoicedQuantity", quantityOf(root)).Replace(fig.ubl)
		if p.Syntax == portal.PartCII {
			path = fig.cii
		}
		want := raw(leaves, path)
		if path == "Note" {
			want = withoutSubjects(want)
		}
		if diff := cmp.Diff(want, fig.got(p)); diff != "" {
			t.Errorf("%s (%s) -file +read:\n%s", fig.name, path, diff)
		}
	}
	nothingLost(t, p, leaves)
}

// withoutSubjects takes off the subject codes that UBL writes into its notes.
func withoutSubjects(notes []string) []string {
	for i, n := range notes {
		if parts := strings.SplitN(n, "#", 3); len(parts) == 3 && parts[0] == "" {
			notes[i] = parts[2]
		}
	}
	return notes
}

func lineOf(root string) string {
	if root == "CreditNote" {
		return "CreditNoteLine/"
	}
	return "InvoiceLine/"
}

func quantityOf(root string) string {
	if root == "CreditNote" {
		return "CreditedQuantity"
	}
	return "InvoicedQuantity"
}

// formal are the ends of paths whose texts say nothing to a reader, or whose
// place in the content says it: schemes, indicators, classification codes.
var formal = []string{
	"/TaxScheme/ID", "ProfileID", "UBLVersionID", "UUID", "/ChargeIndicator", "/Indicator", "TypeCode",
	"BusinessProcessSpecifiedDocumentContextParameter/ID", "EmbeddedDocumentBinaryObject", "AttachmentBinaryObject",
	"/DescriptionCode", "DueDateTypeCode", "SpecifiedProcuringProject/Name",
}

// nothingLost fails for every text of the file that the content does not hold.
func nothingLost(t *testing.T, p intake.Parsed, leaves []leaf) {
	t.Helper()
	p.XML, p.PDF = nil, nil
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(body, &tree); err != nil {
		t.Fatal(err)
	}
	held := stringsIn(tree)
	for _, l := range leaves {
		if slices.ContainsFunc(formal, func(end string) bool { return strings.HasSuffix(l.path, end) }) {
			continue
		}
		text := l.text
		if l.attrs["format"] == "102" {
			text = text[:4] + "-" + text[4:6] + "-" + text[6:]
		}
		if !slices.ContainsFunc(held, func(s string) bool { return s == text || strings.Contains(text, s) && strings.HasPrefix(text, "#") }) {
			t.Errorf("lost %s: %q", l.path, l.text)
		}
	}
}

// stringsIn returns all texts of a JSON value.
func stringsIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, stringsIn(e)...)
		}
		return out
	case map[string]any:
		var out []string
		for _, e := range v {
			out = append(out, stringsIn(e)...)
		}
		return out
	}
	return nil
}
