package portal

import "time"

// Role says what a person may do at the desk.
type Role string

// The roles. An owner also manages endpoints, partners, keys, people and
// settings; support reissues, revokes and answers; a viewer looks; an auditor
// looks, reads the trail and takes it away as a file.
const (
	Owner   Role = "owner"
	Support Role = "support"
	Viewer  Role = "viewer"
	Auditor Role = "auditor"
)

// Permission is one kind of thing that a role may do or not.
type Permission string

// The permissions.
const (
	MaySee     Permission = "see"     // look, search, explain
	MayAct     Permission = "act"     // the three verbs, sending again, answering, notes, jobs
	MayInspect Permission = "inspect" // the audit trail as a file, its verification
	MayManage  Permission = "manage"  // endpoints, partners, keys, people, settings
)

var allowed = map[Role][]Permission{
	Owner:   {MaySee, MayAct, MayInspect, MayManage},
	Support: {MaySee, MayAct},
	Viewer:  {MaySee},
	Auditor: {MaySee, MayInspect},
}

// May reports whether the role allows something; what is no role allows nothing.
func (r Role) May(p Permission) bool {
	for _, has := range allowed[r] {
		if has == p {
			return true
		}
	}
	return false
}

// Known reports whether it is one of the roles.
func (r Role) Known() bool { return allowed[r] != nil }

// Roles are what a person is, by account. The entry of "" holds for the
// installation and for every account that has no entry of its own.
type Roles map[string]Role

// In is the role in an account, or in the installation for ""; empty: none.
func (r Roles) In(account string) Role {
	if own, ok := r[account]; ok {
		return own
	}
	return r[""]
}

// Where is in which accounts the roles allow something.
func (r Roles) Where(p Permission) Accounts {
	a := Accounts{bounded: true, except: r[""].May(p)}
	for account, role := range r {
		if account != "" && role.May(p) != a.except {
			a.slugs = append(a.slugs, account)
		}
	}
	a.bounded = !a.except || len(a.slugs) > 0
	return a
}

// Admin is a person who works in the admin pages.
type Admin struct {
	ID           string
	Email        string // lower case, unique
	Name         string
	Roles        Roles
	PasswordHash string // PHC string, argon2id
	CreatedAt    time.Time
	DisabledAt   time.Time // zero: active
}

// May reports whether the person may do something in an account, or in the
// installation for "".
func (a Admin) May(account string, p Permission) bool { return a.Roles.In(account).May(p) }

// Session is one signed-in browser of an admin. The cookie holds a random id;
// only its SHA-256 is kept.
type Session struct {
	IDHash    []byte
	AdminID   string
	CreatedAt time.Time
	LastSeen  time.Time
	RevokedAt time.Time // zero: open
	UserAgent string
	Network   string    // /24 or /48 of the address
	ProvenAt  time.Time // when they last proved who they are, in this session
	Half      bool      // the second factor is still to come: it opens nothing
}
