package portal

import "time"

// Replay is the stored answer to a request that came with an Idempotency-Key.
type Replay struct {
	Account string
	Caller  string // "partner:<id> <route>" or "key:<id> <route>": a key stands for one request of one route
	Key     string // 1–255 characters
	Request []byte // SHA-256 of method, path and body
	Status  int    // of the answer, or ReplayBound
	Type    string // content type
	Body    []byte
	At      time.Time
}

// ReplayBound is the Status of a Replay whose request is done but whose answer
// was not kept: it is made anew each time.
const ReplayBound = 1
