package portal

import (
	"context"
	"time"
)

// visitReader is the part of Reader about who looked at links.
type visitReader interface {
	// Visits returns the notes about the links to one object, last visit first.
	Visits(ctx context.Context, k ObjectKey) ([]Visit, error)
	// WrongLinks returns the counts of hours that begin at or after since, the
	// highest first, without the sums of all networks.
	WrongLinks(ctx context.Context, since time.Time, limit int) ([]WrongLinks, error)
}

// visitTx is the part of Tx about them.
type visitTx interface {
	// AddVisits adds to the notes that are alike: First is the earlier of the
	// two, Last the later with its Client, Count the sum. It writes in the order
	// of the key, so that two that write at once do not wait for each other.
	AddVisits(ctx context.Context, visits []Visit) error
	// AddWrongLinks adds to the counts of hours and networks.
	AddWrongLinks(ctx context.Context, counts []WrongLinks) error
	// DropWrongLinks forgets the hours that begin before a time.
	DropWrongLinks(ctx context.Context, before time.Time) error
}

// WrongLinks is how many links that no key made, or that could not be read, one
// network sent within an hour.
type WrongLinks struct {
	Hour    time.Time // its begin
	Network string    // "192.0.2.0/24"; empty: all networks together
	Count   int64
}
