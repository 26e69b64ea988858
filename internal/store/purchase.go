package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanPurchase(rows *sql.Rows) (p portal.Purchase, err error) {
	err = rows.Scan(&p.Account, &p.ID, &p.Reference, &p.Customer, &p.Status, &p.Currency,
		asJSON{&p.Totals}, &p.PONumber, asJSON{&p.Items}, at{&p.CreatedAt}, at{&p.AsOf})
	return p, err
}

func (r reader) Purchase(ctx context.Context, k portal.Key) (portal.Purchase, error) {
	return one(ctx, r, "purchase", scanPurchase, `
		select account, id, reference, customer, status, currency, totals, po_number, items, created_at, as_of
		from purchase where account = $1 and id = $2`, k.Account, k.ID)
}

func (t *tx) PutPurchase(ctx context.Context, p portal.Purchase) error {
	err := t.do(ctx, "put purchase", `
		insert into purchase (account, id, reference, customer, status, currency, totals, po_number, items,
			created_at, as_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (account, id) do update set reference = excluded.reference,
			customer = excluded.customer, status = excluded.status, currency = excluded.currency,
			totals = excluded.totals, po_number = excluded.po_number, items = excluded.items,
			created_at = excluded.created_at, as_of = excluded.as_of`,
		p.Account, p.ID, p.Reference, p.Customer, p.Status, p.Currency, asJSON{p.Totals}, p.PONumber,
		asJSON{p.Items}, micros(p.CreatedAt), micros(p.AsOf))
	if err != nil {
		return err
	}
	return t.index(ctx, foundPurchase, p.Key, []string{p.ID, p.Reference}, nil)
}
