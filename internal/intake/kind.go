package intake

import (
	"encoding/xml"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The root elements of the documents we read.
const (
	rootInvoice    = "inv:Invoice"
	rootCreditNote = "cn:CreditNote"
	rootCII        = "rsm:CrossIndustryInvoice"
)

func isRoot(name string) bool {
	return name == rootInvoice || name == rootCreditNote || name == rootCII
}

// unknownRoot refuses a document of another kind, with a better word for the
// ones that people do send.
func unknownRoot(name xml.Name) error {
	switch name.Local {
	case "CrossIndustryDocument":
		return Refusal{"this is a ZUGFeRD 1.0 invoice, which is older than EN 16931; ask for ZUGFeRD 2, Factur-X or XRechnung"}
	case "SCRDMCCBDACIOMessageStructure", "Order":
		return Refusal{"this is an order, not an invoice"}
	}
	return Refusal{fmt.Sprintf("the root element is %q of namespace %q, which is no e-invoice; send UBL 2.1 (Invoice, CreditNote) or CII (CrossIndustryInvoice)",
		shorten(name.Local), shorten(name.Space))}
}

// kinds maps the type codes of UNTDID 1001 that EN 16931 and its users know to
// what a customer calls the document. Codes of debit notes, freight, rent,
// construction and the like are invoices to whoever has to pay them.
var kinds = map[string]portal.DocumentKind{
	"71":  portal.KindPaymentRequest,
	"325": portal.KindPaymentRequest, // pro forma

	"81":  portal.KindCreditNote,
	"83":  portal.KindCreditNote,
	"261": portal.KindCreditNote,
	"262": portal.KindCreditNote,
	"296": portal.KindCreditNote,
	"308": portal.KindCreditNote,
	"381": portal.KindCreditNote,
	"396": portal.KindCreditNote,
	"420": portal.KindCreditNote,
	"458": portal.KindCreditNote,
	"532": portal.KindCreditNote,

	"384": portal.KindCorrected,
	"471": portal.KindCorrected,
	"472": portal.KindCorrected,
	"473": portal.KindCorrected,

	"386": portal.KindPrepayment,
	"500": portal.KindPrepayment,
	"501": portal.KindPrepayment,
	"502": portal.KindPrepayment,
	"503": portal.KindPrepayment,

	"389": portal.KindSelfBilled,
	"527": portal.KindSelfBilled,

	"310": portal.KindQuote,

	"80": portal.KindInvoice, "82": portal.KindInvoice, "84": portal.KindInvoice,
	"130": portal.KindInvoice, "202": portal.KindInvoice, "203": portal.KindInvoice,
	"204": portal.KindInvoice, "211": portal.KindInvoice, "218": portal.KindInvoice,
	"219": portal.KindInvoice, "295": portal.KindInvoice, "326": portal.KindInvoice,
	"331": portal.KindInvoice, "380": portal.KindInvoice, "382": portal.KindInvoice,
	"383": portal.KindInvoice, "385": portal.KindInvoice, "387": portal.KindInvoice,
	"388": portal.KindInvoice, "390": portal.KindInvoice, "393": portal.KindInvoice,
	"394": portal.KindInvoice, "395": portal.KindInvoice, "456": portal.KindInvoice,
	"457": portal.KindInvoice, "553": portal.KindInvoice, "575": portal.KindInvoice,
	"623": portal.KindInvoice, "633": portal.KindInvoice, "751": portal.KindInvoice,
	"780": portal.KindInvoice, "870": portal.KindInvoice, "875": portal.KindInvoice,
	"876": portal.KindInvoice, "877": portal.KindInvoice, "935": portal.KindInvoice,
}

// kindOf names the document. A UBL credit note is one whatever its code says,
// since its amounts are meant so; an unknown code is a document of no kind.
func kindOf(root, code string) portal.DocumentKind {
	if root == rootCreditNote {
		return portal.KindCreditNote
	}
	if code == "" && root == rootInvoice {
		return portal.KindInvoice
	}
	if kind, ok := kinds[code]; ok {
		return kind
	}
	return portal.KindOther
}
