package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanTryCount(rows *sql.Rows) (c portal.TryCount, err error) {
	var key []byte
	err = rows.Scan(&key, &c.Tries, at{&c.NextAt}, at{&c.LastAt})
	copy(c.Key[:], key)
	return c, err
}

func (r reader) TryCount(ctx context.Context, key [32]byte) (portal.TryCount, error) {
	c, err := one(ctx, r, "count of tries", scanTryCount,
		`select key, tries, next_at, last_at from try_count where key = $1`, key[:])
	if errors.Is(err, portal.ErrNotFound) {
		return portal.TryCount{Key: key}, nil
	}
	return c, err
}

// LockTryCount writes the row in any case: that is the lock.
func (t *tx) LockTryCount(ctx context.Context, key [32]byte) (portal.TryCount, error) {
	return one(ctx, t.reader, "count of tries", scanTryCount, `
		insert into try_count (key, tries, next_at, last_at) values ($1, 0, 0, 0)
		on conflict (key) do update set tries = try_count.tries
		returning key, tries, next_at, last_at`, key[:])
}

func (t *tx) SetTryCount(ctx context.Context, c portal.TryCount) error {
	return t.must(ctx, portal.ErrNotFound, "set count of tries", `
		update try_count set tries = $2, next_at = $3, last_at = $4 where key = $1`,
		c.Key[:], c.Tries, micros(c.NextAt), micros(c.LastAt))
}

func (t *tx) ForgetTryCounts(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.exec(ctx, "forget counts of tries", `
		delete from try_count where last_at < $1 and key in (
			select key from try_count where last_at < $1 order by last_at limit $2)`, micros(before), limit)
}

func scanTimeMark(rows *sql.Rows) (m portal.TimeMark, err error) {
	err = rows.Scan(at{&m.At}, &m.Confirmed, at{&m.Shown})
	return m, err
}

func (r reader) TimeMark(ctx context.Context) (portal.TimeMark, error) {
	m, err := one(ctx, r, "mark of time", scanTimeMark, `select at, confirmed, shown from time_mark where one = 1`)
	if errors.Is(err, portal.ErrNotFound) {
		return portal.TimeMark{}, nil
	}
	return m, err
}

func (t *tx) RaiseTimeMark(ctx context.Context, to time.Time, confirmed int64) (bool, error) {
	return t.won(ctx, "raise the mark of time", `
		insert into time_mark (one, at, confirmed, shown) values (1, $1, 0, 0)
		on conflict (one) do update set at = excluded.at where time_mark.at < excluded.at and time_mark.confirmed = $2`,
		micros(to), confirmed)
}

func (t *tx) ConfirmTime(ctx context.Context, shown time.Time) error {
	return t.do(ctx, "confirm the time", `
		insert into time_mark (one, at, confirmed, shown) values (1, $1, 1, $1)
		on conflict (one) do update set at = excluded.at, shown = excluded.shown, confirmed = time_mark.confirmed + 1`,
		micros(shown))
}
