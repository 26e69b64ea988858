package portal

import "time"

// Entry is one line of an account's audit trail. Each is chained to the one
// before it by a keyed hash, so a change or a gap shows; see docs/security.md.
// Data holds ids and figures, never a name, an address or a link.
type Entry struct {
	Account string // "" for the installation: sign-ins, admins
	Seq     int64  // 1, 2, … without gaps per account
	At      time.Time
	Actor   string // "admin:<id>", "customer", "system", "cli"
	Act     string // "link.reissued"
	Kind    string // of the object: a link kind, "document", "admin", "key", …
	Object  string // id of the object
	Data    string // JSON object, "{}" when there is nothing to add
	Hash    []byte // 32 bytes
}
