package views

// Approval is the page that asks a customer to decide on a connection. The same
// page, with a Check in its form, asks once more after a hurried answer, and with
// Problems says what was missing.
type Approval struct {
	Frame    Frame
	Problems *Problems // nil: nothing is wrong
	Heading  string    // "Ledgerline wants to connect to your Northwind account"
	Lead     []Text
	Facts    []Fact // "Asking", "On hold"
	Scope    *Scope // nil on the page that asks once more
	Form     DecisionForm
	Details  []Detail // "I was not expecting this"
	Asks     []Ask    // "I am not the right person"
}

// Scope says what a connection allows.
type Scope struct {
	Heading string // for screen readers: "What Ledgerline can do"
	Can     []Text
	Cannot  []Text
}

// DecisionForm is the one form that both answers are buttons of. The first
// button sends decision=approve, the second decision=decline; neither is what
// the Enter key presses.
type DecisionForm struct {
	URL     string
	Hidden  []Hidden // n, the form value bound to the link
	Pick    *Pick    // client: which company, where several matched; nil: one did
	Check   *Field   // check: the question that a machine cannot answer; nil: not asked
	Approve string   // "Approve connection"
	Decline string   // "Decline"
	Reason  *Reason  // nil: no reason is taken
}

// Reason is the field for a reason, closed until somebody opens it.
type Reason struct {
	Summary string // "Add a reason (only sent if you decline)"
	Open    bool   // something was written already
	Field   Field  // reason, 500 characters
}

// asks reports whether a field stands in the form that the Enter key could send.
func (f DecisionForm) asks() bool { return f.Pick != nil || f.Check != nil }
