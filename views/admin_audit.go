package views

// Audit is a page of the audit trail.
type Audit struct {
	Frame  AdminFrame
	Filter AuditFilter
	Zone   string // of the times: "Berlin time"
	Rows   []AuditRow
	Next   string // address of the page behind this one; empty: this is the last
	Export *AuditExport
	Verify string // the page that verifies; empty: not allowed
	Watch  *AuditWatch
}

// AuditWatch is what the servers found when they last walked over all trails.
type AuditWatch struct {
	State Badge  // Unbroken, Broken, Not walked yet
	Text  string // "Once a day a server walks over all trails. The last walk ended on 20 Nov 03:12 UTC and found no break."
}

// AuditFilter is what the trail can be narrowed by.
type AuditFilter struct {
	Problems *Problems
	Accounts []Option
	Actors   []Option
	Acts     []Option
	Object   Field
	From     Field
	Until    Field
	Clear    string // the page without them; empty: there are none
}

// AuditExport takes the trail away as a file, as it is narrowed.
type AuditExport struct {
	URL    string
	Hidden []Hidden
	Hint   string
}

// Option is one entry of a select box.
type Option struct {
	Value  string
	Label  string
	Chosen bool
}

// AuditRow is one entry of the trail.
type AuditRow struct {
	Number  string
	Trail   string // "northwind", "This installation"
	At      Moment
	Who     string // "anna@example.com", "The customer", "The command line"
	From    string // network, "192.0.2.0/24"; may be empty
	What    string // "Link reissued"
	Detail  string // "link 2, 30 days, mailed"
	Changes []AuditChange
	About   string // "Invoice INV-2026-0417"
	URL     string // leads to what it is about; empty: nowhere
}

// AuditChange is one value before and after.
type AuditChange struct{ Name, Before, After string }

// AuditVerify is the page that verifies trails.
type AuditVerify struct {
	Frame   AdminFrame
	Trails  []TrailCheck
	Watch   AuditWatch
	Running string // "Verifying northwind: 1,500 of 2,400 entries"; empty: nothing is under way
	URL     string
	Every   string // "This page refreshes every 2 seconds."
	Start   PostButton
	Anchors string // the anchors, to be copied
	File    string // address of the same as a file
}

// TrailCheck is how one trail was found.
type TrailCheck struct {
	Trail string
	State Badge  // Unbroken, Broken, Not verified yet
	Text  string // "Unbroken since 3 March 2026: 1,284 entries"
	When  string // "Verified 20 Nov 16:05, 12 entries since"
}
