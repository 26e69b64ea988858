package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (r reader) TOTP(ctx context.Context, adminID string) (portal.TOTP, error) {
	return one(ctx, r, "authenticator", scanTOTP, `
		select admin_id, sealed, step, created_at, confirmed_at from admin_totp where admin_id = $1`, adminID)
}

func scanTOTP(rows *sql.Rows) (t portal.TOTP, err error) {
	err = rows.Scan(&t.AdminID, &t.Sealed, &t.Step, at{&t.CreatedAt}, at{&t.ConfirmedAt})
	return t, err
}

func (r reader) Guarded(ctx context.Context) ([]string, error) {
	return list(ctx, r, "admins with an authenticator", scanString, `
		select admin_id from admin_totp where confirmed_at <> 0 order by admin_id`+r.d.bytewise)
}

func (t *tx) OfferTOTP(ctx context.Context, o portal.TOTP) (bool, error) {
	return t.won(ctx, "offer authenticator", `
		insert into admin_totp (admin_id, sealed, step, created_at, confirmed_at) values ($1, $2, 0, $3, 0)
		on conflict (admin_id) do update set sealed = excluded.sealed, step = 0, created_at = excluded.created_at
		where admin_totp.confirmed_at = 0`, o.AdminID, blob(o.Sealed), micros(o.CreatedAt))
}

func (t *tx) ConfirmTOTP(ctx context.Context, o portal.TOTP, step int64, at time.Time) (bool, error) {
	return t.won(ctx, "confirm authenticator", `
		update admin_totp set step = $3, confirmed_at = $4
		where admin_id = $1 and sealed = $2 and confirmed_at = 0`, o.AdminID, blob(o.Sealed), step, micros(at))
}

func (t *tx) UseTOTP(ctx context.Context, adminID string, step int64) (bool, error) {
	return t.won(ctx, "use authenticator", `
		update admin_totp set step = $2 where admin_id = $1 and confirmed_at <> 0 and step < $2`, adminID, step)
}

func (t *tx) DropTOTP(ctx context.Context, adminID string) (bool, error) {
	return t.won(ctx, "drop authenticator", `delete from admin_totp where admin_id = $1`, adminID)
}

// usable is the condition for a code; $1 is now.
const usable = ` used_at = 0 and (ends_at = 0 or ends_at > $1)`

func (r reader) CodesLeft(ctx context.Context, adminID string, kind portal.CodeKind, now time.Time) (int64, error) {
	return one(ctx, r, "codes left", scanNumber, `
		select count(*) from admin_code where`+usable+` and admin_id = $2 and kind = $3`, micros(now), adminID, kind)
}

func (r reader) CodeFor(ctx context.Context, hash []byte, now time.Time) (portal.Code, error) {
	return one(ctx, r, "code", scanCode, `
		select hash, admin_id, kind, created_at, ends_at, used_at from admin_code
		where`+usable+` and hash = $2`, micros(now), blob(hash))
}

func scanCode(rows *sql.Rows) (c portal.Code, err error) {
	err = rows.Scan(&c.Hash, &c.AdminID, &c.Kind, at{&c.CreatedAt}, at{&c.EndsAt}, at{&c.UsedAt})
	return c, err
}

func (t *tx) AddCode(ctx context.Context, c portal.Code) error {
	return t.must(ctx, portal.ErrExists, "add code", `
		insert into admin_code (hash, admin_id, kind, created_at, ends_at, used_at) values ($1, $2, $3, $4, $5, 0)
		on conflict do nothing`, blob(c.Hash), c.AdminID, c.Kind, micros(c.CreatedAt), micros(c.EndsAt))
}

func (t *tx) UseCode(
	ctx context.Context, adminID string, kind portal.CodeKind, hash []byte, now time.Time,
) (bool, error) {
	return t.won(ctx, "use code", `
		update admin_code set used_at = $1 where`+usable+` and hash = $2 and admin_id = $3 and kind = $4`,
		micros(now), blob(hash), adminID, kind)
}

func (t *tx) DropCodes(ctx context.Context, adminID string, kind portal.CodeKind) error {
	return t.do(ctx, "drop codes",
		`delete from admin_code where admin_id = $1 and kind = $2 and used_at = 0`, adminID, kind)
}
