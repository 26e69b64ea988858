package portal

import "time"

// Partner is a platform that asks an account's existing clients to connect.
type Partner struct {
	Account       string
	ID            string // unique in the account
	Name          string
	About         string // what it is, in a few words: "accounting software"
	KeyHash       []byte // SHA-256 of its API key, unique over the installation
	OldKeyHash    []byte // of the key before, which works on until OldKeyUntil
	OldKeyUntil   time.Time
	TTLDays       int // how long a new attempt can be answered, 1–30
	Delivery      Handover
	ReturnOrigins []string  // origins that a returnUrl may have, "https://app.example.com"
	DisabledAt    time.Time // zero: active
	CreatedAt     time.Time
}

// Handover says who brings the link of a request to the client.
type Handover string

// The ways of handing a link over.
const (
	ByMail    Handover = "email"   // we mail it to the address on file
	ByPartner Handover = "partner" // the partner does; we never mail, reminders included
)

// Limits of a partner's TTL, in days.
const (
	MinTTLDays     = 1
	MaxTTLDays     = 30
	DefaultTTLDays = 7
)

// User is a person of a client.
type User struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"` // as written; matched trimmed and lower-cased
}

// Connection is the relation of a partner and a client. A client has at most
// one that is active, and so has a partner's tenant.
type Connection struct {
	Account    string
	ID         string
	Partner    string
	Client     string
	Tenant     string // the partner's externalTenantId
	Request    string
	LinkedAt   time.Time
	ArchivedAt time.Time // zero: active
}

// APIKey lets a system of the account's company use the own API.
type APIKey struct {
	Account   string
	ID        string
	Name      string
	KeyHash   []byte   // SHA-256, unique over the installation
	Scopes    []string // read write links webhooks admin; "*" all, "links:read" reading only
	CreatedAt time.Time
	ExpiresAt time.Time // zero: never
	RevokedAt time.Time // zero: not
	LastUsed  time.Time // to the minute
	CreatedBy Actor
	// ReplacedBy is the id of the key that took its place; empty: none did.
	ReplacedBy string
}
