package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanVisit(rows *sql.Rows) (v portal.Visit, err error) {
	err = rows.Scan(&v.Object.Account, &v.Object.Kind, &v.Object.ID, &v.Start, &v.Attempt, &v.Who, &v.Page, &v.Client,
		at{&v.First}, at{&v.Last}, &v.Count)
	return v, err
}

func (r reader) Visits(ctx context.Context, k portal.ObjectKey) ([]portal.Visit, error) {
	return list(ctx, r, "visits", scanVisit, `
		select account, kind, object, start_at, attempt, who, page, client, first_at, last_at, count
		from visit where account = $1 and kind = $2 and object = $3
		order by last_at desc, start_at desc, attempt desc, who, page`, k.Account, k.Kind, k.ID)
}

func (t *tx) AddVisits(ctx context.Context, visits []portal.Visit) error {
	ordered := slices.Clone(visits)
	slices.SortFunc(ordered, func(a, b portal.Visit) int {
		return cmp.Or(cmp.Compare(a.Object.Account, b.Object.Account), cmp.Compare(a.Object.Kind, b.Object.Kind),
			cmp.Compare(a.Object.ID, b.Object.ID), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Attempt, b.Attempt),
			cmp.Compare(a.Who, b.Who), cmp.Compare(a.Page, b.Page))
	})
	for _, v := range ordered {
		err := t.do(ctx, "add visit", `
			insert into visit (account, kind, object, start_at, attempt, who, page, client, first_at, last_at, count)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			on conflict (account, kind, object, start_at, attempt, who, page) do update set
				first_at = case when excluded.first_at < visit.first_at then excluded.first_at else visit.first_at end,
				client = case when excluded.last_at < visit.last_at then visit.client else excluded.client end,
				last_at = case when excluded.last_at < visit.last_at then visit.last_at else excluded.last_at end,
				count = visit.count + excluded.count`,
			v.Object.Account, v.Object.Kind, v.Object.ID, v.Start, v.Attempt, v.Who, v.Page, v.Client,
			micros(v.First), micros(v.Last), v.Count)
		if err != nil {
			return err
		}
	}
	return nil
}

func scanWrongLinks(rows *sql.Rows) (w portal.WrongLinks, err error) {
	err = rows.Scan(at{&w.Hour}, &w.Network, &w.Count)
	return w, err
}

func (r reader) WrongLinks(ctx context.Context, since time.Time, limit int) ([]portal.WrongLinks, error) {
	return list(ctx, r, "wrong links", scanWrongLinks, `
		select hour, network, count from wrong_link where hour >= $1 and network <> ''
		order by count desc, hour desc, network limit $2`, micros(since), limit)
}

func (t *tx) AddWrongLinks(ctx context.Context, counts []portal.WrongLinks) error {
	ordered := slices.Clone(counts)
	slices.SortFunc(ordered, func(a, b portal.WrongLinks) int {
		return cmp.Or(a.Hour.Compare(b.Hour), cmp.Compare(a.Network, b.Network))
	})
	for _, w := range ordered {
		err := t.do(ctx, "add wrong links", `
			insert into wrong_link (hour, network, count) values ($1, $2, $3)
			on conflict (hour, network) do update set count = wrong_link.count + excluded.count`,
			micros(w.Hour), w.Network, w.Count)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) DropWrongLinks(ctx context.Context, before time.Time) error {
	return t.do(ctx, "drop wrong links", `delete from wrong_link where hour < $1`, micros(before))
}
