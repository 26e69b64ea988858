package views

// Story is what happened to the links of something, newest first, a page at a
// time.
type Story struct {
	Items []TimelineItem
	Newer string    // the first page; empty: this is it
	Older string    // the next page; empty: this is the last
	Add   *NoteForm // nil: the role may not
}

// TimelineItem is one thing that happened.
type TimelineItem struct {
	Tone   Tone
	Icon   Icon
	Fact   string
	Sub    string      // one quieter line
	More   *Link       // where there is more about it; nil: nowhere
	Text   string      // what somebody wrote down, over several lines; empty: nothing
	Remove *PostButton // takes that away; nil: it is somebody else's
	At     Moment
}

// NoteForm takes a note.
type NoteForm struct {
	URL   string
	Text  string // as it was typed, where it could not be taken
	Error string
}

// Attempt is one link that was made, and what became of it.
type Attempt struct {
	Name   string // "Link 2"
	State  Badge
	Window string // "13 Nov 16:05 to 20 Nov 16:05"
	By     string // "by Ledgerline", "by maria@northwind.example"
	Mail   string // "Email delivered", "Shown to be copied"
	URL    string // the mail; empty: none
	Opened string // "Opened 20 Nov 16:17", "Not opened"
}

// Bundle is what support asks for about a link that did not work, as text to be
// copied and as files to be taken.
type Bundle struct {
	Frame   AdminFrame
	Heading string
	Text    string
	Files   []PostButton
	Back    Link
}

// Preview stands on top of a page that is drawn as its customer sees it.
type Preview struct {
	Page string // "This is what the customer sees now (expired)."
	Back Link
	More *PostButton // the page of a new link; nil: this is it, or there can be none
}

// described names what explains the field.
func (n NoteForm) described() string {
	if n.Error != "" {
		return "note-error note-hint"
	}
	return "note-hint"
}
