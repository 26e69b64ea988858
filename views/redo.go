package views

// Redo is the page of an order that was not completed: why, what was in it, and
// what it costs today. Without prices of today it shows the old cart and says
// so. Where nothing is sold any more it has no Acts.
type Redo struct {
	Frame    Frame
	Heading  string // "Finish your order"
	Badge    Badge  // zero: none
	Lead     []Text // "Your order of … was not completed, because …. You have not been charged."
	Callouts []Callout
	Facts    []Fact   // order number, date, tried to pay with
	Lines    Lines    // rows with Changed and Gone
	AsOf     string   // "Prices as of …", "You see the prices of …. …"; empty: none
	Acts     []Action // "Go to payment" first, then "Ask for a quote"; may be empty
	Hint     Text     // under the buttons; may be empty
	Discard  *Link    // "Discard this order"; nil: cannot be discarded
	After    []Text
}
