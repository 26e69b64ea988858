package views

// Outcome is the page of a decision that was taken: just now, earlier by this
// browser, earlier by somebody, or the other way than the reader wanted.
type Outcome struct {
	Frame    Frame
	Tick     bool   // approved just now: a check mark above the heading
	Conflict Text   // "Your approval was **not** saved, because …"; empty: no conflict
	Heading  string // "You approved the connection"
	Lead     []Text
	Facts    []Fact // "Approved", "Cases"
	Steps    *Steps // "What happens next"
	Back     *Back  // nil: the partner named no address to go back to
	After    []Text // "Changed your mind? …", "You can close this page. …"
	Receipt  *Receipt
	NotUs    *Ask // "This was not us"; nil where the reader decided
}

// Back leads to the partner who asked. The host stands beside it, so that
// nobody is taken anywhere unawares.
type Back struct {
	Label string // "Back to Ledgerline"
	URL   string
	Host  Text // "Opens app.ledgerline.example"
}

// Receipt is what people keep: it is printed with the page.
type Receipt struct {
	Heading string // "For your records"
	Rows    []Fact // decision, time, by whom, reference, request
	Hint    string // on the screen only: "Print this page, or save it as a PDF, to keep a copy."
}
