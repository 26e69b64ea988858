package views

// ObjectPage is everything that is known here of a customer, an order or a
// subscription.
type ObjectPage struct {
	Frame     AdminFrame
	Heading   string
	Reference string // empty: it has none
	State     string // as the billing system calls it; empty: nothing
	Trouble   string // why no mail goes to the customer; empty: it does
	Links     Listing
	Lists     []Listing
	Facts     []AdminFact
}

// Listing is a list of things about an object.
type Listing struct {
	ID      string // of its heading
	Heading string
	Rows    []ListingRow
	Empty   string // where there is none
}

// ListingRow is one of them.
type ListingRow struct {
	Title string
	URL   string // empty: it has no page
	Sub   string
	State *Badge // nil: it has none
	At    *Moment
	Act   *Link // what may be done about it; nil: nothing
}
