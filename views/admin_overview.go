package views

import "strconv"

// Overview is the first admin page: the box, how things stand, and what needs a
// person.
type Overview struct {
	Frame    AdminFrame
	Accounts []Option // to narrow the page; none: there is one account
	Figures  []Figure
	Needs    []Need        // none: nothing needs a person
	Chart    *OutcomeChart // nil: no link was ever made
	Facts    []AdminFact   // beside the chart
	Advice   []string
	Soon     []RequestRow // the requests that end first
	SoonAll  Link         // the list they are of
	Bulk     []BulkAction // what may be done with the ticked ones; none: the role may not
	First    string       // a command that makes the first link; empty: there are links
}

// Figure is a number that leads to what it counts.
type Figure struct {
	Label   string // "Waiting"
	Value   string // "214"
	URL     string
	Note    string // in words, how it moves: "12 more than a week ago"
	Trouble bool   // it should be nothing
}

// Need is something that waits for a person.
type Need struct {
	Tone Tone
	Icon Icon
	Text string // "3 emails were given up"
	Note string // "in 7 days"; may be empty
	URL  string // empty: there is no page
}

// OutcomeChart is how links ended, day by day, as stacked bars and as a table
// that says the same. It is drawn in a box of ChartWidth by ChartHeight.
type OutcomeChart struct {
	Series []OutcomeSeries // from the bottom up
	Bars   []OutcomeBar    // oldest day first
	Top    string          // how many the highest line stands for
	From   string          // name of the first day: "22 Oct"
	To     string
}

// The box that bars are drawn in, in units of its own.
const (
	ChartWidth  = 600
	ChartHeight = 160
)

// OutcomeSeries is one way for links to end.
type OutcomeSeries struct {
	Name  string // "Approved or done"
	Class string // "done": its colour and its pattern
	Total string
}

// OutcomeBar is one day: a part and a number for each series.
type OutcomeBar struct {
	Day    string // "Friday 20 November"
	X      int
	Width  int
	Parts  []BarPart
	Counts []string
}

// BarPart is one series on one day; one without a height is not drawn.
type BarPart struct {
	Class  string
	Y      int // of its top
	Height int
}

// fill is how a series is painted: with a pattern, so that colour is not all
// that tells it from the others.
func fill(class string) string { return "url(#c-" + class + ")" }

// chartBox is the view box of the chart.
func chartBox() string {
	return "0 0 " + strconv.Itoa(ChartWidth) + " " + strconv.Itoa(ChartHeight)
}

// marks are the lines of the patterns, in the order of the series.
var marks = []string{"", "M0 8L8 0", "M0 4H8", "M3 4h2", "M0 0L8 8M0 8L8 0"}
