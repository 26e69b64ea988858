package portal

import (
	"context"
	"time"
)

// overviewReader is the part of Reader for the first page of the desk. Nothing
// here reads a whole table: each is a range of one account in an index.
type overviewReader interface {
	// DayFigures counts what happened from from up to, and without, until.
	DayFigures(ctx context.Context, account string, from, until time.Time) (DayFigures, error)
	// DayCounts returns the figures kept of an account's days from the day on,
	// oldest first.
	DayCounts(ctx context.Context, account, since string) ([]DayCount, error)
	// CountWaiting counts pending requests that end after now and before before
	// (unix seconds; 0: whenever), at most most, and says when the first one ends.
	CountWaiting(ctx context.Context, account string, now, before int64, most int) (n, first int64, err error)
	// EndingSoon returns pending requests that end after now, the first one first.
	EndingSoon(ctx context.Context, account string, now int64, limit int) ([]LinkRequest, error)
	// CountTroubles counts what needs a person, at most most of each.
	CountTroubles(ctx context.Context, account string, f TroubleFilter, most int) (Troubles, error)
	// AnyLink reports whether the account ever made a link.
	AnyLink(ctx context.Context, account string) (bool, error)
}

// overviewTx is the part of Tx for it.
type overviewTx interface {
	// AddDayCount keeps the figures of a day, if none are kept.
	AddDayCount(ctx context.Context, c DayCount) error
}

// TroubleFilter says how far back troubles are looked for.
type TroubleFilter struct {
	Now         time.Time
	Week        time.Time // mails, addresses, imports and lapsed decisions since
	WeekBefore  time.Time // mails, to compare
	Day         time.Time // the limit of mails that customers ask for
	MailsPerDay int64
}

// Troubles counts what needs a person in one account.
type Troubles struct {
	Mails       int64 // given up, bounced or reported since Week
	GivenUp     int64 // of them, those that never got out
	MailsBefore int64 // from WeekBefore to Week
	Addresses   int64 // put on the list of those that get no mail since Week
	Decisions   int64 // open for more than half of the time they have
	Lapsed      int64 // ended unanswered since Week
	Cases       int64 // that could not be landed
	Limits      int64 // links whose holder asked for a new one as often as they may in a day
	Imports     int64 // with refused rows, since Week
}
