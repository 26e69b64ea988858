package intake

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/speedata/einvoice"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// sumRules are the rules of EN 16931-1 whose breach a reader can see: figures
// that do not follow from each other. Formalities (a missing code, an unlisted
// scheme) are the issuer's business and not flagged. Each rule explains itself
// from the figures in the document.
var sumRules = map[string]func(portal.Content) []string{
	"BR-CO-10":            explainLines,
	"BR-FXEXT-CO-10":      explainLines,
	"BR-CO-11":            explainAllowances,
	"BR-CO-12":            explainCharges,
	"BR-CO-13":            explainNet,
	"BR-CO-14":            explainTax,
	"BR-CO-15":            explainGross,
	"BR-CO-16":            explainDue,
	"BR-CO-17":            explainTaxRows,
	"BR-S-08":             explainBases,
	"BR-Z-08":             explainBases,
	"BR-E-08":             explainBases,
	"BR-AE-08":            explainBases,
	"BR-IC-08":            explainBases,
	"BR-G-08":             explainBases,
	"BR-O-08":             explainBases,
	"BR-FXEXT-S-08":       explainBases,
	"BR-FXEXT-Z-08":       explainBases,
	"BR-FXEXT-E-08":       explainBases,
	"BR-FXEXT-AE-08":      explainBases,
	"BR-USER-05":          explainLineNets,
	"PEPPOL-EN16931-R120": explainLineNets,
}

// lineRule is the library's own name for a line whose quantity and price do not
// make its amount, which EN 16931-1 leaves open; we call it "line-amount".
const lineRule = "BR-USER-05"

// maxFlags bounds what one document says about itself.
const maxFlags = 50

// check has the library read and validate the document and turns every sum
// rule that it finds broken into flags with the issuer's figures. A document
// the library cannot read is flagged as not checked.
func check(text []byte, p Parsed) []portal.Flag {
	found, err := violations(text)
	if err != nil {
		return []portal.Flag{{Code: "unchecked", Detail: "The sums of this document could not be checked, because it is not written quite as EN 16931 asks."}}
	}
	var flags []portal.Flag
	seen := map[string]bool{}
	for _, v := range found {
		code := v.Rule.Code
		explain, ours := sumRules[code]
		if !ours || seen[code] {
			continue
		}
		seen[code] = true
		if code == lineRule {
			code = "line-amount"
		}
		for _, detail := range explain(p.Content) {
			flags = append(flags, portal.Flag{Code: code, Detail: detail})
		}
	}
	if len(flags) > maxFlags {
		flags = flags[:maxFlags]
	}
	return flags
}

// violations reads and validates with the library, whose panics are errors
// here. The library checks only documents that name EN 16931 as their profile;
// taking the schema away makes it check every one.
func violations(text []byte) (found []einvoice.SemanticError, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("check e-invoice: %v", r)
		}
	}()
	inv, err := einvoice.ParseReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("check e-invoice: %w", err)
	}
	inv.SchemaType = einvoice.SchemaTypeUnknown
	var invalid *einvoice.ValidationError
	if errors.As(inv.Validate(), &invalid) {
		found = invalid.Violations()
	}
	return append(found, inv.Warnings()...), nil
}
