package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanQuote(rows *sql.Rows) (q portal.Quote, err error) {
	err = rows.Scan(&q.Account, &q.ID, &q.Reference, &q.Number, &q.State, &q.Version, &q.ValidUntil,
		&q.ReplacedBy, &q.Terms, &q.TermsVersion, &q.PORequired, &q.Deposit, at{&q.DecidedAt},
		&q.Source.Version, at{&q.Source.ModifiedAt}, at{&q.AsOf})
	return q, err
}

func (r reader) Quote(ctx context.Context, k portal.Key) (portal.Quote, error) {
	return one(ctx, r, "quote", scanQuote, `
		select account, id, reference, number, state, version, valid_until, replaced_by, terms, terms_version,
			po_required, deposit, decided_at, source_version, modified_at, as_of
		from quote where account = $1 and id = $2`, k.Account, k.ID)
}

// PutQuote lets a quote be found by what is its own: its id is the purchase's,
// which is found by it.
func (t *tx) PutQuote(ctx context.Context, q portal.Quote) (bool, error) {
	applied, err := t.won(ctx, "put quote", `
		insert into quote (account, id, reference, number, state, version, valid_until, replaced_by, terms,
			terms_version, po_required, deposit, decided_at, source_version, modified_at, as_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		on conflict (account, id) do update set reference = excluded.reference, number = excluded.number,
			state = excluded.state, version = excluded.version, valid_until = excluded.valid_until,
			replaced_by = excluded.replaced_by, terms = excluded.terms,
			terms_version = excluded.terms_version, po_required = excluded.po_required,
			deposit = excluded.deposit, decided_at = excluded.decided_at, as_of = excluded.as_of,`+
		sourceOf("quote"),
		q.Account, q.ID, q.Reference, q.Number, q.State, q.Version, q.ValidUntil, q.ReplacedBy, q.Terms,
		q.TermsVersion, q.PORequired, q.Deposit, micros(q.DecidedAt), q.Source.Version,
		micros(q.Source.ModifiedAt), micros(q.AsOf))
	if err != nil || !applied {
		return false, err
	}
	keys := []string{q.Reference}
	if q.Number != q.ID {
		keys = append(keys, q.Number)
	}
	return true, t.index(ctx, portal.SortQuote, q.Key, keys, nil)
}
