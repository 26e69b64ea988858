package views

// Step is one step of an action: a choice to make, or the exact effect of a
// choice with the button that takes it. The public forms for cancelling and
// withdrawing are Steps as well.
type Step struct {
	Frame    Frame
	Problems *Problems // nil: nothing is wrong
	Heading  string    // "Check your change"
	Notices  []Callout // "The amounts have changed since you looked. Check them again."
	Lead     []Text
	Facts    []Facts // From, To, Starts, You pay now, Then; with a heading where there are several lists
	Lines    Lines   // the preview of the billing system, credits among its rows; zero: none
	Held     Text    // "These amounts are held until **16:20**."
	Lists    []Points
	Form     *Form // nil: there is nothing to press, the lead says why
	Back     *Link // "Go back", "Keep my subscription"; beside the button
	Details  []Detail
}

// Points is a list of short plain lines: what somebody gets and keeps, or what
// stops.
type Points struct {
	Heading string // "You get", "What stops"
	Ends    bool   // the lines are lost: a cross stands before each, else a check mark
	Items   []Text
}

// Form is a form that posts, with one button.
type Form struct {
	URL    string
	Hidden []Hidden
	Inputs []Input
	Above  []Text // said right above the button: "You enter your card details at Stripe. …"
	Label  string // of the button, with the money or the date: "Cancel on 30 November 2026"
	Name   string // of the button; empty: it sends nothing of its own
	Value  string
}

// Input is one thing to fill in. Exactly one of its fields is set.
type Input struct {
	Field *Field // text, number, e-mail, date, several lines
	Pick  *Pick  // a choice in few words
	Cards *Cards // a choice with a price and a description
	Box   *Box   // something to tick
}

// Cards is a choice of one offer. Its Name is also the id of its first button.
type Cards struct {
	Name    string
	Legend  string
	Hint    Text
	Error   string
	Choices []Card
}

// Card is one offer.
type Card struct {
	Value      string
	Title      string // "Business plan"
	Badge      Badge  // "Your plan now"; zero: none
	Line       string // "Everything in Team, and single sign-on"
	Price      string // "€110.00 per month"; empty: the billing system has named none
	Difference string // "€20.00 more each month"
	Checked    bool
}

// Box is one box to tick. Its Name is also its id.
type Box struct {
	Name    string
	Value   string
	Label   string // "Also pay the €90.00 that is open"
	Hint    Text
	Error   string
	Checked bool
}

func (c Cards) described() string { return described(c.Name, len(c.Hint) > 0, c.Error != "") }

func (b Box) described() string { return described(b.Name, len(b.Hint) > 0, b.Error != "") }
