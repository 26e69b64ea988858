package views

// LinkDetail is everything about the links to one object.
type LinkDetail struct {
	Frame     AdminFrame
	Heading   string // "Invoice INV-2026-0417 for Harbour & Pine ApS"
	Reference string
	State     Badge
	Asks      []PostButton // beside the heading: what may be looked at or taken
	Fix       Fix
	Bar       *Bar   // the window of the link issued last; nil: none was
	Window    string // "It works until Sunday 29 November 2026 at 10:44 (Copenhagen time)."
	Story     Story
	Facts     []AdminFact
	Decisions []DecisionRow // newest first
	Others    []Link        // the pages about other links to the same thing, and about the thing itself
	Attempts  []Attempt     // every link that was made, newest first
	RevokeURL string        // the page that asks before it revokes; empty: nothing to revoke, or not allowed
}

// Fix is the card that says how things stand and mends them.
type Fix struct {
	Tone    Tone
	Icon    Icon
	Heading string // "It expired before anyone opened it"
	Text    string
	Reissue *Reissue // nil: a new link would mend nothing, or the role may not
	Remind  *Remind  // nil: nothing live to remind of, or nobody to mail
	Only    string   // why there is nothing to press; empty: there is
}

// Reissue is the form that makes a new link.
type Reissue struct {
	URL        string
	Generation string // the generation this page was drawn from
	Live       bool   // a link is in force, which the new one ends
	Days       []Choice
	By         []Choice // delivery
	Effect     string
}

// Remind is the form that mails the link in force again.
type Remind struct {
	URL    string
	Effect string
}

// Choice is one radio button.
type Choice struct {
	Value   string
	Label   string
	Checked bool
}

// byCopy is the delivery that shows the link instead of mailing it.
const byCopy = "copy"

// copyOnly reports whether the link can only be shown.
func (r Reissue) copyOnly() bool { return len(r.By) == 1 && r.By[0].Value == byCopy }

// Revoke asks before links are ended without a successor.
type Revoke struct {
	Frame      AdminFrame
	Heading    string // "Revoke the link to Invoice INV-2026-0417"
	Effects    []string
	URL        string
	Generation string
	Cancel     Link
}
