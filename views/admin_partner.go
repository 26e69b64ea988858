package views

// Partners is the list of partners.
type Partners struct {
	Frame AdminFrame
	Rows  []PartnerRow
	Empty string
}

// PartnerRow is one partner of the list.
type PartnerRow struct {
	URL      string
	Name     string
	Account  string
	Days     string // "7 days"
	Delivery string // "We mail the link", "The partner mails the link"
	Waiting  string // "14 waiting"
	State    Badge  // Active, Turned off
}

// Partner is everything about one partner.
type Partner struct {
	Frame    AdminFrame
	Heading  string
	State    Badge
	Facts    []AdminFact
	Settings *PartnerSettings // nil: the role may only look
	Key      []AdminFact      // what may be said of it
	Rotate   string           // the page that asks before the key is replaced; empty: not allowed
	TurnOff  string           // the page that asks before it is turned off; empty: it is, or not allowed
	TurnOn   *PostButton      // nil: it is on, or not allowed
	Requests Link
}

// PartnerSettings is what may be changed about a partner.
type PartnerSettings struct {
	URL      string
	Problems *Problems
	Days     Field    // days, 1 to 30
	Delivery []Choice // delivery: email, partner
	Returns  Field    // returns: addresses customers may go back to, one per line
	Note     string   // "Applies to new links only."
}
