package views

// Frame is what every customer page has around its own content.
type Frame struct {
	Lang       string // BCP 47, "en-GB"
	Dir        string // "ltr" or "rtl"
	Page       string // the page's name for outside checks: "document", "expired", …
	Title      string // outcome first, without the merchant's name
	Stylesheet string // from static.Stylesheet
	Script     string // from static.URL; empty, as on every page of customers: none
	Brand      Brand  // zero: the neutral frame, which names nobody
	Languages  []LanguageLink
	Words      FrameWords
	Footer     []Link
	Legal      []string // legal identity, one line each
	Notice     *Callout // above everything the page says; nil, as nearly always: none
	Stub       *Stub    // nil: the page is one column without it
	Stamp      string   // "Test", large across the page and behind its text; empty: none
}

// Brand is the merchant the page speaks for.
type Brand struct {
	Name string // empty: unknown, or not to be told
	Logo *Logo  // nil: the initial of the name
}

// Logo is a picture in place of the initial. The name stands beside it, so it
// says nothing of its own to those who do not see it.
type Logo struct {
	URL           string
	Width, Height int    // pixels of the file; the page scales it into its box
	Dark          string // address of the one for dark pages; empty: the same
}

// LanguageLink offers the page in another language, named in that language.
type LanguageLink struct {
	Lang string // BCP 47
	Name string // "Dansk"
	URL  string
}

// FrameWords are the words of the frame that do not depend on the page.
type FrameWords struct {
	Skip      string // "Skip to main content"
	Reference string // "Reference"
}

// Stub is the key tag of a page: its validity window, who answers questions,
// and the reference to say on the phone.
type Stub struct {
	Documents *Documents // above the window; nil on pages without documents
	State     string     // "5 days left to decide", "Expired 2 days ago"
	Quiet     bool       // the state in text size, where the document list leads
	Bar       *Bar       // nil: no window to show
	Till      Text       // "This link works until **…** (Copenhagen time)."
	Contact   *Contact
	Reference string // "7F3Q-2M9D"; the key beside it is cut from it. Empty: none
}

// Bar is the validity window from its start to its end.
type Bar struct {
	Used  int      // percent of the window that is over, 0 to 100
	Parts int      // days of a window up to 14 days, else weeks: a tick between any two
	Mark  BarMark  // what stands at the end of the used part
	Start string   // "Sent 20 Nov"
	End   string   // "Closes 27 Nov"
	Dots  []BarDot // what happened, for the desk; where something came late, room is left behind the end
}

// BarDot is something that happened, on a Bar.
type BarDot struct {
	At   int  // percent of the window; from 101 on behind its end, 128 at most
	Late bool // after the end
}

// BarMark says where the window stands.
type BarMark string

// The marks of a window.
const (
	MarkNow    BarMark = "now"  // brass dot: this moment, inside the window
	MarkClosed BarMark = "shut" // hollow ring: the window is over, or was ended
	MarkNone   BarMark = ""     // the window has not begun
)

// Contact is who answers questions. Empty fields are left out.
type Contact struct {
	Heading   string // "Questions?"
	Intro     string // "Contact Northwind Collect:"
	Email     string
	Phone     string // as people write it
	PhoneHref string // "tel:+4570100200"
	Hours     string // "weekdays 9am to 4pm"
}

// Badge is a state in one word: icon and word and tint, never colour alone.
type Badge struct {
	Tone Tone
	Icon Icon
	Word string
}

// Tone is the tint of a badge or callout; it never carries meaning alone.
type Tone string

// The tones, named by what they say.
const (
	ToneOK       Tone = "ok"   // done, paid
	ToneWarn     Tone = "warn" // overdue, expired
	ToneStop     Tone = "stop" // withdrawn, charged back
	ToneInfo     Tone = "info" // scheduled, test
	ToneMute     Tone = "mute" // replaced, cancelled, credited
	ToneDeclined Tone = "decl"
	ToneWait     Tone = "wait" // due, waiting
)
