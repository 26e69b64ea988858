package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectSuppression = `select account, email, reason, at, note from suppression`

func scanSuppression(rows *sql.Rows) (s portal.Suppression, err error) {
	err = rows.Scan(&s.Account, &s.Email, &s.Reason, at{&s.At}, &s.Note)
	return s, err
}

func (r reader) Suppressed(ctx context.Context, account, email string) (portal.Suppression, error) {
	return one(ctx, r, "suppression", scanSuppression,
		selectSuppression+` where account = $1 and email = $2`, account, email)
}

// Suppressions returns an account's, the newest first.
func (r reader) Suppressions(ctx context.Context, account string, limit int) ([]portal.Suppression, error) {
	return list(ctx, r, "suppressions", scanSuppression, selectSuppression+`
		where account = $1 order by at desc, email`+r.d.bytewise+` limit $2`, account, limit)
}

func (t *tx) PutSuppression(ctx context.Context, s portal.Suppression) error {
	return t.do(ctx, "put suppression", `
		insert into suppression (account, email, reason, at, note) values ($1, $2, $3, $4, $5)
		on conflict (account, email) do update set reason = excluded.reason, at = excluded.at, note = excluded.note`,
		s.Account, s.Email, s.Reason, micros(s.At), s.Note)
}

// DeleteSuppression does nothing if there is none.
func (t *tx) DeleteSuppression(ctx context.Context, account, email string) error {
	return t.do(ctx, "delete suppression",
		`delete from suppression where account = $1 and email = $2`, account, email)
}
