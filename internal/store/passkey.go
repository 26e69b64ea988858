package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanPasskey(rows *sql.Rows) (p portal.Passkey, err error) {
	err = rows.Scan(&p.ID, &p.AdminID, &p.Name, &p.Credential, &p.PublicKey, &p.SignCount, &p.BackupEligible,
		at{&p.CreatedAt}, at{&p.UsedAt})
	return p, err
}

func (r reader) Passkeys(ctx context.Context, adminID string) ([]portal.Passkey, error) {
	return list(ctx, r, "passkeys", scanPasskey, `
		select id, admin_id, name, credential, public_key, sign_count, backup_eligible, created_at, used_at
		from admin_passkey where admin_id = $1 order by created_at, id`, adminID)
}

func (t *tx) AddPasskey(ctx context.Context, p portal.Passkey) error {
	return t.must(ctx, portal.ErrExists, "add passkey", `
		insert into admin_passkey
			(id, admin_id, name, credential, public_key, sign_count, backup_eligible, created_at, used_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict do nothing`,
		p.ID, p.AdminID, p.Name, blob(p.Credential), blob(p.PublicKey), p.SignCount, p.BackupEligible,
		micros(p.CreatedAt), micros(p.UsedAt))
}

func (t *tx) UsePasskey(ctx context.Context, p portal.Passkey, count int64, at time.Time) (bool, error) {
	return t.won(ctx, "use passkey", `
		update admin_passkey set sign_count = $4, used_at = $5
		where admin_id = $1 and id = $2 and sign_count = $3`,
		p.AdminID, p.ID, p.SignCount, count, micros(at))
}

func (t *tx) RemovePasskey(ctx context.Context, adminID, id string) error {
	return t.must(ctx, portal.ErrNotFound, "remove passkey",
		`delete from admin_passkey where admin_id = $1 and id = $2`, adminID, id)
}
