package views

// LinkRow is one object and the link to it.
type LinkRow struct {
	URL       string
	Title     string // "Invoice INV-2026-0417"
	Person    string
	Account   string
	Reference string
	State     Badge
	Window    string // "until 29 Nov", "ended 20 Nov"
	Touched   Moment // when the link was issued or ended last
}

// Search is what the box found for something that is not a link.
type Search struct {
	Frame  AdminFrame
	Looks  string // "a reference"; empty: nothing in particular
	Groups []HitGroup
	None   string // what to try next, where nothing was found
}

// HitGroup has the hits of one kind.
type HitGroup struct {
	Heading string // "Invoices"
	Hits    []Hit
}

// Hit is one thing that was found.
type Hit struct {
	URL       string // empty: it has no page
	Title     string
	Subtitle  string // customer, account
	Reference string
}

// Explanation says why a pasted link does or does not work.
type Explanation struct {
	Frame   AdminFrame
	Heading string // "Why does this link not work?"
	Asked   bool   // false: the page only asks for a link
	Fix     Fix
	About   *AdminObject // what the link is about, where that is known
	Checks  []LinkCheck
	Sees    string // what its holder sees: "“This link has expired” (expired)."
}

// AdminObject leads to the page about an object.
type AdminObject struct {
	Title     string
	Reference string
	URL       string
}

// LinkCheck is one step of the way a link takes.
type LinkCheck struct {
	Name   string // "Checksum"
	Passed bool
	Seen   string // what was seen
}
