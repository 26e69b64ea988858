package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanSlot(rows *sql.Rows) (s portal.TrySlot, err error) {
	err = rows.Scan(&s.Slot, &s.Taken, &s.Failed)
	return s, err
}

func (r reader) TrySlots(ctx context.Context, endpoint string, since time.Time, length time.Duration) ([]portal.TrySlot, error) {
	return list(ctx, r, "tries of an endpoint", scanSlot, `
		select (at - $2) / $3 as slot, sum(case when error = '' then 1 else 0 end), sum(case when error = '' then 0 else 1 end)
		from hook_try where endpoint = $1 and at >= $2 group by 1 order by 1`,
		endpoint, micros(since), length.Microseconds())
}

func (t *tx) ForgetTries(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.exec(ctx, "forget what tries sent and were told", `
		update hook_try set sent = '', said = '' where sent <> '' and at < $1 and (delivery, place) in (
			select delivery, place from hook_try where sent <> '' and at < $1 order by at limit $2)`, micros(before), limit)
}

func (t *tx) AddSuppression(ctx context.Context, s portal.Suppression) error {
	return t.must(ctx, portal.ErrExists, "add suppression", `
		insert into suppression (account, email, reason, at, note) values ($1, $2, $3, $4, $5)
		on conflict do nothing`, s.Account, s.Email, s.Reason, micros(s.At), s.Note)
}
