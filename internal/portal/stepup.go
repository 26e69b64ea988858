package portal

import "time"

// Challenge is a mailed code that the holder of a link must repeat before an
// action. It is bound to the link and to the page that asked for it.
type Challenge struct {
	ID        string // random; the page carries it
	Account   string
	Link      string // keyed hash of the page, its link and the browser that asked
	CodeHash  []byte // keyed hash of the six digits; empty once it is used up
	Tries     int64
	CreatedAt time.Time
	ExpiresAt time.Time
	PassedAt  time.Time // zero: not yet
}
