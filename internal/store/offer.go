package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanOffer(rows *sql.Rows) (o portal.Offer, err error) {
	err = rows.Scan(&o.Account, &o.Subscription, &o.ID, &o.Item, asJSON{&o.Sources}, &o.ProductID, &o.Name,
		&o.About, asJSON{&o.Gained}, asJSON{&o.Lost}, &o.UnitNet, &o.Currency, asJSON{&o.Interval}, &o.Effective,
		at{&o.ValidFrom}, at{&o.ValidUntil}, &o.Source.Version, at{&o.Source.ModifiedAt}, at{&o.AsOf})
	return o, err
}

// SubscriptionOffers returns, of two with one id, the subscription's own first.
func (r reader) SubscriptionOffers(ctx context.Context, subscription portal.Key) ([]portal.Offer, error) {
	return list(ctx, r, "offers of a subscription", scanOffer, `
		select account, subscription, id, item, sources, product, name, about, gained, lost, unit_net, currency,
			period, effective, valid_from, valid_until, source_version, modified_at, as_of
		from offer where account = $1 and (subscription = $2 or subscription = '')
		order by id`+r.d.bytewise+`, subscription desc`, subscription.Account, subscription.ID)
}

func (t *tx) PutOffer(ctx context.Context, o portal.Offer) (bool, error) {
	return t.won(ctx, "put offer", `
		insert into offer (account, subscription, id, item, sources, product, name, about, gained, lost, unit_net,
			currency, period, effective, valid_from, valid_until, source_version, modified_at, as_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		on conflict (account, subscription, id) do update set item = excluded.item,
			sources = excluded.sources, product = excluded.product, name = excluded.name,
			about = excluded.about, gained = excluded.gained, lost = excluded.lost,
			unit_net = excluded.unit_net, currency = excluded.currency, period = excluded.period,
			effective = excluded.effective, valid_from = excluded.valid_from,
			valid_until = excluded.valid_until, as_of = excluded.as_of,`+sourceOf("offer"),
		o.Account, o.Subscription, o.ID, o.Item, asJSON{o.Sources}, o.ProductID, o.Name, o.About,
		asJSON{o.Gained}, asJSON{o.Lost}, o.UnitNet, o.Currency, asJSON{o.Interval}, o.Effective,
		micros(o.ValidFrom), micros(o.ValidUntil), o.Source.Version, micros(o.Source.ModifiedAt), micros(o.AsOf))
}
