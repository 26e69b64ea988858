package views

// Invoice is the page of one invoice or credit note. Which of the two it is,
// and how it stands, is in its words; every figure is the issuer's.
type Invoice struct {
	Frame      Frame
	Heading    string     // "Invoice INV-2026-0417"
	Amount     string     // the figure people came for: "€1,309.00", "Paid"
	Badge      Badge      // zero: none
	Pay        Text       // "Pay by **Monday 30 November 2026** by bank transfer."
	Callouts   []Callout  // calm notices: lines that do not add up, an overdue date, a copy of what went by Peppol
	PayNow     *Action    // "Pay €1,309.00", then the main button; nil: nothing to pay, or no provider
	Downloads  []Download // the first is the main button where there is no PayNow; may be empty
	Hint       Text       // under the buttons: where one pays, why a file asks for a code; may be empty
	Payment    []Facts    // one list per means of payment
	Parties    []Party    // from, to, and any payee, tax representative, delivery
	References []Fact     // order, contract, buyer reference, period, delivery, preceding invoice
	Notes      Notes
	Lines      Lines
	AsOf       string     // "Amounts as of …", under the table; empty: none
	Documents  *Documents // a section of its own where the list is too long for the stub
	Tasks      Tasks      // what else can be done: correct billing data, report a problem
}

// Callout is a notice inside a page.
type Callout struct {
	Tone    Tone
	Icon    Icon
	Heading string // may be empty
	Text    Text
}

// Download is a button that fetches a file.
type Download struct {
	Label string // "Download PDF", "Download a copy (PDF)", "E-invoice (XML)"
	URL   string
	Icon  Icon
	Asks  bool // URL is a page that asks for a click or a code before it gives the file
}

// Party is an address block.
type Party struct {
	Heading string   // "From"
	Lines   []string // name, street, town, country, VAT id, contact; one per line
}

// Notes is free text of the issuer.
type Notes struct {
	Heading    string
	Paragraphs []string // line breaks inside a paragraph are kept
}

// Lines is a table of what is paid for, with the totals below it.
type Lines struct {
	Caption string // for screen readers: "What you are paying for, 1 to 31 October 2026"
	Head    LineHead
	Rows    []Line
	Empty   string // said in place of rows where there are none
	Totals  []Total
}

// LineHead are the column heads. Where Quantity, Price or Tax is empty, the
// table has no such column.
type LineHead struct {
	Description string // "Description", or the billing period
	Quantity    string
	Price       string
	Tax         string
	Amount      string
}

// Line is one row. On a phone Folded stands under the name in place of the
// columns quantity, price and tax.
type Line struct {
	Name        string
	Description []string // description, note: one per line
	Attributes  []Fact   // item attributes, article numbers, period, order line
	Quantity    string   // "10 seats"
	Price       string   // "€90.00", "€90.00 per 12"
	Tax         string   // "19%"
	Folded      string   // "10 seats at €90.00, VAT 19%"
	Amount      string
	Adjustments []Adjustment // allowances and charges that the line's amount includes
	Changed     string       // "was €90.00, now €95.00"; empty: as it was
	Gone        string       // "no longer sold": the name and figures are struck through; empty: still sold
}

// Adjustment is an allowance or charge of one line.
type Adjustment struct {
	Label  string // "Discount, loyalty (5%)"
	Amount string // "−€4.50"
}

// Total is one row below the lines: sums, document allowances and charges, one
// per tax rate, prepaid, rounding, amount due.
type Total struct {
	Label  string // "VAT 19%"
	Note   string // "on €1,200.00", an exemption reason; may be empty
	Amount string
	Due    bool // the row people look for
}
