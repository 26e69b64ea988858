package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// CountWaiting stops counting at most, so that it costs no more however many
// there are.
func (r reader) CountWaiting(ctx context.Context, account string, now, before int64, most int) (n, first int64, err error) {
	var w filter
	w.and("account = ? and status = 'pending' and end_at > ?", account, now)
	if before > 0 {
		w.and("end_at < ?", before)
	}
	both, err := one(ctx, r, "count of waiting requests", scanTwo, `
		select count(*), coalesce(min(end_at), 0) from (
			select end_at from link_request`+w.where()+` order by end_at`+w.limit(most)+`) as waiting`, w.args...)
	return both[0], both[1], err
}

func scanTwo(rows *sql.Rows) (both [2]int64, err error) {
	err = rows.Scan(&both[0], &both[1])
	return both, err
}

func (r reader) EndingSoon(ctx context.Context, account string, now int64, limit int) ([]portal.LinkRequest, error) {
	return list(ctx, r, "link requests that end soon", scanRequest, selectRequest+`
		where account = $1 and status = 'pending' and end_at > $2 order by end_at, id limit $3`, account, now, limit)
}

func (r reader) AnyLink(ctx context.Context, account string) (bool, error) {
	return one(ctx, r, "any link", scanBool, `
		select exists (select 1 from link_attempt where account = $1)
			or exists (select 1 from link_state where account = $1)
			or exists (select 1 from visit where account = $1)`, account)
}

func scanBool(rows *sql.Rows) (b bool, err error) {
	err = rows.Scan(&b)
	return b, err
}

// troubles are the counts of CountTroubles. Where an index is on part of a
// table, its condition is repeated to the letter, and without a parameter: that
// is how both engines find it.
const troubles = `
	select
		(select count(*) from (select 1 from message
			where account = $1 and created_at >= $2
				and (state = 'failed' or fate in ('bounced', 'complained')) limit $7) as few),
		(select count(*) from (select 1 from message
			where account = $1 and created_at >= $2 and state = 'failed'
				and (state = 'failed' or fate in ('bounced', 'complained')) limit $7) as few),
		(select count(*) from (select 1 from message
			where account = $1 and created_at >= $3 and created_at < $2
				and (state = 'failed' or fate in ('bounced', 'complained')) limit $7) as few),
		(select count(*) from (select 1 from suppression where account = $1 and at >= $2 and reason <> 'stopped' limit $7) as few),
		(select count(*) from (select 1 from billing_decision
			where account = $1 and open and due_at > 0 and created_at + (due_at - created_at) / 2 <= $5 limit $7) as few),
		(select count(*) from (select 1 from billing_decision
			where account = $1 and state = 'lapsed' and done_at >= $2 limit $7) as few),
		(select count(*) from (select 1 from held_case where account = $1 and state = 'failed' limit $7) as few),
		(select count(*) from (select 1 from link_state
			where account = $1 and day_start >= $4 and day_count >= 3 and day_count >= $6 limit $7) as few)`

func (r reader) CountTroubles(
	ctx context.Context, account string, f portal.TroubleFilter, most int,
) (portal.Troubles, error) {
	imports, err := r.refusedImports(ctx, account, f, most)
	if err != nil {
		return portal.Troubles{}, err
	}
	t, err := one(ctx, r, "counts of troubles", scanTroubles, troubles, account, micros(f.Week), micros(f.WeekBefore),
		micros(f.Day), micros(f.Now), f.MailsPerDay, most)
	t.Imports = imports
	return t, err
}

func scanTroubles(rows *sql.Rows) (t portal.Troubles, err error) {
	err = rows.Scan(&t.Mails, &t.GivenUp, &t.MailsBefore, &t.Addresses, &t.Decisions, &t.Lapsed, &t.Cases, &t.Limits)
	return t, err
}

// refusedImports counts the imports of the week that refused rows.
func (r reader) refusedImports(ctx context.Context, account string, f portal.TroubleFilter, most int) (int64, error) {
	counts, err := list(ctx, r, "verdicts of imports", scanCounts, `
		select counts from import_job where account = $1 and created_at >= $2 and not dry_run
		order by created_at desc limit $3`, account, micros(f.Week), most)
	var n int64
	for _, c := range counts {
		if c[portal.RowRefused] > 0 {
			n++
		}
	}
	return n, err
}

func scanCounts(rows *sql.Rows) (counts map[string]int64, err error) {
	err = rows.Scan(asJSON{&counts})
	return counts, err
}

func scanDayCount(rows *sql.Rows) (c portal.DayCount, err error) {
	err = rows.Scan(&c.Account, &c.Day, asJSON{&c.Figures})
	return c, err
}

func (r reader) DayCounts(ctx context.Context, account, since string) ([]portal.DayCount, error) {
	return list(ctx, r, "figures of days", scanDayCount, `
		select account, day, figures from day_figure where account = $1 and day >= $2 order by day`, account, since)
}

func (t *tx) AddDayCount(ctx context.Context, c portal.DayCount) error {
	return t.do(ctx, "add figures of a day", `
		insert into day_figure (account, day, figures) values ($1, $2, $3)
		on conflict (account, day) do nothing`, c.Account, c.Day, asJSON{c.Figures})
}
