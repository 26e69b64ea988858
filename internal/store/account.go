package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectAccount = `
	select slug, name, locale, zone, brand, contact, v1, link_days, approval, billing, texts, languages, links,
		retention, sender, version, created_at
	from account`

func scanAccount(rows *sql.Rows) (a portal.Account, err error) {
	err = rows.Scan(&a.Slug, &a.Name, &a.Locale, &a.Zone, asJSON{&a.Brand}, asJSON{&a.Contact},
		asJSON{&a.V1}, &a.LinkDays, asJSON{&a.Approval}, asJSON{&a.Billing}, asJSON{&a.Texts}, asJSON{&a.Languages},
		asJSON{&a.Links}, asJSON{&a.Retention}, asJSON{&a.Sender}, &a.Version, at{&a.CreatedAt})
	return a, err
}

func (r reader) Account(ctx context.Context, slug string) (portal.Account, error) {
	return one(ctx, r, "account", scanAccount, selectAccount+` where slug = $1`, slug)
}

func (r reader) Accounts(ctx context.Context) ([]portal.Account, error) {
	return list(ctx, r, "accounts", scanAccount, selectAccount+` order by slug`+r.d.bytewise)
}

// LegacyAccount looks at accounts that accept v1 and its legacy path. Numbers
// are unique among those by agreement with the operator; should two share one,
// the older account has it.
func (r reader) LegacyAccount(ctx context.Context, number string) (string, error) {
	return one(ctx, r, "account of an invoice number", scanString, `
		select a.slug from invoice i join account a on a.slug = i.account
		where i.number = $1 and a.legacy_invoice
		order by a.created_at, a.slug limit 1`, number)
}

func (t *tx) AddAccount(ctx context.Context, a portal.Account) error {
	return t.must(ctx, portal.ErrExists, "add account", `
		insert into account (slug, name, locale, zone, brand, contact, v1, legacy_invoice, link_days, created_at,
			approval, billing, texts, languages, links, retention, sender, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		on conflict do nothing`, append(accountValues(a), a.Version)...)
}

const setAccount = `
	update account set name = $2, locale = $3, zone = $4, brand = $5, contact = $6, v1 = $7,
		legacy_invoice = $8, link_days = $9, created_at = $10, approval = $11, billing = $12, texts = $13,
		languages = $14, links = $15, retention = $16, sender = $17, version = version + 1`

func (t *tx) SetAccount(ctx context.Context, a portal.Account) error {
	return t.must(ctx, portal.ErrNotFound, "set account", setAccount+` where slug = $1`, accountValues(a)...)
}

// accountValues are the columns of an account, as $1 to $17, but the version.
func accountValues(a portal.Account) []any {
	return []any{
		a.Slug, a.Name, a.Locale, a.Zone, asJSON{a.Brand}, asJSON{a.Contact}, asJSON{a.V1}, legacyInvoice(a.V1), a.LinkDays,
		micros(a.CreatedAt), asJSON{a.Approval}, asJSON{a.Billing}, asJSON{a.Texts}, asJSON{a.Languages}, asJSON{a.Links},
		asJSON{a.Retention}, asJSON{a.Sender},
	}
}

func legacyInvoice(p portal.V1Policy) bool { return p.On && p.LegacyInvoice }
