package portal

import (
	"context"
	"time"
)

// TryCount is how often something was tried that may be guessed. What NextAt means
// is internal/auth's affair; the zero value is that of a key never tried.
type TryCount struct {
	Key    [32]byte // a hash
	Tries  int64
	NextAt time.Time
	LastAt time.Time
}

// TimeMark is how late it has been for the whole installation.
type TimeMark struct {
	At        time.Time // the latest that a trusted clock has shown; zero: none has yet
	Confirmed int64     // how often a person said that the clock is right
	Shown     time.Time // what it showed when they last did
}

// sharedReader is the part of Reader about what nodes agree on.
type sharedReader interface {
	// TryCount returns the zero count with its key where there is none.
	TryCount(ctx context.Context, key [32]byte) (TryCount, error)
	// TimeMark returns the zero mark where there is none.
	TimeMark(ctx context.Context) (TimeMark, error)
}

// sharedTx is the part of Tx about it.
type sharedTx interface {
	// LockTryCount makes the row if there is none, and returns it as nobody else
	// changes it until the transaction ends.
	LockTryCount(ctx context.Context, key [32]byte) (TryCount, error)
	// SetTryCount writes a count that this transaction has locked.
	SetTryCount(ctx context.Context, c TryCount) error
	// ForgetTryCounts removes those last tried before a time, up to limit of them.
	ForgetTryCounts(ctx context.Context, before time.Time, limit int) (int64, error)
	// RaiseTimeMark raises the mark to a time, if it is below, and if a person has
	// said confirmed times that the clock is right. False: one of the two is not so.
	RaiseTimeMark(ctx context.Context, to time.Time, confirmed int64) (won bool, err error)
	// ConfirmTime sets the mark to what a clock shows that a person vouches for,
	// also where that is lower.
	ConfirmTime(ctx context.Context, shown time.Time) error
}
