package store

import (
	"context"
	"database/sql"

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
