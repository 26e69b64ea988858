package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectIdentity = `select issuer, subject, admin_id, bound_at from admin_identity`

func scanIdentity(rows *sql.Rows) (i portal.Identity, err error) {
	err = rows.Scan(&i.Issuer, &i.Subject, &i.AdminID, at{&i.BoundAt})
	return i, err
}

func (r reader) Identity(ctx context.Context, issuer, subject string) (portal.Identity, error) {
	return one(ctx, r, "identity", scanIdentity, selectIdentity+` where issuer = $1 and subject = $2`, issuer, subject)
}

func (r reader) Identities(ctx context.Context, adminID string) ([]portal.Identity, error) {
	return list(ctx, r, "identities", scanIdentity,
		selectIdentity+` where admin_id = $1 order by issuer`+r.d.bytewise, adminID)
}

func (t *tx) BindIdentity(ctx context.Context, i portal.Identity) error {
	return t.must(ctx, portal.ErrExists, "bind identity", `
		insert into admin_identity (issuer, subject, admin_id, bound_at)
		values ($1, $2, $3, $4)
		on conflict do nothing`, i.Issuer, i.Subject, i.AdminID, micros(i.BoundAt))
}

func (t *tx) UnbindIdentity(ctx context.Context, issuer, adminID string) error {
	return t.must(ctx, portal.ErrNotFound, "unbind identity",
		`delete from admin_identity where issuer = $1 and admin_id = $2`, issuer, adminID)
}

func scanCeremony(rows *sql.Rows) (c portal.Ceremony, err error) {
	err = rows.Scan(&c.IDHash, &c.Kind, &c.AdminID, &c.Data, at{&c.EndsAt})
	return c, err
}

func (t *tx) AddCeremony(ctx context.Context, c portal.Ceremony) error {
	return t.must(ctx, portal.ErrExists, "add ceremony", `
		insert into admin_ceremony (id_hash, kind, admin_id, data, ends_at)
		values ($1, $2, $3, $4, $5)
		on conflict do nothing`, blob(c.IDHash), c.Kind, c.AdminID, c.Data, micros(c.EndsAt))
}

func (t *tx) TakeCeremony(
	ctx context.Context, idHash []byte, kind portal.CeremonyKind, now time.Time,
) (portal.Ceremony, error) {
	return one(ctx, t.reader, "ceremony", scanCeremony, `
		delete from admin_ceremony where id_hash = $1 and kind = $2 and ends_at > $3
		returning id_hash, kind, admin_id, data, ends_at`, blob(idHash), kind, micros(now))
}

func (t *tx) SweepCeremonies(ctx context.Context, now time.Time) error {
	return t.do(ctx, "sweep ceremonies", `delete from admin_ceremony where ends_at <= $1`, micros(now))
}
