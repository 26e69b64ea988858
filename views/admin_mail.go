package views

// Mails is the log of mails.
type Mails struct {
	Frame        AdminFrame
	Tabs         []Tab // All, Queued, Sent, Delivered, Bounced, …
	Filter       MailFilter
	Rows         []MailRow
	Empty        string
	Next         string
	Suppressions Link // "Addresses we do not mail (3)"
}

// MailFilter narrows the log; what is empty narrows nothing.
type MailFilter struct {
	Open     bool   // something besides the tab and the account narrows it
	State    string // the tab's value
	Accounts []Option
	Kinds    []Option // kind
	Like     string   // a mail whose address it is narrowed to
	To       string   // that address: "a•••@harbourpine.example"
	All      string   // the log without that; empty: it is not narrowed to an address
}

// SuppressForm stops mail to an address.
type SuppressForm struct {
	URL      string
	Problems *Problems
	Open     bool     // it was sent and something was wrong
	Accounts []Option // account
	Email    Field    // email
	Reason   Field    // reason
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
	Alike    string // the log narrowed to its address
	Again    *PostButton
	Suppress *PostButton // takes the address off the list; nil: it is not on it
	Only     string      // why it cannot be sent again; empty: it can
}

// Suppressions are the addresses that get no mail.
type Suppressions struct {
	Frame    AdminFrame
	Accounts []Option      // to narrow the list; none: there is one account
	Form     *SuppressForm // nil: not allowed
	Rows     []Suppression
	Empty    string
	Back     Link
}

// Suppression is one address.
type Suppression struct {
	Address string
	Why     string // "Bounced: mailbox unavailable"
	Since   Moment
	Remove  *PostButton // nil: not allowed
}

// kept is what the forms keep of the address they stand on.
func (f MailFilter) kept() []Hidden {
	kept := []Hidden{{Name: "state", Value: f.State}}
	if f.Like != "" {
		kept = append(kept, Hidden{Name: "like", Value: f.Like})
	}
	return kept
}
