package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectSubscription = `
	select account, id, reference, customer, purchase, status, currency, items, details, source_version,
		modified_at, as_of
	from subscription`

func scanSubscription(rows *sql.Rows) (s portal.Subscription, err error) {
	err = rows.Scan(&s.Account, &s.ID, &s.Reference, &s.Customer, &s.Purchase, &s.Status, &s.Currency,
		asJSON{&s.Items}, asJSON{&s.Details}, &s.Source.Version, at{&s.Source.ModifiedAt}, at{&s.AsOf})
	return s, err
}

func (r reader) Subscription(ctx context.Context, k portal.Key) (portal.Subscription, error) {
	return one(ctx, r, "subscription", scanSubscription,
		selectSubscription+` where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) CustomerSubscriptions(ctx context.Context, customer portal.Key) ([]portal.Subscription, error) {
	if customer.ID == "" { // the mark of a subscription without a customer
		return nil, nil
	}
	return list(ctx, r, "subscriptions of a customer", scanSubscription, selectSubscription+`
		where account = $1 and customer = $2 order by id`+r.d.bytewise, customer.Account, customer.ID)
}

func (r reader) PurchaseSubscriptions(ctx context.Context, purchase portal.Key) ([]portal.Subscription, error) {
	if purchase.ID == "" { // the mark of a subscription that no purchase started
		return nil, nil
	}
	return list(ctx, r, "subscriptions of a purchase", scanSubscription, selectSubscription+`
		where account = $1 and purchase = $2 order by id`+r.d.bytewise, purchase.Account, purchase.ID)
}

func (t *tx) PutSubscription(ctx context.Context, s portal.Subscription) (bool, error) {
	applied, err := t.won(ctx, "put subscription", `
		insert into subscription (account, id, reference, customer, purchase, status, currency, items, details,
			source_version, modified_at, as_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict (account, id) do update set reference = excluded.reference,
			customer = excluded.customer, purchase = excluded.purchase, status = excluded.status,
			currency = excluded.currency, items = excluded.items, details = excluded.details,
			as_of = excluded.as_of,`+sourceOf("subscription"),
		s.Account, s.ID, s.Reference, s.Customer, s.Purchase, s.Status, s.Currency, asJSON{s.Items},
		asJSON{s.Details}, s.Source.Version, micros(s.Source.ModifiedAt), micros(s.AsOf))
	if err != nil || !applied {
		return false, err
	}
	return true, t.index(ctx, portal.SortSubscription, s.Key, []string{s.ID, "S" + s.ID, s.Reference}, nil)
}
