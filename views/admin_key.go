package views

// APIKeys is the list of keys, by account.
type APIKeys struct {
	Frame  AdminFrame
	Groups []KeyGroup
}

// KeyGroup is the keys of one account.
type KeyGroup struct {
	Account string // slug
	New     string // the form that makes one; empty: not allowed
	Rows    []KeyRow
}

// KeyRow is one key of the list.
type KeyRow struct {
	URL    string
	Name   string
	What   string // "API key", "Partner"
	Scopes string // "read, write"
	State  Badge
	Ends   string // "until 1 Mar 2027"; may be empty
	Used   string // "Last used 20 Nov 16:05", "Never used"
	Week   string // "1,204 calls in 7 days"
}

// APIKey is everything about one key.
type APIKey struct {
	Frame   AdminFrame
	Heading string
	State   Badge
	Facts   []AdminFact
	Days    []KeyDay
	Rotate  string // the page that asks before it is replaced; empty: it is over, or not allowed
	Revoke  string // the page that asks before it is revoked; likewise
}

// KeyDay is how often a key was used on a day.
type KeyDay struct {
	Day   string // "20 November"
	Calls string // "1,204"
}

// KeyForm makes a key.
type KeyForm struct {
	Frame    AdminFrame
	Account  string
	URL      string
	Problems *Problems
	Name     Field
	Scopes   []Choice
	Wrong    string // what is wrong with the scopes; may be empty
	Expires  Field
	Back     string
}

// LinkKeys are the keys and seeds that sign an account's links.
type LinkKeys struct {
	Frame   AdminFrame
	Heading string // "Link keys of northwind"
	Rule    string // how the rule of the second owner stands
	RuleURL string
	Keys    []LinkKeyRow
	Rotate  *LinkKeyForm
	Seeds   []AdminFact
	Seed    *SeedForm
	End     *SeedForm // of v1
}

// LinkKeyRow is one version of an account's link key.
type LinkKeyRow struct {
	ID     string // "k2"
	State  Badge
	Until  string // "until 27 Feb 2027"; may be empty
	Made   string // "Made 20 Nov 2026"
	Open   string // "212 links still open"
	Revoke string // the page that asks; empty: not possible
}

// LinkKeyForm is a small form with one field and one button.
type LinkKeyForm struct {
	URL      string
	Problems *Problems
	Field    Field
	Hint     string
	Label    string
}

// SeedForm sets a seed, or when seeds end.
type SeedForm struct {
	URL      string
	Problems *Problems
	Who      string   // whose seed a password manager may keep; empty: there is none to type
	Ways     []Choice // way: typed, made; none: there is nothing to choose
	Fields   []Field
	Hint     string
	Label    string
}

// SeedAccounts lists the accounts whose keys somebody may look after.
type SeedAccounts struct {
	Frame AdminFrame
	Rows  []Link
	Empty string
}
