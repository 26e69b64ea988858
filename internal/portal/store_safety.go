package portal

import (
	"context"
	"time"
)

// safetyReader is the part of Reader about keys in use, changes that two people
// make, and the audit trail by its filters.
type safetyReader interface {
	// KeyUses returns how often an account's keys were used from a day on
	// (2006-01-02, UTC), by holder and day.
	KeyUses(ctx context.Context, account, since string) ([]KeyUse, error)
	// SignedWith counts the objects whose link issued last carries a key and is
	// open at now (unix seconds).
	SignedWith(ctx context.Context, account, keyID string, now int64) (int64, error)
	// AskedWithin counts the link requests that are open at now (unix seconds)
	// and whose attempt in force was issued from a moment on and before another
	// one; zero: no bound.
	AskedWithin(ctx context.Context, account string, from, until time.Time, now int64) (int64, error)

	// Safety returns the defaults where an account has set nothing.
	Safety(ctx context.Context, account string) (Safety, error)
	Proposal(ctx context.Context, k Key) (Proposal, error)
	// Proposals lists proposals, the newest first.
	Proposals(ctx context.Context, f ProposalFilter) ([]Proposal, error)

	// AuditList returns the entries of a filter, the newest first, or with
	// Rising the oldest first.
	AuditList(ctx context.Context, f AuditFilter) ([]Entry, error)
	// AuditLines is AuditList for one account, oldest first, each entry with the
	// hash of the one before it; no bytes where there is none.
	AuditLines(ctx context.Context, account string, f AuditFilter) ([]ChainedEntry, error)
	// AuditActs and AuditActors return what an account's entries say they are
	// and who did them, each once, by name.
	AuditActs(ctx context.Context, account string) ([]string, error)
	AuditActors(ctx context.Context, account string) ([]string, error)
}

// safetyTx is the part of Tx about the same.
type safetyTx interface {
	// ReplaceAPIKey notes the key that takes another's place and lets that one
	// end at until, or earlier where it would have, if it works at now and was
	// not replaced before.
	ReplaceAPIKey(ctx context.Context, account, id, by string, now, until time.Time) (won bool, err error)
	// AddKeyUse adds to the calls of a key on a day.
	AddKeyUse(ctx context.Context, u KeyUse) error
	AddSecret(ctx context.Context, s Secret) error
	// SwapSecret puts one secret in another's place if that is still as it was
	// read: same bytes, same state.
	SwapSecret(ctx context.Context, was, is Secret) (won bool, err error)

	PutSafety(ctx context.Context, s Safety) error
	AddProposal(ctx context.Context, p Proposal) error
	// EndProposal writes State, DecidedBy and DecidedAt of a proposal that is
	// open, and not expired at DecidedAt, and forgets what was to be done. An
	// approval or a refusal needs another person than the proposer.
	EndProposal(ctx context.Context, p Proposal) (won bool, err error)
	// ExpireProposals ends what is open past its end at now, and returns it.
	ExpireProposals(ctx context.Context, now time.Time) ([]Proposal, error)
}
