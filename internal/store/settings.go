package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (t *tx) ReplaceAccount(ctx context.Context, a portal.Account) (bool, error) {
	return t.won(ctx, "replace account", setAccount+` where slug = $1 and version = $18`, append(accountValues(a), a.Version)...)
}

func (r reader) LogoBytes(ctx context.Context, hash string) ([]byte, error) {
	scan := func(rows *sql.Rows) (b []byte, err error) {
		err = rows.Scan(&b)
		return b, err
	}
	return one(ctx, r, "logo", scan, `select body from logo where hash = $1 order by account limit 1`, hash)
}

func (t *tx) PutLogo(ctx context.Context, account, hash string, body []byte, at time.Time) error {
	return t.do(ctx, "put logo", `
		insert into logo (account, hash, body, created_at) values ($1, $2, $3, $4)
		on conflict do nothing`, account, hash, blob(body), micros(at))
}

func (t *tx) DropLogo(ctx context.Context, account, hash string) error {
	return t.do(ctx, "drop logo", `delete from logo where account = $1 and hash = $2`, account, hash)
}
