package portal

import (
	"context"
	"time"
)

// compactor writes the database anew, so that no bytes are left in it of what
// was erased. It belongs to the Store alone: it is no transaction.
type compactor interface {
	// Compact clears what deleted and replaced rows left: in the index of words,
	// in free space, and in the write-ahead log beside a SQLite file. whole writes
	// every table anew that erasures touch, during which nobody else writes; else
	// only the cheap half is done. step is told before each part of the work.
	Compact(ctx context.Context, whole bool, step func(done, of int)) error
}

// upkeepTx says when the database is to be compacted, and who does it.
type upkeepTx interface {
	// AskCompact says that something was erased.
	AskCompact(ctx context.Context, at time.Time) error
	// BeginCompact takes the work where it was asked for and nobody has it, and
	// keeps others off until a time: of several nodes one wins.
	BeginCompact(ctx context.Context, now, until time.Time) (bool, error)
	// EndCompact says that what was asked for until done is done, and from when on
	// somebody may begin anew. The zero time changes nothing of what is done.
	EndCompact(ctx context.Context, done, free time.Time) error
}
