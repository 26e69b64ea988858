package portal

import "time"

// Role says what an admin may do.
type Role string

// The roles, from most to least: an owner also manages webhooks, partners and
// keys, support reissues and revokes, a viewer looks.
const (
	Owner   Role = "owner"
	Support Role = "support"
	Viewer  Role = "viewer"
)

// MayAct reports whether the role may change links.
func (r Role) MayAct() bool { return r == Owner || r == Support }

// MayManage reports whether the role may change where events go and what
// partners may do.
func (r Role) MayManage() bool { return r == Owner }

// Admin is a person who works in the admin pages.
type Admin struct {
	ID           string
	Email        string // lower case, unique
	Name         string
	Role         Role
	PasswordHash string // PHC string, argon2id
	CreatedAt    time.Time
	DisabledAt   time.Time // zero: active
}

// Session is one signed-in browser of an admin. The cookie holds a random id;
// only its SHA-256 is kept.
type Session struct {
	IDHash    []byte
	AdminID   string
	CreatedAt time.Time
	LastSeen  time.Time
	RevokedAt time.Time // zero: open
	UserAgent string
	Network   string // /24 or /48 of the address
}
