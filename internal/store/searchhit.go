package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// datedHit is a hit with what it is put in order by.
type datedHit struct {
	hit  portal.Hit
	rank rank
	date string // of one sort: newer ones are greater
}

// shownTexts read what is shown of each sort, up to its keys: account, id, what
// it is called, whom it is about, reference, date.
var shownTexts = map[portal.Sort]string{
	portal.SortInvoice: `
		select i.account, i.path_id, i.number, coalesce(c.name, i.buyer), i.reference, i.issued_on
		from invoice i left join customer c on c.account = i.account and c.id = i.customer
		where (i.account, i.path_id)`,
	portal.SortOrder: `
		select p.account, p.id, p.id, coalesce(c.name, ''), p.reference, cast(p.created_at as text)
		from purchase p left join customer c on c.account = p.account and c.id = p.customer
		where (p.account, p.id)`,
	portal.SortSubscription: `
		select s.account, s.id, s.id, coalesce(c.name, ''), s.reference, ''
		from subscription s left join customer c on c.account = s.account and c.id = s.customer
		where (s.account, s.id)`,
	portal.SortQuote: `
		select q.account, q.id, coalesce(nullif(q.number, ''), q.id), coalesce(c.name, ''), q.reference, ''
		from quote q left join purchase p on p.account = q.account and p.id = q.id
			left join customer c on c.account = p.account and c.id = p.customer
		where (q.account, q.id)`,
	portal.SortCustomer: `
		select account, id, id, name, '', '' from customer where (account, id)`,
	portal.SortRequest: `
		select r.account, r.id, coalesce(nullif(r.company, ''), r.tenant), coalesce(p.name, ''), r.reference,
			cast(r.updated_at as text)
		from link_request r left join partner p on p.account = r.account and p.id = r.partner
		where (r.account, r.id)`,
}

func scanHit(rows *sql.Rows) (h datedHit, err error) {
	err = rows.Scan(&h.hit.Key.Account, &h.hit.Key.ID, &h.hit.Title, &h.hit.Subtitle, &h.hit.Reference, &h.date)
	return h, err
}

// finish says what a hit of a sort is.
func (h *datedHit) finish(sort portal.Sort) {
	hit := &h.hit
	hit.Sort, hit.Match = sort, h.rank.match
	switch sort {
	case portal.SortInvoice:
		hit.Kind, hit.Title = link.Invoice, "Invoice "+hit.Title
	case portal.SortOrder:
		hit.Kind, hit.Title = link.Confirmation, "Order "+hit.Title
	case portal.SortSubscription: // whose links have an S in front of the id
		hit.Kind, hit.Key.ID, hit.Title = link.Payment, "S"+hit.Key.ID, "Subscription S"+hit.Title
	case portal.SortQuote:
		hit.Kind, hit.Title = link.Quote, "Quote "+hit.Title
	case portal.SortCustomer:
		hit.Kind, hit.Title = link.Methods, "Customer "+hit.Title
	case portal.SortRequest:
		hit.Kind, hit.Title = link.Approve, "Request for "+hit.Title
	}
}

// logs finds mails and deliveries by their ids, which say what they are.
func (s *search) logs(ctx context.Context, typed string) ([]portal.Hit, error) {
	for _, log := range []struct {
		sort         portal.Sort
		prefix, text string
	}{
		{portal.SortMail, "msg_", `
			select id, account, template, '' from message
			where id` + s.d.bytewise + ` >= $1 and id` + s.d.bytewise + ` < $2`},
		{portal.SortDelivery, "dlv_", `
			select id, account, type, endpoint from hook_delivery
			where id` + s.d.bytewise + ` >= $1 and id` + s.d.bytewise + ` < $2`},
	} {
		if !strings.HasPrefix(typed, log.prefix) || s.sort != "" && s.sort != log.sort {
			continue
		}
		w := filter{args: []any{typed, behind(typed)}}
		text := log.text + ` and account in ` + valueList(&w, s.accounts) + ` order by id` + s.d.bytewise + w.limit(s.limit)
		hits, err := list(ctx, s.reader, "search by id", scanLogged, text, w.args...)
		for i := range hits {
			hits[i].Sort, hits[i].Match = log.sort, portal.MatchBeginning
			if hits[i].Key.ID == typed {
				hits[i].Match = portal.MatchKey
			}
		}
		return hits, err
	}
	return nil, nil
}

func scanLogged(rows *sql.Rows) (h portal.Hit, err error) {
	err = rows.Scan(&h.Key.ID, &h.Key.Account, &h.Title, &h.Endpoint)
	return h, err
}
