package portal

import "time"

// Key names one object: the account it belongs to and its id there. Nothing is
// ever looked up by id alone, so one account's link cannot reach another's object.
type Key struct {
	Account string // slug
	ID      string // path id: "366332011", "ABC-123456789"
}

// Account is one seller brand on this installation.
type Account struct {
	Slug      string // [a-z0-9][a-z0-9-]{0,31}, in every path
	Name      string
	Locale    string // BCP 47, "en"
	Zone      string // IANA, "Europe/Berlin"
	Brand     Brand
	Contact   Contact
	V1        V1Policy
	LinkDays  int // default life of a link in days, 1–99
	Approval  ApprovalPolicy
	Billing   BillingPolicy
	Texts     map[string]Texts // own words by language ("en"); read through TextsIn
	Languages []string         // offered, "en"; empty: all there are words for
	Links     LinkPolicy
	Retention Retention
	Sender    Sender
	Version   int64 // raised by each change of the row
	CreatedAt time.Time
}

// Brand is what makes a page the merchant's own.
type Brand struct {
	Color    string   `json:"color,omitempty"` // six hex digits, "0b5161"; empty: the neutral door
	Legal    []string `json:"legal,omitempty"` // footer lines: legal name, address, register number
	Logo     *Logo    `json:"logo,omitempty"`
	LogoDark *Logo    `json:"logoDark,omitempty"` // on dark pages; nil: Logo
}

// Contact is where a customer finds a person.
type Contact struct {
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"` // as people write it, "+45 70 10 02 00"
	Hours string `json:"hours,omitempty"` // "weekdays 9am to 4pm"
}

// ApprovalPolicy is what an account asks beyond the link before a decision, and
// what it says a connection means.
type ApprovalPolicy struct {
	Code   bool `json:"code,omitempty"`   // a code mailed to the address on file
	Hurry  bool `json:"hurry,omitempty"`  // one more question when a decision comes within 3 s of its form
	Notice bool `json:"notice,omitempty"` // a mail that the link has expired
	// The words of the default language where Texts has none; see OwnTexts.
	Scope  string   `json:"scope,omitempty"`  // what a connection lets a partner do: "send cases to Acme"
	Can    []string `json:"can,omitempty"`    // the same in detail, a line each
	Cannot []string `json:"cannot,omitempty"` // what it does not let it do
}

// BillingPolicy is what an account wants of its billing pages.
type BillingPolicy struct {
	PreviewURL   string   `json:"previewUrl,omitempty"`   // asked for previews of money; empty: none is wired
	ResolveURL   string   `json:"resolveUrl,omitempty"`   // asked for a snapshot of what is missing or old
	StaleHours   int64    `json:"staleHours,omitempty"`   // a snapshot older than this is asked for again; 0: never
	FetchHosts   []string `json:"fetchHosts,omitempty"`   // hosts that documents named by notifications may be fetched from
	OfficeEmail  string   `json:"officeEmail,omitempty"`  // back office, told of each decision; empty: nobody
	AnswerDays   int64    `json:"answerDays,omitempty"`   // days until an unanswered request lapses; 0: 3
	Reveal       string   `json:"reveal,omitempty"`       // how files open: direct (or empty), click, code
	Consumer     bool     `json:"consumer,omitempty"`     // pages name the statutory forms
	WithdrawDays int64    `json:"withdrawDays,omitempty"` // length of the withdrawal period, for texts; 0: 14
	Provider     string   `json:"provider,omitempty"`     // test, stripe; empty: no payment here
	Imprint      string   `json:"imprint,omitempty"`
	Privacy      string   `json:"privacy,omitempty"`
}

// V1Policy says how far an account still accepts the documented v1 formula.
// The seeds are secrets and stand in Secret rows, not here.
type V1Policy struct {
	On               bool  `json:"on,omitempty"`
	Until            int64 `json:"until,omitempty"` // unix seconds, 0: no end
	SHA1             bool  `json:"sha1,omitempty"`
	PreviousUntil    int64 `json:"previousUntil,omitempty"` // the previous seed verifies while now < it
	FullSubscription bool  `json:"fullSubscription,omitempty"`
	Methods          bool  `json:"methods,omitempty"` // kind ccp switched on
	LegacyInvoice    bool  `json:"legacyInvoice,omitempty"`
	StepUp           bool  `json:"stepUp,omitempty"` // action kinds ask for a mailed code first
}

// SecretKind tells an account's secrets apart.
type SecretKind string

// The kinds of secrets an account has.
const (
	LinkKey      SecretKind = "link-key"      // v2, 32 bytes, any number of them
	SeedCurrent  SecretKind = "seed-current"  // v1, bytes as typed; id ""
	SeedPrevious SecretKind = "seed-previous" // v1, bytes as typed; id ""
	InboxKey     SecretKind = "inbox-key"     // password of /in/{account}/notifications; id ""
	BillerKey    SecretKind = "biller-key"    // signs what is asked of PreviewURL and ResolveURL; id ""
	PayKey       SecretKind = "pay-key"       // the payment provider's API key; id ""
	PayHookKey   SecretKind = "pay-hook-key"  // the payment provider's webhook secret; id ""
)

// Secret is a key or seed, sealed under the master key. State and VerifyUntil
// hold for link keys only; see link.Key.
type Secret struct {
	Account     string
	Kind        SecretKind
	ID          string // key id of a link key, [a-z0-9]{1,8}
	Sealed      []byte
	State       string // active, verify-only, revoked
	VerifyUntil int64  // unix seconds, 0: none
	CreatedAt   time.Time
}
