package views

// Imports is the history of imports.
type Imports struct {
	Frame    AdminFrame
	Tabs     []Tab    // Imports, Messages of billing systems
	Accounts []Option // to narrow the list; none: there is one account
	New      string   // the form for another; empty: not allowed
	Rows     []ImportRow
	Empty    string
	Next     string
}

// ImportRow is one import of the list.
type ImportRow struct {
	URL    string
	Name   string // of the file
	Sub    string // "Northwind Collect, a dry run by maria@northwind.example"
	State  Badge
	Counts string // "212 new, 3 refused"
	At     Moment
}

// ImportForm takes a file.
type ImportForm struct {
	Frame    AdminFrame
	Problems *Problems
	URL      string
	Hidden   []Hidden
	Accounts []Option // account
	Hint     string   // under the file
	Error    string   // what is wrong with the file; empty: nothing
	Dry      bool     // the box for a dry run is ticked
	Cancel   Link
}

// Import is everything about one import.
type Import struct {
	Frame   AdminFrame
	Heading string // the file
	State   Badge
	Fix     Fix // Reissue and Remind stay nil here
	Far     *ImportFar
	Facts   []AdminFact
	Tabs    []Tab // by verdict
	Rows    []Verdict
	Empty   string
	Next    string
	Files   []Link // the verdicts as files
	Now     *PostButton
	Undo    string // the page that asks; empty: it cannot be taken back, or not by them
}

// ImportFar is how far an import is that is not over.
type ImportFar struct {
	Text  string // "1,200 rows read"
	Value string // of Max; empty: nobody knows how much is left
	Max   string
	Every string // "This page refreshes every 3 seconds."
	URL   string
}

// Verdict is one row of an import.
type Verdict struct {
	Row    string // "17"
	Kind   string // "Customer"
	ID     string
	URL    string // its page; empty: it has none
	State  Badge
	Reason string
}

// ImportActed says why an import is not taken back.
type ImportActed struct {
	Frame   AdminFrame
	Heading string
	Lead    string
	Rows    []ActedRow
	Back    Link
}

// ActedRow is a row of an import that somebody acted on since.
type ActedRow struct {
	Row  string
	Kind string
	ID   string
	URL  string // empty: it has no page
	Act  string // "Opened by a visitor"
}

// Inbox is the list of messages of billing systems.
type Inbox struct {
	Frame    AdminFrame
	Tabs     []Tab // Imports, Messages of billing systems
	Cuts     []Tab // Waiting or refused, …
	Accounts []Option
	State    string // the cut, for the form
	Rows     []InboxRow
	Empty    string
	More     string // "The newest 100 are shown."; empty: these are all
}

// InboxRow is one message.
type InboxRow struct {
	Kind   string // "PaidOrderNotification"
	Sub    string // account and id
	State  Badge
	Reason string
	At     Moment
	Again  *PostButton // nil: not allowed, or it waits already
}
