package views

// Confirmation is the page of a purchase: thanks, where the order stands, what
// was bought, every document. How it stands is in its words: badge, lead,
// callouts and the row "Status".
type Confirmation struct {
	Frame     Frame
	Heading   string // "Your order 20417"
	Badge     Badge  // zero: none; a status nobody knows stands here as it came
	Lead      Text   // "Thank you. We received your order on …."
	Callouts  []Callout
	PayNow    *Action // "Pay €1,428.00", then the main button; nil: nothing to pay, or no provider
	Downloads []Download
	Hint      Text    // under the buttons; may be empty
	Facts     []Fact  // status, next step, delivery or licence, paid with
	Payment   []Facts // where to send a bank transfer, one list per means of payment
	Renewals  *Renewals
	Parties   []Party // billing, delivery, licensee
	Lines     Lines
	Documents *Documents // a section of its own where the list is too long for the stub
	AsOf      string
	Links     []Link
	Tasks     Tasks // resend the confirmation, correct billing data, withdraw, report a problem
}

// Renewals are the subscriptions that a purchase began.
type Renewals struct {
	Heading string // "Subscription"
	Items   []Renewal
}

// Renewal is one subscription in a sentence.
type Renewal struct {
	Name  string // "Team plan, 10 seats"
	Badge Badge  // zero: none
	Text  Text   // "Renews on **31 October 2027** for €1,428.00.", "Ends on **…**."
	Link  *Link  // "Manage this subscription"; nil: none
}
