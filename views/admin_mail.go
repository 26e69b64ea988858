package views

// Mails is the log of mails.
type Mails struct {
	Frame        AdminFrame
	Tabs         []Tab // All, Queued, Sent, Delivered, Bounced, …
	Rows         []MailRow
	Empty        string
	Next         string
	Suppressions Link // "Addresses we do not mail (3)"
}

// MailRow is one mail of the log.
type MailRow struct {
	URL     string
	Subject string
	To      string
	Kind    string // "Request", "Reminder"
	State   Badge
	Tries   string // "3 tries"
	Answer  string // what the receiving server said last
	At      Moment
}

// MailDetail is one mail with every try.
type MailDetail struct {
	Frame    AdminFrame
	Heading  string // the subject
	State    Badge
	Facts    []AdminFact
	About    *AdminObject
	Tries    []TimelineItem
	Head     string // the headers, one per line
	HTMLURL  string // serves the HTML part without its links; empty: not kept
	Text     string // the text part without its link; empty: not kept
	Kept     string // why there is nothing to show: "We keep mails for 7 days."
	Again    *PostButton
	Suppress *PostButton // takes the address off the list; nil: it is not on it
	Only     string      // why it cannot be sent again; empty: it can
}

// Suppressions are the addresses that get no mail.
type Suppressions struct {
	Frame AdminFrame
	Rows  []Suppression
	Empty string
	Back  Link
}

// Suppression is one address.
type Suppression struct {
	Address string
	Why     string // "Bounced: mailbox unavailable"
	Since   Moment
	Remove  *PostButton // nil: not allowed
}
