package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const challengeColumns = ` id, account, link, code_hash, tries, created_at, expires_at, passed_at`

func scanChallenge(rows *sql.Rows) (c portal.Challenge, err error) {
	err = rows.Scan(&c.ID, &c.Account, &c.Link, &c.CodeHash, &c.Tries, at{&c.CreatedAt}, at{&c.ExpiresAt},
		at{&c.PassedAt})
	return c, err
}

func (r reader) Challenge(ctx context.Context, id string) (portal.Challenge, error) {
	return one(ctx, r, "challenge", scanChallenge,
		`select`+challengeColumns+` from challenge where id = $1`, id)
}

func (t *tx) AddChallenge(ctx context.Context, c portal.Challenge) error {
	return t.must(ctx, portal.ErrExists, "add challenge", `
		insert into challenge (id, account, link, code_hash, tries, created_at, expires_at, passed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict do nothing`,
		c.ID, c.Account, c.Link, blob(c.CodeHash), c.Tries, micros(c.CreatedAt), micros(c.ExpiresAt),
		micros(c.PassedAt))
}

func (t *tx) TryChallenge(
	ctx context.Context, id string, most int64, now time.Time,
) (portal.Challenge, bool, error) {
	c, err := one(ctx, t.reader, "challenge to try", scanChallenge, `
		update challenge set tries = tries + 1
		where id = $1 and passed_at = 0 and tries < $2 and expires_at > $3
		returning`+challengeColumns, id, most, micros(now))
	if errors.Is(err, portal.ErrNotFound) {
		return portal.Challenge{}, false, nil
	}
	return c, err == nil, err
}

// PassChallenge forgets the code, which is used up.
func (t *tx) PassChallenge(ctx context.Context, id string, at time.Time) (bool, error) {
	return t.won(ctx, "pass challenge", `
		update challenge set passed_at = $2, code_hash = $3
		where id = $1 and passed_at = 0 and expires_at > $2`, id, micros(at), []byte{})
}
