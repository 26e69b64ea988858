package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectPartner = `
	select account, id, name, about, key_hash, old_key_hash, old_key_until, ttl_days, delivery, return_origins, disabled_at, created_at
	from partner`

func scanPartner(rows *sql.Rows) (p portal.Partner, err error) {
	err = rows.Scan(&p.Account, &p.ID, &p.Name, &p.About, &p.KeyHash, &p.OldKeyHash, at{&p.OldKeyUntil}, &p.TTLDays, &p.Delivery,
		asJSON{&p.ReturnOrigins}, at{&p.DisabledAt}, at{&p.CreatedAt})
	return p, err
}

func (r reader) Partner(ctx context.Context, account, id string) (portal.Partner, error) {
	return one(ctx, r, "partner", scanPartner, selectPartner+` where account = $1 and id = $2`, account, id)
}

// PartnerByKey also finds a partner that is disabled, and by the key before. No
// bytes are no key.
func (r reader) PartnerByKey(ctx context.Context, keyHash []byte) (portal.Partner, error) {
	return one(ctx, r, "partner of a key", scanPartner,
		selectPartner+` where key_hash = $1 and length(key_hash) > 0 or old_key_hash = $1 and length(old_key_hash) > 0`, blob(keyHash))
}

func (r reader) Partners(ctx context.Context, account string) ([]portal.Partner, error) {
	return list(ctx, r, "partners", scanPartner,
		selectPartner+` where account = $1 order by id`+r.d.bytewise, account)
}

// PutPartner returns ErrExists if another partner has that key.
func (t *tx) PutPartner(ctx context.Context, p portal.Partner) error {
	return t.must(ctx, portal.ErrExists, "put partner", `
		insert into partner (account, id, name, about, key_hash, ttl_days, delivery, return_origins,
			disabled_at, created_at, old_key_hash, old_key_until)
		select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
		where not exists (select 1 from partner
			where key_hash = $5 and length(key_hash) > 0 and not (account = $1 and id = $2))
		on conflict (account, id) do update set name = excluded.name, about = excluded.about,
			key_hash = excluded.key_hash, ttl_days = excluded.ttl_days, delivery = excluded.delivery,
			return_origins = excluded.return_origins, disabled_at = excluded.disabled_at,
			created_at = excluded.created_at, old_key_hash = excluded.old_key_hash, old_key_until = excluded.old_key_until`,
		p.Account, p.ID, p.Name, p.About, blob(p.KeyHash), p.TTLDays, p.Delivery, asJSON{p.ReturnOrigins},
		micros(p.DisabledAt), micros(p.CreatedAt), blob(p.OldKeyHash), micros(p.OldKeyUntil))
}
