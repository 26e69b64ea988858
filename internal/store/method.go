package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectMethod = `
	select account, id, customer, label, state, preferred, provider, provider_ref, source_version, modified_at,
		as_of
	from payment_method`

func scanMethod(rows *sql.Rows) (m portal.PaymentMethod, err error) {
	err = rows.Scan(&m.Account, &m.ID, &m.Customer, asJSON{&m.Label}, &m.State, &m.Default, &m.Provider,
		&m.ProviderRef, &m.Source.Version, at{&m.Source.ModifiedAt}, at{&m.AsOf})
	return m, err
}

func (r reader) PaymentMethod(ctx context.Context, k portal.Key) (portal.PaymentMethod, error) {
	return one(ctx, r, "payment method", scanMethod,
		selectMethod+` where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) CustomerMethods(ctx context.Context, customer portal.Key) ([]portal.PaymentMethod, error) {
	if customer.ID == "" { // the mark of a method without a customer
		return nil, nil
	}
	return list(ctx, r, "payment methods of a customer", scanMethod, selectMethod+`
		where account = $1 and customer = $2 order by preferred desc, id`+r.d.bytewise,
		customer.Account, customer.ID)
}

func (t *tx) PutPaymentMethod(ctx context.Context, m portal.PaymentMethod) (bool, error) {
	return t.won(ctx, "put payment method", `
		insert into payment_method (account, id, customer, label, state, preferred, provider, provider_ref,
			source_version, modified_at, as_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (account, id) do update set customer = excluded.customer, label = excluded.label,
			state = excluded.state, preferred = excluded.preferred, provider = excluded.provider,
			provider_ref = excluded.provider_ref, as_of = excluded.as_of,`+sourceOf("payment_method"),
		m.Account, m.ID, m.Customer, asJSON{m.Label}, m.State, m.Default, m.Provider, m.ProviderRef,
		m.Source.Version, micros(m.Source.ModifiedAt), micros(m.AsOf))
}
