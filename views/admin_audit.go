package views

// Audit is a page of one account's audit trail.
type Audit struct {
	Frame    AdminFrame
	Accounts []Option // the trails to choose from
	Account  string   // the one shown
	Rows     []AuditRow
	Next     string // address of the page behind this one; empty: this is the last
	Verified *AdminResult
}

// Option is one entry of a select box.
type Option struct {
	Value  string
	Label  string
	Chosen bool
}

// AuditRow is one entry of the trail.
type AuditRow struct {
	Number string
	At     Moment
	Who    string // "anna@example.com", "The customer", "The command line"
	What   string // "Link reissued"
	Detail string // "link 2, 30 days, mailed"
	About  string // "Invoice INV-2026-0417"
	URL    string // leads to what it is about; empty: nowhere
}
