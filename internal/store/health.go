package store

import (
	"context"
	"database/sql"
	"time"
)

// What only the operator asks of the database, not the portal.

// File is the path of SQLite's file; empty in PostgreSQL.
func (s *Store) File() string { return s.d.file }

// ServerTime is what the clock of the database's own machine says; the zero
// time for SQLite, which has none.
func (s *Store) ServerTime(ctx context.Context) (time.Time, error) {
	if s.d.clock == "" {
		return time.Time{}, nil
	}
	return one(ctx, s.reader, "clock of the database", scanTime, s.d.clock)
}

// LastEntry is the time of the newest audit entry of all trails; the zero time
// where there is none.
func (s *Store) LastEntry(ctx context.Context) (time.Time, error) {
	return one(ctx, s.reader, "newest audit entry", scanTime, `select coalesce(max(at), 0) from audit_entry`)
}

func scanTime(rows *sql.Rows) (t time.Time, err error) {
	err = rows.Scan(at{&t})
	return t, err
}

// Overlap counts the ids of an account that name two things. v1 signs no more
// of a link than that id, so one checksum opens both. A subscription's id is
// signed in digits or, as some accounts do, in full.
type Overlap struct {
	Account       string
	First, Second string // two of "order", "invoice", "subscription" and "customer", in this order
	Full          bool   // with the S of the subscription
	Count         int64
	Example       string // one of the ids
}

// Overlaps lists what every account has of them.
func (s *Store) Overlaps(ctx context.Context) ([]Overlap, error) {
	scan := func(rows *sql.Rows) (o Overlap, err error) {
		err = rows.Scan(&o.Account, &o.First, &o.Second, &o.Full, &o.Count, &o.Example)
		return o, err
	}
	return list(ctx, s.reader, "overlapping ids", scan, `
		select account, first, second, in_full, count(*), min(id) from (
			select p.account, p.id, 'order' as first, 'invoice' as second, false as in_full
				from purchase p join invoice i on i.account = p.account and i.path_id = p.id
			union all select p.account, p.id, 'order', 'customer', false
				from purchase p join customer c on c.account = p.account and c.id = p.id
			union all select i.account, i.path_id, 'invoice', 'customer', false
				from invoice i join customer c on c.account = i.account and c.id = i.path_id
			union all select s.account, s.id, 'order', 'subscription', false
				from subscription s join purchase p on p.account = s.account and p.id = s.id
			union all select s.account, s.id, 'invoice', 'subscription', false
				from subscription s join invoice i on i.account = s.account and i.path_id = s.id
			union all select s.account, 'S' || s.id, 'invoice', 'subscription', true
				from subscription s join invoice i on i.account = s.account and i.path_id = 'S' || s.id
			union all select s.account, s.id, 'subscription', 'customer', false
				from subscription s join customer c on c.account = s.account and c.id = s.id) as both_named
		group by account, first, second, in_full order by account, first, second, in_full`)
}

// SharedNumbers are the invoice numbers that several accounts have whose
// invoices are reached by number alone, at /invoice/{number}.pdf.
func (s *Store) SharedNumbers(ctx context.Context) ([]string, error) {
	return list(ctx, s.reader, "shared invoice numbers", scanString, `
		select i.number from invoice i join account a on a.slug = i.account
		where a.legacy_invoice
		group by i.number having count(distinct i.account) > 1 order by i.number`)
}
