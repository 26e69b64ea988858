package views

// DevMail is the list of caught mails, in development only.
type DevMail struct {
	Frame   Frame
	Heading string
	Intro   string
	Empty   string
	Words   DevMailWords
	Mails   []DevMailRow // newest first
}

// DevMailWords are the column heads of the list.
type DevMailWords struct {
	Subject string
	To      string
	Time    string
}

// DevMailRow is one mail of the list.
type DevMailRow struct {
	URL     string
	Subject string
	To      string
	Time    string
}

// DevMailMessage shows one caught mail as it would have arrived.
type DevMailMessage struct {
	Frame    Frame
	Heading  string // the subject
	Facts    []Fact // to, from, time
	Link     *Action
	HTMLURL  string // serves the HTML part alone, with a policy of its own; empty: none
	HTMLName string // heading and frame title of that part
	TextName string // heading of the text part
	Text     string // the text part
	Back     Link
}
