package views

// Jobs is the list of what was done to many links at once.
type Jobs struct {
	Frame AdminFrame
	New   string // the page that asks for another; empty: the role may not
	Rows  []JobRow
	Empty string
	Next  string // address of the page behind this one; empty: this is the last
}

// JobRow is one job in a list.
type JobRow struct {
	URL     string
	Title   string // "New links for expired requests"
	Account string
	State   Badge
	Far     string // "9 of 15 sent, 0 failed"
	By      string
	Made    Moment
}

// JobNew chooses many links, shows what would be done to each, and asks.
type JobNew struct {
	Frame    AdminFrame
	Problems *Problems
	Back     Link
	Heading  string     // "Send 18 new links"
	Lead     string     // "20 requests are chosen: 18 get a new link, 2 are left out."
	Filter   *JobFilter // nil: rows were ticked
	Counts   []AdminFact
	Form     *JobForm // nil: there is nothing to do
	Rows     []JobItem
	Shown    string // "The first 100 are shown."; empty: all are
}

// JobFilter chooses by how links stand. It is a GET: the address can be passed
// on.
type JobFilter struct {
	URL      string
	Verbs    []Option // verb
	Topics   []Option // over
	Accounts []Option // account
	Partners []Option // partner
	Kinds    []Option // kind
	States   []Option // state
	Times    []Option // by
	From     Field
	Until    Field
}

// JobItem says what becomes, or became, of one object.
type JobItem struct {
	Title     string
	URL       string
	Sub       string // the partner, or the account
	Reference string
	Outcome   Badge  // "Gets an email", "Left out", "Sent", "Failed"
	Why       string // "The address bounced"; may be empty
}

// JobForm starts a job.
type JobForm struct {
	URL    string
	Hidden []Hidden
	Days   []Choice // of new links; none: the verb makes none
	Effect []string // "Links in force stop working. …"
	Type   *Field   // confirm: "Type 214 to confirm"; nil: not so many
	Label  string   // "Send 15 new links"
	Icon   Icon
	Danger bool
}

// Job is one job, while it is counted, waits, runs, and when it is over. While it
// moves the page is answered with a Refresh header.
type Job struct {
	Frame    AdminFrame
	Problems *Problems
	Back     Link
	Heading  string // "Sending 15 new links"
	State    Badge
	Notice   string       // what the reader must know first; may be empty
	Bar      *JobProgress // nil: it is not counted yet
	Text     string       // "9 of 15 sent, 0 failed, about 20 seconds left"
	Every    string       // while it moves: "This page refreshes every 3 seconds. The work goes on when you leave."
	URL      string       // this page
	Buttons  []PostButton // Undo, Pause, Go on, Stop
	Form     *JobForm     // it is counted and waits for an agreement
	Mend     string       // what can be undone of it, and what cannot
	Undo     *Link        // the page that asks about the undoing
	Files    []Link       // the results
	Facts    []AdminFact
	Tabs     []Tab // of the items, by what became of them
	Items    []JobItem
	Empty    string
	Next     string
}

// JobProgress is how far a job is.
type JobProgress struct{ Value, Max string }
