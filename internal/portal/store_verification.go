package portal

import "context"

// verificationReader is the part of Reader about whether what is kept is whole.
type verificationReader interface {
	// Damage is what the engine itself finds wrong with its file and with the
	// references between rows, a sentence each. PostgreSQL looks after its files
	// itself: nothing is found there.
	Damage(ctx context.Context) ([]string, error)
	// Contradictions counts rows that say what other rows deny.
	Contradictions(ctx context.Context) ([]Contradiction, error)
	// BlobsAfter lists the hashes of stored bytes behind one, in order.
	BlobsAfter(ctx context.Context, after string, limit int) ([]string, error)
	// AuditWalk is how far the trails have been verified in the background.
	AuditWalk(ctx context.Context) (AuditWalk, error)
}

// verificationTx is the part of Tx about the same.
type verificationTx interface {
	// MoveAuditWalk replaces the walk if it still stands where from does. False:
	// another process has gone on with it.
	MoveAuditWalk(ctx context.Context, from, to AuditWalk) (bool, error)
}

// Contradiction is a rule between rows that some of them break.
type Contradiction struct {
	Rule    string // as a sentence about the rows
	Count   int64
	Example string // id of one of them
}
