package portal

import (
	"context"
	"time"
)

// Duty is something that one process of all on the database does at a time.
type Duty struct {
	Name      string
	Holder    string    // whose claim it is; empty: nobody's
	Fence     int64     // counts the claims; an earlier one than the row's is lost
	ClaimedAt time.Time // when it was last claimed
	DueAt     time.Time // when it may be claimed; of a claimed one: when the claim lapses
	DoneAt    time.Time // when it was last done to its end; zero: never
}

// dutyReader is the part of Reader about duties.
type dutyReader interface {
	// Duty returns a duty as it stands; ErrNotFound until its first claim.
	Duty(ctx context.Context, name string) (Duty, error)
}

// dutyTx is the part of Tx about them. Each is one conditional statement.
type dutyTx interface {
	// ClaimDuty lets holder have a duty that is due, until now+lease; of many who
	// ask one wins. A duty that was claimed after future is due too: a clock that
	// stood wrong made that claim, and it would never lapse.
	ClaimDuty(ctx context.Context, name, holder string, now, future time.Time, lease time.Duration) (d Duty, won bool, err error)
	// HoldDuty prolongs a claim and locks it until the transaction ends. False: it
	// lapsed and another process has it, so nothing may be written in its name.
	HoldDuty(ctx context.Context, d Duty, until time.Time) (won bool, err error)
	// FinishDuty ends a claim: done at a time, due again at another.
	FinishDuty(ctx context.Context, d Duty, done, due time.Time) (won bool, err error)
}
