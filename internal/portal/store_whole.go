package portal

import "context"

// wholeStore puts several calls of InTx into one transaction.
type wholeStore interface {
	// Whole runs f. Every InTx under the context that f is given is a part of one
	// transaction: it fails alone, and is kept when f returns nil and Whole has
	// committed. An error or a panic of f undoes all parts. The transaction begins
	// with the first InTx, which first comes before; what is read before sees what
	// is committed, what is read after it sees what was written. f and first may
	// run again after a conflict: f must touch nothing but what it makes itself.
	// One goroutine uses that context at a time.
	// An error of first ends the transaction and is that of Whole.
	Whole(ctx context.Context, first func(Tx) error, f func(context.Context) error) error
}
