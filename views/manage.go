package views

// Manage is the page of something a customer may change: a subscription, and
// how it is paid. Each change is a page of its own behind a link.
type Manage struct {
	Frame   Frame
	Heading string    // "Your subscription to Team plan"
	Badge   Badge     // "Active", "On hold"; zero: none
	Lead    []Text    // may be empty
	Notices []Callout // a failed payment, a change that is pending
	Facts   []Fact
	Lines   Lines // zero: none
	AsOf    string
	Tasks   Tasks
	Details []Detail
}

// Tasks is a list of pages to go to, each with what happens there.
type Tasks struct {
	Heading string // "What you can change"
	Items   []Task
	Empty   Text // said in place of the list where nothing can be done here
}

// Task is one of them.
type Task struct {
	Label  string // "Change seats"
	URL    string
	Effect Text // "Add or remove seats. You see the price before you decide."
}

// Methods is the page of the payment methods of a customer.
type Methods struct {
	Frame   Frame
	Heading string // "How you pay"
	Lead    []Text
	Notices []Callout
	List    string // name of the list, for screen readers: "Your payment methods"
	Items   []Method
	Empty   Text
	Add     *Action // "Add a payment method"
	Hint    Text    // under it: "You enter your card details at Stripe. …"
	Details []Detail
}

// Method is one payment method, masked.
type Method struct {
	Name   Text    // "Visa •••• 4242", with the words a screen reader says instead
	Line   string  // "Expires 04/27"
	Badges []Badge // Default, Expires soon, Failed
	Uses   []Text  // "Used for **Team plan**, next payment €90.00 on 3 December 2026"
	Acts   []MethodAct
	Note   Text // why it cannot be removed
}

// MethodAct leads to the page that asks before anything is done.
type MethodAct struct {
	Label  string // "Remove"
	Spoken string // read after the label: "Visa ending in 4242"
	URL    string
}
