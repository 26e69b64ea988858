package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectPurchase = `
	select account, id, reference, customer, status, currency, totals, po_number, items, created_at, as_of,
		details, source_version, modified_at
	from purchase`

func scanPurchase(rows *sql.Rows) (p portal.Purchase, err error) {
	err = rows.Scan(&p.Account, &p.ID, &p.Reference, &p.Customer, &p.Status, &p.Currency,
		asJSON{&p.Totals}, &p.PONumber, asJSON{&p.Items}, at{&p.CreatedAt}, at{&p.AsOf},
		asJSON{&p.Details}, &p.Source.Version, at{&p.Source.ModifiedAt})
	return p, err
}

func (r reader) Purchase(ctx context.Context, k portal.Key) (portal.Purchase, error) {
	return one(ctx, r, "purchase", scanPurchase, selectPurchase+` where account = $1 and id = $2`, k.Account, k.ID)
}

func (t *tx) PutPurchase(ctx context.Context, p portal.Purchase) (bool, error) {
	applied, err := t.won(ctx, "put purchase", `
		insert into purchase (account, id, reference, customer, status, currency, totals, po_number, items,
			created_at, as_of, details, source_version, modified_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		on conflict (account, id) do update set reference = excluded.reference,
			customer = excluded.customer, status = excluded.status, currency = excluded.currency,
			totals = excluded.totals, po_number = excluded.po_number, items = excluded.items,
			created_at = excluded.created_at, as_of = excluded.as_of,
			details = excluded.details,`+sourceOf("purchase"),
		p.Account, p.ID, p.Reference, p.Customer, p.Status, p.Currency, asJSON{p.Totals}, p.PONumber,
		asJSON{p.Items}, micros(p.CreatedAt), micros(p.AsOf), asJSON{p.Details},
		p.Source.Version, micros(p.Source.ModifiedAt))
	if err != nil || !applied {
		return false, err
	}
	return true, t.index(ctx, portal.SortOrder, p.Key, []string{p.ID, p.Reference}, nil)
}
