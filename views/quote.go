package views

// Quote is the page of an offer, in any state. Only an open one has Acts that
// decide; what became of any other is in its badge, lead and callouts.
type Quote struct {
	Frame     Frame
	Heading   string // "Quote Q-1042 from Fjordlight Software"
	Amount    string // "€1,428.00"; empty: not told
	Badge     Badge  // "Open until 12 December"; a status nobody knows stands here as it came
	Lead      []Text // "You can accept this quote until …", "Anna Holm accepted it on …"
	Callouts  []Callout
	Acts      []Action   // "Accept quote" first, then "Ask for a change", "Decline", "Pay"; may be empty
	Downloads []Download // after the acts; the first is the main button where there are none
	Hint      Text       // under the buttons; may be empty
	Clocks    Text       // "The quote is valid until **…**. This page works until **…**."
	Facts     []Fact     // version, who may accept, deposit, purchase order number, accepted by
	Parties   []Party
	Lines     Lines
	AsOf      string
	Terms     *Terms
	Notes     Notes
	Documents *Documents // a section of its own where the list is too long for the stub
	Tasks     Tasks
}

// Terms is what somebody who accepts agrees to, in short.
type Terms struct {
	Heading string // "Terms in short"
	Items   []Text // "Payment within 30 days"
	Link    *Link  // "Read the terms (version 3)"; nil: they stand in the document
}
