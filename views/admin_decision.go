package views

// Decisions is the list of what customers decided about what is billed.
type Decisions struct {
	Frame    AdminFrame
	Tabs     []Tab    // All, To answer, In force, …
	State    string   // the tab's value, kept when a filter changes
	Accounts []Option // to narrow the list; none: there is one account
	Actions  []Option
	Rows     []DecisionRow
	Empty    string
	Next     string      // address of the page behind this one; empty: this is the last
	Export   *ExportForm // nil: not allowed
}

// DecisionRow is one decision, in a list or on the page of its subject.
type DecisionRow struct {
	URL       string
	Title     string // "Cancel the subscription"
	About     string // "Subscription 88"
	Account   string
	Reference string
	State     Badge
	Window    string      // "answer by 27 Nov 10:44", "refused 20 Nov 16:05"
	Outcome   string      // what the billing system said; may be empty
	Shown     []AdminFact // what the customer read; none: not kept, or not for the role
	Touched   Moment      // of a list: the last change; on the page of a subject: when it was decided
}

// ExportForm downloads the decisions of one account as a file.
type ExportForm struct {
	URL      string
	Problems *Problems
	Accounts []Option // of one account: only that one
	From     Field
	Until    Field
	Hint     string
	Label    string
}

// DecisionDetail is everything about one decision.
type DecisionDetail struct {
	Frame     AdminFrame
	Heading   string // "Cancel the subscription: Subscription 88"
	Reference string
	State     Badge
	Fix       Fix // how it stands; Reissue and Remind stay nil here
	Problems  *Problems
	Conclude  *Conclude   // nil: nothing to say, or not allowed
	Settle    *PostButton // acknowledges a declaration; nil: nothing to acknowledge, or not allowed
	Shown     []AdminFact // what the customer read, the button last
	Change    []AdminFact // what was asked for and typed
	Hidden    string      // why neither is here; empty: they are
	Outcome   []AdminFact
	Facts     []AdminFact
	Mails     []DecisionMail
	Timeline  []TimelineItem
}

// Conclude is the form by which a person answers where no billing system does.
type Conclude struct {
	URL     string
	Answer  Pick // state: applied, refused
	Message Field
	Day     Field
	Hint    string
	Label   string
}

// DecisionMail is a mail about a decision.
type DecisionMail struct {
	URL   string
	Kind  string // "Receipt of a decision"
	To    string
	State Badge
	At    Moment
}
