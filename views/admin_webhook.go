package views

import "strconv"

// Webhooks is the list of endpoints.
type Webhooks struct {
	Frame    AdminFrame
	Accounts []Option // to narrow the list; none: there is one account
	Rows     []EndpointRow
	New      string // the form for another; empty: not allowed
}

// EndpointRow is one endpoint of the list.
type EndpointRow struct {
	URL     string
	Address string // "https://hooks.ledgerline.example/latchkey"
	Scope   string // "Ledgerline", "All partners"
	Whole   bool   // it hears about all partners, which is said with a warning
	Events  string // "All events but those that must be named", "4 events"
	Success string // "212 of 214 in 24 hours"
	State   Badge  // Works, Failing, Disabled
}

// Endpoint is everything about one endpoint.
type Endpoint struct {
	Frame      AdminFrame
	Heading    string // the host
	State      Badge
	Fix        Fix // Reissue and Remind stay nil here
	Facts      []AdminFact
	Edit       string // the form that changes it; empty: not allowed
	Test       *PostButton
	Enable     *PostButton
	Rotate     string // the page that asks; empty: not allowed
	Disable    string // the page that asks; empty: disabled already, or not allowed
	Secret     []AdminFact
	Deliveries []DeliveryRow // the newest
	All        string        // the whole list
	Health     *Health       // nil: nothing was sent within a week
	Snippets   []Snippet
}

// EndpointForm makes an endpoint, or changes one.
type EndpointForm struct {
	Frame    AdminFrame
	Problems *Problems
	Heading  string
	URL      string
	Hidden   []Hidden
	Address  Field        // url
	Partners []Option     // partner; the empty value: all partners
	Events   []EventGroup // event, any number; none ticked: all
	Styles   []Choice     // style: standard, timed
	Prefix   Field        // prefix, for the second style
	Label    string       // "Create endpoint"
	Cancel   Link
}

// EventGroup are the events of one kind, closed until somebody opens them or
// has ticked one.
type EventGroup struct {
	Name   string // "Subscriptions"
	Ticked int
	Events []Choice
}

// said is the name with how many there are: "Subscriptions (8, 2 ticked)".
func (g EventGroup) said() string {
	said := g.Name + " (" + strconv.Itoa(len(g.Events))
	if g.Ticked > 0 {
		said += ", " + strconv.Itoa(g.Ticked) + " ticked"
	}
	return said + ")"
}

// Deliveries is the log of one endpoint.
type Deliveries struct {
	Frame    AdminFrame
	Endpoint Link
	Tabs     []Tab // All, Failed, Waiting, Delivered
	Rows     []DeliveryRow
	Empty    string
	Next     string
	Replay   *ReplayForm // nil: not allowed
}

// DeliveryRow is one event on its way to one endpoint.
type DeliveryRow struct {
	URL    string
	Event  string // "client.link_expired"
	About  string // "Harbour & Pine ApS"
	State  Badge
	Answer string // "200 in 212 ms", "no answer in 15 s"
	Tries  string // "3 of 10"
	Next   string // "next try in 4 minutes"; empty: none
	At     Moment
}

// ReplayForm chooses the events to send again, and leads to a page that counts
// them and asks.
type ReplayForm struct {
	URL      string
	Problems *Problems
	Which    []Choice // which: failed, all
	From     Field    // from
	Until    Field    // until
	Label    string   // "Count them …"
}

// Delivery is one event on its way to one endpoint, with every try.
type Delivery struct {
	Frame    AdminFrame
	Endpoint Link
	Heading  string // the event
	State    Badge
	Facts    []AdminFact
	Tries    []TimelineItem
	Request  Exchange
	Response Exchange
	Replay   *PostButton
	Wait     string // why it cannot be sent again now; empty: it can
}

// Exchange is one side of a try.
type Exchange struct {
	Heading string // "What we sent"
	Head    string // the headers, one per line
	Body    string
	Note    string // "Only the first 4 KB were kept."
	Empty   string // "We keep bodies for 30 days."; said in place of both
}
