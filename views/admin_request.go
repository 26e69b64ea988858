package views

// Requests is the list of link requests.
type Requests struct {
	Frame    AdminFrame
	Tabs     []Tab    // All, Waiting, Ending soon, Expired, …
	State    string   // the tab's value, kept when the partner changes
	Partners []Option // to narrow the list; none: there is one partner
	Accounts []Option // the same by account
	Rows     []RequestRow
	All      string       // this page with every box ticked; empty: not offered
	Every    *Link        // the page that asks about all of the list, not only this page; nil: not offered
	Empty    string       // what to do where there is none
	Next     string       // address of the page behind this one; empty: this is the last
	Bulk     []BulkAction // what may be done with the ticked rows; none: the role may not
}

// RequestRow is one request in a list. Its box is called id.
type RequestRow struct {
	ID        string // value of the box
	Ticked    bool
	URL       string
	Title     string // the company
	Partner   string
	Reference string
	State     Badge
	Window    string // "2 days left", "expired 20 Nov"
	Trouble   string // "Mail bounced"; empty: none
	Full      string // when it ends, in full
	Last      string // what happened last: "Reminder asked for"; empty: nothing on record
	Touched   Moment
	Acts      []Link // "New link", "Copy"; none: the role may not, or it would mend nothing
}

// BulkAction is a button below the list. It gets the ticked rows as id=… in
// the address of the page that asks before anything is done.
type BulkAction struct {
	Label string // "Send new links …"
	URL   string
}

// RequestDetail is everything about one request.
type RequestDetail struct {
	Frame     AdminFrame
	Heading   string // "Ledgerline asks Harbour & Pine ApS"
	Reference string
	State     Badge
	Asks      []PostButton
	Fix       Fix  // its reissue form sends the attempt as generation
	Bar       *Bar // the window of the current attempt
	Window    string
	Decision  []AdminFact // what was decided, when, by whom, why; none: nothing yet
	Cases     Cases
	Attempts  []Attempt // newest first
	Story     Story
	Facts     []AdminFact
	Others    []Link // the pages about the companies that are asked
	Withdraw  string // the page that asks before it withdraws; empty: over, or not allowed
}

// Cases are the cases a request carries.
type Cases struct {
	Summary string // "3 cases, DKK 41,250.00 in total"
	Rows    []CaseRow
	Retry   *PostButton // lands the failed ones again; nil: none failed, or not allowed
}

// CaseRow is one case.
type CaseRow struct {
	Reference string // the creditor's
	Debtor    string
	Amount    string
	State     Badge  // Held, Landed, Failed, Dropped
	Error     string // why it failed
}
