package portal

import (
	"context"
	"time"
)

// bulkReader is the part of Reader about jobs.
type bulkReader interface {
	BulkJob(ctx context.Context, k Key) (BulkJob, error)
	BulkJobs(ctx context.Context, f BulkFilter) ([]BulkJob, error)
	// DueBulkJobs names jobs that are planned or run and that no claim holds at
	// now, the one that waits longest first.
	DueBulkJobs(ctx context.Context, now time.Time, limit int) ([]Key, error)
	BulkItems(ctx context.Context, f BulkItemFilter) ([]BulkItem, error)
	// PickRequests returns the requests of a filter whose ids come after one, in
	// the order of ids; the order is the database's own, and always the same.
	PickRequests(ctx context.Context, account string, sel Selection, after string, limit int) ([]LinkRequest, error)
	// PickLinks does the same for link states, by kind and id.
	PickLinks(ctx context.Context, account string, sel Selection, after ObjectKey, limit int) ([]LinkState, error)
}

// bulkTx is the part of Tx about jobs. Who works on one locks its row first,
// before anything that an item is about and before the audit trail.
type bulkTx interface {
	// AddBulkJob: ErrExists if the account has one of that id.
	AddBulkJob(ctx context.Context, j BulkJob) error
	// ClaimBulkJob takes a job that DueBulkJobs names, in the name of a runner,
	// until lease passes. ErrNotFound: it is not due any more.
	ClaimBulkJob(ctx context.Context, k Key, runner string, now time.Time, lease time.Duration) (BulkJob, error)
	// HoldBulkJob puts off when the runner's claim lapses, if the job runs and
	// the claim is still the runner's.
	HoldBulkJob(ctx context.Context, k Key, runner string, until time.Time) (won bool, err error)
	// ReleaseBulkJob gives a claim back: the job is due at once.
	ReleaseBulkJob(ctx context.Context, k Key, runner string, at time.Time) error

	// PlanBulkJob writes Cursor, the counts of the plan and NextAt of a job, if
	// it is being planned under the claim of j.Runner and its cursor is still from.
	PlanBulkJob(ctx context.Context, j BulkJob, from string) (won bool, err error)
	AddBulkItems(ctx context.Context, items []BulkItem) error

	// SettleBulkItem writes State, Reason and At of an item that is still to be
	// done, and counts it in its job; false: it is not.
	SettleBulkItem(ctx context.Context, item BulkItem) (won bool, err error)
	// UndoneBulkItem marks what a job did to the object of an item as undone.
	UndoneBulkItem(ctx context.Context, job Key, item BulkItem, at time.Time) error
	// RetryBulkItems puts a job's failed items back to be done, and the count
	// with them.
	RetryBulkItems(ctx context.Context, job Key) (n int64, err error)

	// MoveBulkJob writes State, Actor, Agreed, NextAt, SinceAt, SinceDone,
	// StartsAt and EndedAt, and ends every claim, if the state is still from.
	MoveBulkJob(ctx context.Context, j BulkJob, from BulkState) (won bool, err error)
}
