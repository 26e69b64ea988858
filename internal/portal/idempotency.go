package portal

import "time"

// Replay is the stored answer to a request that came with an Idempotency-Key.
type Replay struct {
	Account string
	Caller  string // "partner:<id>" or "key:<id>"
	Key     string // 1–255 characters
	Request []byte // SHA-256 of method, path and body
	Status  int    // of the answer, or replayClaimed or ReplayBound
	Type    string // content type
	Body    []byte
	At      time.Time
}
