package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const inboundColumns = ` account, id, type, sealed, hash, state, kind, reason, attempts, next_at, received_at,
	done_at`

func scanInbound(rows *sql.Rows) (in portal.Inbound, err error) {
	err = rows.Scan(&in.Account, &in.ID, &in.Type, &in.Sealed, &in.Hash, &in.State, &in.Kind, &in.Reason,
		&in.Attempts, at{&in.NextAt}, at{&in.ReceivedAt}, at{&in.DoneAt})
	return in, err
}

func (r reader) Inbound(ctx context.Context, k portal.Key) (portal.Inbound, error) {
	return one(ctx, r, "inbound message", scanInbound,
		`select`+inboundColumns+` from inbound where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) InboundByHash(ctx context.Context, account, hash string) (portal.Inbound, error) {
	return one(ctx, r, "inbound message", scanInbound,
		`select`+inboundColumns+` from inbound where account = $1 and hash = $2`, account, hash)
}

func (r reader) Inbounds(
	ctx context.Context, account string, state portal.InboundState, limit int,
) ([]portal.Inbound, error) {
	var w filter
	w.equal("account", account)
	w.equal("state", string(state))
	text := `select` + inboundColumns + ` from inbound` + w.where() + `
		order by received_at desc, id` + r.d.bytewise + ` desc` + w.limit(limit)
	return list(ctx, r, "inbound messages", scanInbound, text, w.args...)
}

// AddInbound returns ErrExists also if the id is taken.
func (t *tx) AddInbound(ctx context.Context, in portal.Inbound) error {
	return t.must(ctx, portal.ErrExists, "add inbound message", `
		insert into inbound (account, id, type, sealed, hash, state, kind, reason, attempts, next_at,
			received_at, done_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict do nothing`,
		in.Account, in.ID, in.Type, blob(in.Sealed), in.Hash, in.State, in.Kind, in.Reason, in.Attempts,
		micros(in.NextAt), micros(in.ReceivedAt), micros(in.DoneAt))
}

// ClaimInbounds counts the try that the claim is for. Lock and guard are as in
// ClaimMessages.
func (t *tx) ClaimInbounds(
	ctx context.Context, now time.Time, lease time.Duration, limit int,
) ([]portal.Inbound, error) {
	claimed, err := list(ctx, t.reader, "due inbound messages", scanInbound, `
		with due as materialized (
			select account as due_account, id as due_id from inbound where state = 'queued' and next_at <= $1
			order by received_at, id limit $2`+t.d.skipLocked+`)
		update inbound set next_at = $3, attempts = attempts + 1
		where (account, id) in (select due_account, due_id from due) and state = 'queued' and next_at <= $1
		returning`+inboundColumns, micros(now), limit, micros(now.Add(lease)))
	slices.SortFunc(claimed, func(a, b portal.Inbound) int {
		return cmp.Or(a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.ID, b.ID))
	})
	return claimed, err
}

// FinishInbound writes state, kind, reason, due time and when it was done. The
// try itself was counted when the message was claimed.
func (t *tx) FinishInbound(ctx context.Context, in portal.Inbound) (bool, error) {
	return t.won(ctx, "finish inbound message", `
		update inbound set state = $3, kind = $4, reason = $5, next_at = $6, done_at = $7
		where account = $1 and id = $2 and state = 'queued' and attempts = $8`,
		in.Account, in.ID, in.State, in.Kind, in.Reason, micros(in.NextAt), micros(in.DoneAt), in.Attempts)
}

func (t *tx) RequeueInbound(ctx context.Context, k portal.Key, at time.Time) (bool, error) {
	return t.won(ctx, "requeue inbound message", `
		update inbound set state = 'queued', reason = '', next_at = $3, done_at = 0
		where account = $1 and id = $2 and state <> 'queued'`, k.Account, k.ID, micros(at))
}
