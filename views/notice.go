package views

// Notice is a page that says how things stand and what to do next: expired,
// superseded, not yet, damaged, unavailable and their kin. Which words stand
// on it is the caller's business.
type Notice struct {
	Frame   Frame
	Tick    bool   // something was done: a check mark above the heading
	Heading string // the h1
	Lead    []Text // what is true now, and what it means for the reader
	Facts   []Fact
	Steps   *Steps
	Action  *Action // the one thing to do
	Hint    Text    // under the action: where the mail goes, how long it takes
	After   []Text  // quieter closing sentences
	Link    *Link   // a second way on
	Details []Detail
}

// Steps is a numbered list under its own heading.
type Steps struct {
	Heading string
	Items   []Text
}

// Action is the button of a page: a form that posts, or a link.
type Action struct {
	Label  string
	Icon   Icon
	URL    string
	Post   bool     // a form with the hidden fields; else a link
	Hidden []Hidden // fields of the form
}

// Hidden is a form field that nobody sees.
type Hidden struct {
	Name  string
	Value string
}

// Detail is a closed answer to a question some readers have.
type Detail struct {
	Summary    string
	Paragraphs []Text
}
