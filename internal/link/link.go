// Package link makes and checks the signed, expiring links that customers
// open, and hands out a Grant for each link that is genuine.
//
// It is pure: no I/O, no clock of its own, no HTTP. The caller brings the
// path and the raw query as they arrived, the keys of the account (a Ring)
// and the time:
//
//	p, ok := link.ParsePath(path)              // false: no such route
//	q, err := link.ParseQuery(rawQuery, p.Kind) // error: damaged, try Repair
//	g, fault := link.Check(ring, p, q, now)
//	err = g.For(link.Confirmation)             // each operation asks its own kind
//
// There are two schemes, told apart by shape alone. V1 is the documented
// formula that other systems sign with an account's seed; it covers neither
// the kind of page nor the extra parameters, so whoever opens a V1 Grant has
// to check who owns them. V2 covers everything, under a key with an id.
//
// What it leaves out: whether the object exists, was decided on, withdrawn or
// superseded (package portal), which page that becomes (package web), and
// where keys are kept (package store).
package link

// Limits of what a link may be made of.
const (
	maxTarget = 2048       // bytes of a path or query
	maxPairs  = 32         // name=value pairs in a query
	maxID     = 64         // bytes of an object's id in a path
	maxTime   = 4102444800 // 2100-01-01: later times are typing errors
	skew      = 60         // seconds a link opens early, for clocks that differ
	day       = 86400
)

// Scheme is the way a link was signed. The zero Scheme belongs to no link.
type Scheme int

// The two schemes.
const (
	SchemeV1 Scheme = 1 // s, e, c under the account's seed
	SchemeV2 Scheme = 2 // s, e, k, c under a key with an id
)

func (s Scheme) String() string {
	switch s {
	case SchemeV1:
		return "v1"
	case SchemeV2:
		return "v2"
	}
	return "none"
}

// Fault is what keeps a link from opening its page.
type Fault int

// The faults, in the order in which Check looks for them.
const (
	None     Fault = iota
	Damaged        // unreadable by syntax alone
	Tampered       // no key of this account made this checksum
	Policy         // genuine, but it ends before it starts or lasts too long
	Revoked        // genuine, but its key was revoked
	NotYet         // genuine, opens later
	Expired        // genuine, its time is over
)

func (f Fault) String() string {
	switch f {
	case None:
		return "none"
	case Damaged:
		return "damaged"
	case Tampered:
		return "tampered"
	case Revoked:
		return "revoked"
	case Policy:
		return "policy"
	case NotYet:
		return "not-yet"
	case Expired:
		return "expired"
	}
	return "unknown"
}
