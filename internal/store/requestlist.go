package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (r reader) Requests(ctx context.Context, f portal.RequestFilter) ([]portal.LinkRequest, error) {
	var w filter
	w.equal("account", f.Account)
	w.within("account", f.Accounts)
	w.equal("partner", f.Partner)
	w.equal("status", string(f.Status))
	if f.Live {
		w.and("status = 'pending' and end_at > ?", f.Now)
	}
	if f.Overdue {
		w.and("status = 'pending' and end_at <= ?", f.Now)
	}
	if f.Expired {
		w.and("(status = 'expired' or status = 'pending' and end_at <= ?)", f.Now)
	}
	if f.Ending != 0 {
		w.and("status = 'pending' and end_at > ? and end_at < ?", f.Now, f.Ending)
	}
	if q := fold(f.Query); q != "" {
		w.and(`(account, id) in (select account, id from search_term
			where account in (select slug from account) and field in ('key', 'name') and term >= ? and term < ?
				and kind = 'request')`,
			q, behind(q))
	}
	id := "id" + r.d.bytewise
	w.page("updated_at", id, f.Before)
	text := selectRequest + w.where() + ` order by updated_at desc, ` + id + ` desc` + w.limit(f.Limit)
	return list(ctx, r, "link requests", scanRequest, text, w.args...)
}

// standings are the ways in which requests stand, with their conditions; ? is now.
// A pending request that is past its end is "overdue".
var standings = []struct{ name, condition string }{
	{string(portal.Pending), "status = 'pending' and end_at > ?"},
	{"overdue", "status = 'pending' and end_at <= ?"},
	{string(portal.Approved), "status = 'approved'"},
	{string(portal.Declined), "status = 'declined'"},
	{string(portal.RequestExpired), "status = 'expired'"},
	{string(portal.RequestWithdrawn), "status = 'withdrawn'"},
	{string(portal.Blocked), "status = 'blocked'"},
}

// CountRequests stops counting each standing at most.
func (r reader) CountRequests(
	ctx context.Context, accounts portal.Accounts, now int64, most int,
) (map[string]int64, error) {
	var args []any
	ways := make([]string, len(standings))
	for i, standing := range standings {
		w := filter{args: args}
		w.within("account", accounts)
		if strings.Contains(standing.condition, "?") {
			w.and(standing.condition, now)
		} else {
			w.and(standing.condition)
		}
		ways[i] = `select '` + standing.name + `' as standing, count(*) from (select 1 from link_request` + w.where() + w.limit(most) + `) as few`
		args = w.args
	}
	counts, err := list(ctx, r, "counts of link requests", scanCount, strings.Join(ways, " union all "), args...)
	all := map[string]int64{}
	for _, c := range counts {
		if c.n > 0 {
			all[c.standing] = c.n
		}
	}
	return all, err
}

type standingCount struct {
	standing string
	n        int64
}

func scanCount(rows *sql.Rows) (c standingCount, err error) {
	err = rows.Scan(&c.standing, &c.n)
	return c, err
}

func (r reader) Lapsed(ctx context.Context, now int64, limit int) ([]portal.LinkRequest, error) {
	return list(ctx, r, "lapsed link requests", scanRequest, selectRequest+`
		where status = 'pending' and end_at <= $1 order by end_at, account, id limit $2`, now, limit)
}

// ClaimLapsed locks what it returns. That alone keeps no other claimant away whose
// look was before our commit: Expire repeats the condition.
func (t *tx) ClaimLapsed(ctx context.Context, now int64, limit int) ([]portal.LinkRequest, error) {
	return list(ctx, t.reader, "lapsed link requests", scanRequest, selectRequest+`
		where status = 'pending' and end_at <= $1 order by end_at, account, id limit $2`+t.d.skipLocked, now, limit)
}

// Remindable: a reminder is due if one of the two times has come and none was
// sent since then, so that two that were missed become one. A time that is not
// after the start (24 h before the end of a window of a day) is none.
func (r reader) Remindable(ctx context.Context, now, most int64, limit int) ([]portal.LinkRequest, error) {
	return list(ctx, r, "link requests to remind of", scanRequest, selectRequest+`
		where status = 'pending' and end_at > $1 and reminders < $2
			and (start_at + (end_at - start_at) / 2 <= $1
					and reminded_at < (start_at + (end_at - start_at) / 2) * 1000000
				or end_at - 86400 <= $1 and end_at - 86400 > start_at
					and reminded_at < (end_at - 86400) * 1000000)
			and exists (select 1 from partner p
				where p.account = link_request.account and p.id = link_request.partner
					and p.delivery = 'email')
		order by end_at, account, id limit $3`, now, most, limit)
}
