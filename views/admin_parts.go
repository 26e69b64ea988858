package views

// Secret is a value shown this once: a webhook secret, a partner's key.
type Secret struct {
	Label string // "Signing secret"
	Value string
	Hint  string      // "Shown once. Copy it now."
	Save  *PostButton // hands it over as a file; nil: not offered
}

// Tab is one cut of a list, with how much is in it.
type Tab struct {
	Label string // "Waiting"
	Count string // "214", "1,284"; empty: not counted
	URL   string
	Here  bool
}

// PostButton is a form of one button.
type PostButton struct {
	URL    string
	Hidden []Hidden
	Label  string // "Send a test event"
	Icon   Icon
	Hint   string // what pressing it does; may be empty
}

// Confirm is the page that states an effect before something is done that
// cannot be undone: withdraw, disable, rotate, replay many.
type Confirm struct {
	Frame   AdminFrame
	Heading string // "Withdraw the request of Ledgerline"
	Effects []string
	URL     string
	Hidden  []Hidden
	Tick    *Tick // nil: nothing to add
	Label   string
	Icon    Icon
	Danger  bool
	Cancel  Link // "Keep the request"
}

// Tick is one box to tick.
type Tick struct {
	Name  string
	Value string
	Label string
	Hint  string
}
