package views

// Result is the page after an action: what was taken down, what happens next,
// and how to undo it. While something is awaited, the answer carries a Refresh
// header and the page the link Again for those who do not want to wait.
type Result struct {
	Frame   Frame
	Mark    ResultMark
	Heading string // "Your subscription ends on 30 November 2026"
	Lead    []Text
	Notices []Callout
	Facts   []Fact // with the reference
	Steps   *Steps
	Again   *Link   // "Look again now"; nil: nothing is awaited
	Action  *Action // "Try again", "Keep it after all"
	Undo    *Undo
	Receipt *Receipt
	Files   []Download // the receipt as a file
	Survey  *Survey
	After   []Text
	Links   []Link
	Details []Detail
}

// ResultMark says how it went, above the heading, for those who see it; the
// heading says it to everybody.
type ResultMark string

// The marks of a result.
const (
	ResultDone      ResultMark = "done"      // taken down, or carried out
	ResultWaiting   ResultMark = "waiting"   // somebody else has to answer first
	ResultRefused   ResultMark = "refused"   // the billing system or the provider said no
	ResultUnchanged ResultMark = "unchanged" // broken off: everything is as before
)

// Undo is the form that takes a pending change back.
type Undo struct {
	Action Action // "Undo this change"
	Hint   Text   // "You can undo it until 30 November 2026."
}

// Survey is a question that may be left alone.
type Survey struct {
	Heading string // "One question, if you like"
	Form    Form
}

// TestPayment is the page of the test payment provider: what a shop asks of
// it, and one button for each way it can go.
type TestPayment struct {
	Frame   Frame
	Mark    Callout // "Test payment provider. No money moves."
	Heading string  // "Pay €90.00 to Fjordlight Software"
	Lead    []Text
	Facts   []Fact
	URL     string
	Hidden  []Hidden
	Name    string // of all buttons: "result"
	Buttons []TestButton
}

// TestButton is one way a payment can go.
type TestButton struct {
	Value string // "succeed"
	Label string // "Succeed"
}
