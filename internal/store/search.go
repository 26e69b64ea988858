package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What search terms lead to.
const (
	foundInvoice      = "invoice"
	foundPurchase     = "purchase"
	foundCustomer     = "customer"
	foundRequest      = "request"
	foundSubscription = "subscription"
	foundQuote        = "quote"
)

// index replaces the terms by which an object is found.
func (t *tx) index(ctx context.Context, kind string, k portal.Key, keys, names []string) error {
	err := t.do(ctx, "forget search terms",
		`delete from search_term where account = $1 and kind = $2 and id = $3`, k.Account, kind, k.ID)
	for field, terms := range map[string][]string{"key": keys, "name": names} {
		for _, term := range terms {
			if term = fold(term); term == "" || err != nil {
				continue
			}
			err = t.do(ctx, "add search term", `
				insert into search_term (account, kind, id, field, term) values ($1, $2, $3, $4, $5)
				on conflict do nothing`, k.Account, kind, k.ID, field, term)
		}
	}
	return err
}

// fold makes terms and questions alike: case does not count, nor does white
// space around or between words.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// Search also finds the invoices, purchases and subscriptions of a customer it finds. A prefix
// is a range of terms, so % and _ have no meaning.
func (r reader) Search(ctx context.Context, q string, limit int) ([]portal.Hit, error) {
	q = fold(q)
	if q == "" || limit < 1 {
		return nil, nil
	}
	term := "term" + r.d.bytewise
	return list(ctx, r, "search", scanHit, `
		with term_hit as (
			select account, kind, id, 0 as place from search_term
			where field in ('key', 'name') and `+term+` = $1
			union all
			select account, kind, id, place from (
				select account, kind, id, 1 as place from search_term
				where field = 'name' and `+term+` > $1 and `+term+` <= $2
				order by `+term+` limit $3) as prefixed
		), found as (
			select account, kind, id, min(place) as place from (
				select account, kind, id, place from term_hit
				union all
				select i.account, 'invoice', i.path_id, h.place from term_hit h
					join invoice i on i.account = h.account and i.customer = h.id where h.kind = 'customer'
				union all
				select p.account, 'purchase', p.id, h.place from term_hit h
					join purchase p on p.account = h.account and p.customer = h.id where h.kind = 'customer'
				union all
				select s.account, 'subscription', s.id, h.place from term_hit h
					join subscription s on s.account = h.account and s.customer = h.id where h.kind = 'customer'
			) as every_hit group by account, kind, id
		)
		select f.kind, f.account, f.id, coalesce(i.number, s.id, nullif(q.number, ''), q.id, p.id, c.id,
				nullif(r.company, ''), r.tenant),
			coalesce(c.name, ic.name, pc.name, sc.name, i.buyer, rp.name, ''),
			coalesce(i.reference, s.reference, q.reference, p.reference, r.reference, '')
		from found f
			left join invoice i on f.kind = 'invoice' and i.account = f.account and i.path_id = f.id
			left join subscription s on f.kind = 'subscription' and s.account = f.account and s.id = f.id
			left join quote q on f.kind = 'quote' and q.account = f.account and q.id = f.id
			left join purchase p on f.kind in ('purchase', 'quote') and p.account = f.account and p.id = f.id
			left join customer c on f.kind = 'customer' and c.account = f.account and c.id = f.id
			left join link_request r on f.kind = 'request' and r.account = f.account and r.id = f.id
			left join partner rp on rp.account = r.account and rp.id = r.partner
			left join customer ic on ic.account = i.account and ic.id = i.customer
			left join customer pc on pc.account = p.account and pc.id = p.customer
			left join customer sc on sc.account = s.account and sc.id = s.customer
		order by f.place, f.kind, i.issued_on desc, p.created_at desc, r.updated_at desc,
			f.account, f.id
		limit $3`, q, q+"\U0010FFFF", limit)
}

func scanHit(rows *sql.Rows) (h portal.Hit, err error) {
	var kind, name string
	err = rows.Scan(&kind, &h.Key.Account, &h.Key.ID, &name, &h.Subtitle, &h.Reference)
	switch kind {
	case foundInvoice:
		h.Kind, h.Title = link.Invoice, "Invoice "+name
	case foundPurchase:
		h.Kind, h.Title = link.Confirmation, "Order "+name
	case foundSubscription: // whose links have an S in front of the id
		h.Kind, h.Key.ID, h.Title = link.Payment, "S"+h.Key.ID, "Subscription S"+name
	case foundQuote:
		h.Kind, h.Title = link.Quote, "Quote "+name
	case foundCustomer:
		h.Kind, h.Title = link.Methods, "Customer "+name
	case foundRequest:
		h.Kind, h.Title = link.Approve, "Request for "+name
	}
	return h, err
}
