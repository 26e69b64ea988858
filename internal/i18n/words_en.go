package i18n

import (
	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en"
)

var english = &words{
	tag:   "en",
	names: en.New(),

	cityTime:  "{city} time",
	daysLeft:  oneOther("{n} day left", "{n} days left"),
	daysAgo:   oneOther("{n} day ago", "{n} days ago"),
	hoursLeft: oneOther("{n} hour left", "{n} hours left"),
	hoursAgo:  oneOther("{n} hour ago", "{n} hours ago"),
	daysIn:    oneOther("in {n} day", "in {n} days"),
	hoursIn:   oneOther("in {n} hour", "in {n} hours"),
	lessIn:    "in less than 1 hour",
	lessLeft:  "less than 1 hour left",
	lessAgo:   "less than 1 hour ago",

	units: map[string][2]string{
		// "One" and "each" add nothing to a bare quantity.
		"C62": {"", ""}, "EA": {"", ""},
		"H87": {"piece", "pieces"}, "XPP": {"piece", "pieces"}, "PCE": {"piece", "pieces"}, "NAR": {"article", "articles"},
		"SET": {"set", "sets"}, "PR": {"pair", "pairs"}, "DZN": {"dozen", "dozen"}, "LS": {"lump sum", "lump sums"},
		"E48": {"service unit", "service units"}, "E49": {"working day", "working days"}, "IE": {"person", "persons"},
		"SEC": {"second", "seconds"}, "MIN": {"minute", "minutes"}, "HUR": {"hour", "hours"}, "DAY": {"day", "days"},
		"WEE": {"week", "weeks"}, "MON": {"month", "months"}, "QAN": {"quarter", "quarters"}, "ANN": {"year", "years"},
		"GRM": {"g", "g"}, "KGM": {"kg", "kg"}, "TNE": {"t", "t"}, "LBR": {"lb", "lb"}, "ONZ": {"oz", "oz"},
		"MMT": {"mm", "mm"}, "CMT": {"cm", "cm"}, "MTR": {"m", "m"}, "KMT": {"km", "km"}, "KTM": {"km", "km"},
		"LM": {"linear metre", "linear metres"}, "SMI": {"mile", "miles"},
		"MTK": {"m²", "m²"}, "HAR": {"ha", "ha"}, "MTQ": {"m³", "m³"},
		"MLT": {"ml", "ml"}, "CLT": {"cl", "cl"}, "LTR": {"l", "l"}, "HLT": {"hl", "hl"},
		"WHR": {"Wh", "Wh"}, "KWH": {"kWh", "kWh"}, "MWH": {"MWh", "MWh"}, "KWT": {"kW", "kW"}, "JOU": {"J", "J"},
		"AD": {"byte", "bytes"}, "2P": {"KB", "KB"}, "4L": {"MB", "MB"}, "E34": {"GB", "GB"}, "E35": {"TB", "TB"},
		"P1": {"percent", "percent"}, "ZZ": {"", ""},
		"XBX": {"box", "boxes"}, "BX": {"box", "boxes"}, "XCT": {"carton", "cartons"}, "XPK": {"package", "packages"},
		"PK": {"package", "packages"}, "XPA": {"packet", "packets"}, "XBG": {"bag", "bags"}, "XBO": {"bottle", "bottles"},
		"XCR": {"crate", "crates"}, "XPX": {"pallet", "pallets"}, "XRO": {"roll", "rolls"}, "XST": {"sheet", "sheets"},
		"XCS": {"case", "cases"}, "XCA": {"can", "cans"}, "XUN": {"unit", "units"},
	},
	taxCategories: map[string]string{
		"S": "Standard rate", "Z": "Zero rated", "E": "Exempt from tax", "AE": "Reverse charge",
		"K": "Intra-Community supply", "G": "Export outside the EU", "O": "Outside the scope of tax",
		"L": "Canary Islands tax (IGIC)", "M": "Ceuta and Melilla tax (IPSI)", "B": "Split payment",
	},
	means: map[string]string{
		"1": "Not specified", "10": "Cash", "20": "Cheque", "30": "Bank transfer", "31": "Bank transfer", "42": "Bank transfer",
		"48": "Bank card", "49": "Direct debit", "54": "Credit card", "55": "Debit card",
		"57": "Standing agreement", "58": "SEPA transfer", "59": "SEPA direct debit",
		"68": "Online payment", "93": "Giro", "97": "Clearing between partners", "ZZZ": "As agreed",
	},
	kinds: map[string]string{
		"invoice": "Invoice", "credit_note": "Credit note", "credit_note_full": "Credit note",
		"credit_note_partial": "Partial credit note", "credit_note_chargeback": "Chargeback credit note",
		"corrected_invoice": "Corrected invoice", "payment_request": "Payment request",
		"prepayment_invoice": "Prepayment invoice", "self_billed_invoice": "Self-billed invoice",
		"quote": "Quote", "receipt": "Receipt", "test_document": "Test document", "document": "Document",
	},
	references: map[string]string{
		"buyer": "Buyer reference", "order": "Order", "sales-order": "Sales order", "contract": "Contract",
		"project": "Project", "despatch": "Despatch advice", "receipt": "Receiving advice",
		"tender": "Tender or lot", "object": "Invoiced object", "accounting": "Buyer accounting reference",
	},
	subjects: map[string]string{
		"AAC": "Dangerous goods", "AAI": "General information", "AAJ": "Additional conditions of sale",
		"AAK": "Price conditions", "AAR": "Terms of delivery", "AAT": "Payment information",
		"AAY": "Certification", "AAZ": "Handling", "ABL": "Legal information", "ABN": "Accounting information",
		"ACB": "Additional information", "ADU": "Note", "AEA": "Additional attributes",
		"AFM": "Rebate conditions", "CUS": "Customs", "DEL": "Delivery", "INV": "Invoice instruction",
		"PMD": "Payment details", "PMT": "Payment", "REG": "Regulatory information", "SUR": "Supplier remarks",
		"TXD": "Tax",
	},
	allowances: map[string]string{
		"41": "Bonus for works ahead of schedule", "42": "Other bonus", "60": "Manufacturer’s consumer discount",
		"62": "Due to military status", "63": "Due to work accident", "64": "Special agreement",
		"65": "Production error discount", "66": "New outlet discount", "67": "Sample discount",
		"68": "End-of-range discount", "70": "Incoterm discount", "71": "Point of sales threshold allowance",
		"88": "Material surcharge or deduction", "95": "Discount", "100": "Special rebate",
		"102": "Fixed long term", "103": "Temporary", "104": "Standard", "105": "Yearly turnover",
	},
	charges: map[string]string{
		"AA": "Advertising", "AAA": "Telecommunication", "ABL": "Additional packaging", "ADR": "Other services",
		"ADT": "Pick-up", "CG": "Cleaning", "DL": "Delivery", "FC": "Freight", "FI": "Financing", "HD": "Handling",
		"IN": "Insurance", "LA": "Labelling", "MAE": "Mounting", "PC": "Packing", "PL": "Palletizing",
		"SH": "Special handling", "TS": "Testing", "TX": "Tax",
	},
	countries: map[string]string{"1A": "Kosovo", "XI": "United Kingdom (Northern Ireland)", "EL": "Greece"},
}

func oneOther(one, other string) plural {
	return plural{locales.PluralRuleOne: one, locales.PluralRuleOther: other}
}
