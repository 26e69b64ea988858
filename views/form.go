package views

import "strconv"

// Problems stands above a form that could not be taken: what is wrong, each
// line a link to its field. The page's title then begins with "Error: ".
type Problems struct {
	Heading string // "There is a problem"
	Items   []Link // URL is the fragment of a field: "#code"
}

// Field is one text field with everything that is said about it. Its Name is
// also its id; hint and error are tied to it.
type Field struct {
	Name     string
	Label    string
	Hint     Text   // may be empty
	Error    string // empty: nothing is wrong with it
	Value    string
	Rows     int    // height of a field of several lines; 0: one line
	Width    int    // characters it is wide enough for; 0: as wide as the form
	Kind     string // type of a one-line field: "url"; empty: "text"
	Mode     string // keyboard of a phone: "numeric"; empty: letters
	Complete string // "one-time-code"; empty: "off"
}

// Pick is a choice of one, with nothing chosen beforehand. Its Name is also
// the id of its first button.
type Pick struct {
	Name    string
	Legend  string
	Hint    Text
	Error   string
	Choices []Choice
	Also    []string // what cannot be chosen, and why: "Pine Retail ApS: already connected to Ledgerline"
}

// Ask is a small form of its own that is closed until somebody opens it.
type Ask struct {
	Summary string // "This was not us"
	Text    []Text // what pressing the button does
	Field   *Field // nil: nothing to write
	URL     string
	Hidden  []Hidden
	Name    string // of the button: "ask"
	Value   string // "not-us"
	Label   string // "Report this approval"
	Open    bool   // it was sent and something was wrong
}

func (f Field) kind() string {
	if f.Kind == "" {
		return "text"
	}
	return f.Kind
}

func (f Field) rows() string { return strconv.Itoa(f.Rows) }

func (f Field) width() string { return strconv.Itoa(f.Width) }

func (f Field) complete() string {
	if f.Complete == "" {
		return "off"
	}
	return f.Complete
}

// described names what is said about the field, for screen readers.
func (f Field) described() string { return described(f.Name, len(f.Hint) > 0, f.Error != "") }

func (p Pick) described() string { return described(p.Name, len(p.Hint) > 0, p.Error != "") }

func described(name string, hint, wrong bool) string {
	switch {
	case hint && wrong:
		return name + "-hint " + name + "-error"
	case hint:
		return name + "-hint"
	case wrong:
		return name + "-error"
	}
	return ""
}

// choiceID is the id of a button of a Pick. The first has the plain name, so
// that an error can lead to it.
func choiceID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(i+1)
}
