package views

// Confirmation is the page of a purchase: thanks, where the order stands, what
// was bought, every document.
type Confirmation struct {
	Frame     Frame
	Heading   string // "Your order 20417"
	Badge     Badge  // zero: none
	Lead      Text   // "Thank you. We received your order on …."
	Callouts  []Callout
	Downloads []Download
	Facts     []Fact // status, next step, delivery or licence, paid with
	Parties   []Party
	Lines     Lines
	Documents *Documents // a section of its own where the list is too long for the stub
	AsOf      string
	Links     []Link
}
