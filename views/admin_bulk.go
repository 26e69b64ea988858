package views

import "strconv"

// BulkReissue shows what new links for many requests would do, and asks.
type BulkReissue struct {
	Frame    AdminFrame
	Problems *Problems
	Heading  string // "Send 18 new links"
	Lead     string // "15 get an email. 3 are left out."
	Rows     []BulkRow
	Form     *BulkForm // nil: none of them can get a new link
	Cancel   Link
}

// BulkRow says what becomes of one request.
type BulkRow struct {
	Title     string
	URL       string
	Partner   string
	Reference string
	Outcome   Badge  // "Gets an email", "Left out", "Sent", "Failed"
	Why       string // "The address bounced"; may be empty
}

// BulkForm starts the job.
type BulkForm struct {
	URL    string
	Hidden []Hidden // the job's id, and id=… for each request
	Days   []Choice
	Effect string // "The links in force stop working. …"
	Type   *Field // confirm: "Type 214 to confirm"; nil: not so many
	Label  string // "Send 15 new links"
}

// BulkProgress shows how far the job has come. While it runs the page is
// answered with a Refresh header.
type BulkProgress struct {
	Frame   AdminFrame
	Heading string // "Sending 15 new links"
	Done    int
	All     int
	Text    string // "9 of 15 sent, 0 failed, about 20 seconds left"
	Running bool
	Every   string // while it runs: "This page refreshes every 3 seconds. The work goes on when you leave."
	URL     string // this page
	Stop    *PostButton
	Failed  []BulkRow
	Results *Link // the results as CSV; nil while it runs
	Back    Link
}

func (b BulkProgress) done() string { return strconv.Itoa(b.Done) }

func (b BulkProgress) all() string { return strconv.Itoa(b.All) }
