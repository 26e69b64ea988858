package store

import (
	"context"
	"database/sql"
	"math"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanSecret(rows *sql.Rows) (s portal.Secret, err error) {
	err = rows.Scan(&s.Account, &s.Kind, &s.ID, &s.Sealed, &s.State, &s.VerifyUntil, at{&s.CreatedAt})
	return s, err
}

// Secrets returns an account's keys and seeds, those of one kind oldest first.
func (r reader) Secrets(ctx context.Context, account string) ([]portal.Secret, error) {
	return list(ctx, r, "secrets", scanSecret, `
		select account, kind, id, sealed, state, verify_until, created_at from secret
		where account = $1 order by kind, created_at, id`, account)
}

func (t *tx) PutSecret(ctx context.Context, s portal.Secret) error {
	return t.do(ctx, "put secret", `
		insert into secret (account, kind, id, sealed, state, verify_until, created_at)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (account, kind, id) do update set sealed = excluded.sealed,
			state = excluded.state, verify_until = excluded.verify_until, created_at = excluded.created_at`,
		s.Account, s.Kind, s.ID, blob(s.Sealed), s.State, s.VerifyUntil, micros(s.CreatedAt))
}

func (t *tx) DeleteSecret(ctx context.Context, account string, kind portal.SecretKind, id string) error {
	return t.do(ctx, "delete secret",
		`delete from secret where account = $1 and kind = $2 and id = $3`, account, kind, id)
}

func (t *tx) AddSecret(ctx context.Context, s portal.Secret) error {
	return t.must(ctx, portal.ErrExists, "add secret", `
		insert into secret (account, kind, id, sealed, state, verify_until, created_at)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict do nothing`,
		s.Account, s.Kind, s.ID, blob(s.Sealed), s.State, s.VerifyUntil, micros(s.CreatedAt))
}

// SwapSecret tells a secret that was replaced meanwhile by its bytes: sealing
// the same plain text twice gives different ones.
func (t *tx) SwapSecret(ctx context.Context, was, is portal.Secret) (bool, error) {
	return t.won(ctx, "swap secret", `
		update secret set sealed = $6, state = $7, verify_until = $8, created_at = $9
		where account = $1 and kind = $2 and id = $3 and sealed = $4 and state = $5`,
		was.Account, was.Kind, was.ID, blob(was.Sealed), was.State,
		blob(is.Sealed), is.State, is.VerifyUntil, micros(is.CreatedAt))
}

// SignedWith counts by what was issued last; an object whose link was revoked
// has none that is open.
func (r reader) SignedWith(ctx context.Context, account, keyID string, now int64) (int64, error) {
	return one(ctx, r, "links signed with a key", scanNumber, `
		select count(*) from link_state
		where account = $1 and key_id = $2 and end_at > $3 and not revoked`, account, keyID, now)
}

func (r reader) AskedWithin(ctx context.Context, account string, from, until time.Time, now int64) (int64, error) {
	before := micros(until)
	if before == 0 {
		before = math.MaxInt64
	}
	return one(ctx, r, "requests issued within a time", scanNumber, `
		select count(*) from link_request r
			join link_attempt a on a.account = r.account and a.request = r.id and a.number = r.attempt
		where r.account = $1 and r.status = 'pending' and r.end_at > $2
			and a.issued_at >= $3 and a.issued_at < $4`, account, now, micros(from), before)
}
