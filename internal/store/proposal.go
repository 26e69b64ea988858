package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanSafety(rows *sql.Rows) (s portal.Safety, err error) {
	err = rows.Scan(&s.Account, &s.FourEyes, &s.BulkLimit)
	return s, err
}

func (r reader) Safety(ctx context.Context, account string) (portal.Safety, error) {
	set, err := list(ctx, r, "safety of an account", scanSafety,
		`select account, four_eyes, bulk_limit from account_safety where account = $1`, account)
	if err != nil || len(set) > 0 {
		return append(set, portal.Safety{})[0], err
	}
	return portal.DefaultSafety(account), nil
}

func (t *tx) PutSafety(ctx context.Context, s portal.Safety) error {
	return t.do(ctx, "put safety", `
		insert into account_safety (account, four_eyes, bulk_limit) values ($1, $2, $3)
		on conflict (account) do update set four_eyes = excluded.four_eyes, bulk_limit = excluded.bulk_limit`,
		s.Account, s.FourEyes, s.BulkLimit)
}

const proposalColumns = `account, id, kind, effects, sealed, proposed_by, proposed_at, expires_at, state, decided_by, decided_at`

func scanProposal(rows *sql.Rows) (p portal.Proposal, err error) {
	err = rows.Scan(&p.Account, &p.ID, &p.Kind, asJSON{&p.Effects}, &p.Sealed, &p.ProposedBy, at{&p.ProposedAt},
		at{&p.ExpiresAt}, &p.State, &p.DecidedBy, at{&p.DecidedAt})
	return p, err
}

func (r reader) Proposal(ctx context.Context, k portal.Key) (portal.Proposal, error) {
	return one(ctx, r, "proposal", scanProposal,
		`select `+proposalColumns+` from proposal where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) Proposals(ctx context.Context, f portal.ProposalFilter) ([]portal.Proposal, error) {
	if f.Accounts.None() {
		return nil, nil
	}
	var where filter
	where.within("account", f.Accounts)
	where.equal("state", string(f.State))
	if !f.OpenAt.IsZero() {
		where.and("state = 'open' and expires_at > ?", micros(f.OpenAt))
	}
	where.page("proposed_at", "id", f.Before)
	return list(ctx, r, "proposals", scanProposal, `select `+proposalColumns+` from proposal`+where.where()+
		` order by proposed_at desc, id desc`+where.limit(f.Limit), where.args...)
}

func (t *tx) AddProposal(ctx context.Context, p portal.Proposal) error {
	return t.must(ctx, portal.ErrExists, "add proposal", `
		insert into proposal (`+proposalColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict do nothing`,
		p.Account, p.ID, p.Kind, asJSON{p.Effects}, blob(p.Sealed), p.ProposedBy, micros(p.ProposedAt),
		micros(p.ExpiresAt), p.State, p.DecidedBy, micros(p.DecidedAt))
}

func (t *tx) EndProposal(ctx context.Context, p portal.Proposal) (bool, error) {
	return t.won(ctx, "end proposal", `
		update proposal set state = $3, decided_by = $4, decided_at = $5, sealed = $6
		where account = $1 and id = $2 and state = 'open' and expires_at > $5
			and (proposed_by = $4) = ($3 = 'withdrawn')`,
		p.Account, p.ID, p.State, p.DecidedBy, micros(p.DecidedAt), []byte{})
}

func (t *tx) ExpireProposals(ctx context.Context, now time.Time) ([]portal.Proposal, error) {
	return list(ctx, t.reader, "expired proposals", scanProposal, `
		update proposal set state = 'expired', decided_at = $1, sealed = $2
		where state = 'open' and expires_at <= $1 returning `+proposalColumns, micros(now), []byte{})
}
