package views

// Text is one paragraph or sentence, cut where its emphasis changes.
type Text []Span

// Span is a piece of a Text.
type Span struct {
	Text     string
	Strong   bool   // the words that carry the answer
	DateTime string // RFC 3339 or a date: the piece becomes a <time>
	Spoken   string // what a screen reader says instead, for "a•••@h•••.example"
	LTR      bool   // references, phone numbers, IBANs: kept in reading order on a right-to-left page
}

// Plain makes a Text of one piece without emphasis.
func Plain(text string) Text { return Text{{Text: text}} }

// Strong makes one emphasised piece.
func Strong(text string) Span { return Span{Text: text, Strong: true} }

// Words makes one piece without emphasis, for use beside others.
func Words(text string) Span { return Span{Text: text} }

// Time makes an emphasised moment; machine is its RFC 3339 form with offset.
func Time(text, machine string) Span {
	return Span{Text: text, Strong: true, DateTime: machine}
}

// String is the Text as a reader without styling gets it.
func (t Text) String() string {
	var all string
	for _, span := range t {
		all += span.Text
	}
	return all
}

// Fact is one row of a list of facts.
type Fact struct {
	Name  string
	Value Text
	Code  bool // an IBAN, a reference: fixed-width and always left to right
}

// Facts is a list of facts, with a heading where the page has several lists.
type Facts struct {
	Heading string
	Rows    []Fact
}

// Link is a link to another page.
type Link struct {
	Label string
	URL   string
}
