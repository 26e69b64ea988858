package mail

// BillingWords is what the mails say about one thing that a customer did about
// something billed. They carry no link: each is a record to be kept.
type BillingWords struct {
	Sender
	Deed
	Greeting  string // may be empty
	Reference string
	Subject   string // "Subscription 49694473"; may be empty
	At        string // when it was received: "Sunday 22 November 2026 at 16:07 (Berlin time)"
	Facts     []Fact // what was shown and chosen
	Said      []Fact // what was typed at some length
	Day       string // from when it counts, as it was shown: "15 December 2026"; empty: not said
	AnswerBy  string // of a request: "Wednesday 25 November 2026 at 16:07 (Berlin time)"; empty: no limit
	Late      bool   // of a withdrawal: past the period that is on record
}

// page begins a mail about it. Subject and heading are the same words.
func (w BillingWords) page(heading string) Message {
	m := letter(w.Sender, w.Reference)
	m.Subject, m.Heading = heading, heading
	m.Greeting = w.Greeting
	return m
}

// record is all that is known of it; day names from when it counts.
func (w BillingWords) record(day string) []Fact {
	var facts []Fact
	if w.Subject != "" {
		facts = append(facts, Fact{"About", w.Subject})
	}
	facts = append(facts, inertAll(w.Facts)...)
	if w.Day != "" {
		facts = append(facts, Fact{day, w.Day})
	}
	return append(facts, Fact{"Received", w.At})
}
