package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const dutyColumns = ` name, holder, fence, claimed_at, due_at, done_at`

func scanDuty(rows *sql.Rows) (d portal.Duty, err error) {
	err = rows.Scan(&d.Name, &d.Holder, &d.Fence, at{&d.ClaimedAt}, at{&d.DueAt}, at{&d.DoneAt})
	return d, err
}

func (r reader) Duty(ctx context.Context, name string) (portal.Duty, error) {
	return one(ctx, r, "duty", scanDuty, `select`+dutyColumns+` from duty where name = $1`, name)
}

// ClaimDuty makes the row with the first claim.
func (t *tx) ClaimDuty(
	ctx context.Context, name, holder string, now, future time.Time, lease time.Duration,
) (d portal.Duty, won bool, err error) {
	claimed, err := list(ctx, t.reader, "duty that is due", scanDuty, `
		insert into duty (name, holder, fence, claimed_at, due_at, done_at) values ($1, $2, 1, $3, $4, 0)
		on conflict (name) do update set holder = excluded.holder, fence = duty.fence + 1,
			claimed_at = excluded.claimed_at, due_at = excluded.due_at
		where duty.due_at <= $3 or duty.claimed_at > $5
		returning`+dutyColumns, name, holder, micros(now), micros(now.Add(lease)), micros(future))
	if err != nil || len(claimed) == 0 {
		return portal.Duty{}, false, err
	}
	return claimed[0], true, nil
}

func (t *tx) HoldDuty(ctx context.Context, d portal.Duty, until time.Time) (bool, error) {
	return t.won(ctx, "hold duty", `
		update duty set due_at = $4 where name = $1 and holder = $2 and fence = $3`,
		d.Name, d.Holder, d.Fence, micros(until))
}

func (t *tx) FinishDuty(ctx context.Context, d portal.Duty, done, due time.Time) (bool, error) {
	return t.won(ctx, "finish duty", `
		update duty set holder = '', done_at = $4, due_at = $5 where name = $1 and holder = $2 and fence = $3`,
		d.Name, d.Holder, d.Fence, micros(done), micros(due))
}
