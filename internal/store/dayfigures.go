package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// span is the part of an account's history that figures are counted of.
type span struct {
	account     string
	from, until int64 // microseconds, half open
}

// DayFigures counts in the indexes on time. What is counted of link_state is how
// its rows stand now: a link that expired that day and was replaced since counts
// as replaced, on the later day.
func (r reader) DayFigures(ctx context.Context, account string, from, until time.Time) (portal.DayFigures, error) {
	var f portal.DayFigures
	s := span{account, micros(from), micros(until)}
	for _, count := range []func(context.Context, span, *portal.DayFigures) error{
		r.countMade, r.countAttempts, r.countWaits, r.countOver, r.countCut, r.countDecided, r.countLate,
	} {
		if err := count(ctx, s, &f); err != nil {
			return portal.DayFigures{}, err
		}
	}
	return f, nil
}

// group is one row of a count by something.
type group struct {
	name   string
	number int
	opened bool
	n      int64
}

func scanNamed(rows *sql.Rows) (g group, err error) {
	err = rows.Scan(&g.name, &g.opened, &g.n)
	return g, err
}

func scanAction(rows *sql.Rows) (g group, err error) {
	err = rows.Scan(&g.name, &g.n)
	return g, err
}

func scanHours(rows *sql.Rows) (g group, err error) {
	err = rows.Scan(&g.number, &g.n)
	return g, err
}

func scanLate(rows *sql.Rows) (g group, err error) {
	err = rows.Scan(&g.name, &g.number, &g.n)
	return g, err
}

func (r reader) countMade(ctx context.Context, s span, f *portal.DayFigures) error {
	made, err := list(ctx, r, "links made", scanNumber, `
		select count(*) from link_attempt where account = $1 and issued_at >= $2 and issued_at < $3
		union all
		select count(*) from link_state where account = $1 and issued_at >= $2 and issued_at < $3 and start_at > 0`,
		s.account, s.from, s.until)
	if err != nil {
		return err
	}
	f.Made = made[0] + made[1]
	f.Requests = made[0]
	return nil
}

func (r reader) countAttempts(ctx context.Context, s span, f *portal.DayFigures) error {
	ended, err := list(ctx, r, "attempts that ended", scanNamed, `
		select end_reason, opened, count(*) from (
			select a.end_reason, exists (select 1 from visit v
				where v.account = a.account and v.kind = 'approve' and v.object = a.request
					and v.start_at = a.start_at and v.attempt = a.number and v.who <> 'scanner') as opened
			from link_attempt a where a.account = $1 and a.ended_at >= $2 and a.ended_at < $3 and a.ended_at > 0) as ended
		group by end_reason, opened`, s.account, s.from, s.until)
	for _, g := range ended {
		f.Requests -= g.n
		f.Ended += g.n
		decided := false
		switch g.name {
		case string(portal.Approved):
			f.Done += g.n
			decided = true
		case string(portal.Declined):
			f.Declined += g.n
			decided = true
		case string(portal.RequestExpired):
			f.Expired += g.n
			if !g.opened {
				f.Unopened += g.n
			}
		case "superseded":
			f.Replaced += g.n
		default:
			f.Withdrawn += g.n
		}
		if g.opened || decided {
			f.Opened += g.n
		}
	}
	return err
}

func (r reader) countWaits(ctx context.Context, s span, f *portal.DayFigures) error {
	waits, err := list(ctx, r, "times to decision", scanHours, `
		select (ended_at - issued_at) / 3600000000 as hours, count(*) from link_attempt
		where account = $1 and ended_at >= $2 and ended_at < $3 and ended_at > 0 and end_reason in ('approved', 'declined')
		group by 1`, s.account, s.from, s.until)
	for _, g := range waits {
		if f.Waited == nil {
			f.Waited = map[int]int64{}
		}
		f.Waited[g.number] += g.n
	}
	return err
}

// countOver counts the links in force of what is billed that ran out. A window
// is kept in seconds.
func (r reader) countOver(ctx context.Context, s span, f *portal.DayFigures) error {
	over, err := list(ctx, r, "links that ran out", scanNamed, `
		select '', opened, count(*) from (
			select exists (select 1 from visit v
				where v.account = s.account and v.kind = s.kind and v.object = s.id
					and v.start_at = s.start_at and v.who <> 'scanner') as opened
			from link_state s
			where s.account = $1 and s.end_at >= $2 and s.end_at < $3 and s.start_at > 0 and not s.revoked) as ended
		group by opened`, s.account, seconds(s.from), seconds(s.until))
	for _, g := range over {
		f.Expired += g.n
		f.Ended += g.n
		if g.opened {
			f.Opened += g.n
		} else {
			f.Unopened += g.n
		}
	}
	return err
}

// seconds rounds up, so that days that follow each other share no second.
func seconds(micros int64) int64 { return (micros + 999_999) / 1_000_000 }

// countCut counts the links that another one replaced, or that were turned off.
func (r reader) countCut(ctx context.Context, s span, f *portal.DayFigures) error {
	cut, err := list(ctx, r, "links that were ended", scanNamed, `
		select '', revoked, count(*) from link_state
		where account = $1 and ended_at >= $2 and ended_at < $3 and ended_at > 0
		group by revoked`, s.account, s.from, s.until)
	for _, g := range cut {
		if g.opened { // here: revoked
			f.Withdrawn += g.n
		} else {
			f.Replaced += g.n
		}
	}
	return err
}

func (r reader) countDecided(ctx context.Context, s span, f *portal.DayFigures) error {
	decided, err := list(ctx, r, "decisions", scanAction, `
		select action, count(*) from billing_decision
		where account = $1 and created_at >= $2 and created_at < $3 and object_kind <> ''
		group by action`, s.account, s.from, s.until)
	for _, g := range decided {
		if g.name == string(portal.ActionDecline) {
			f.Declined += g.n
		} else {
			f.Done += g.n
		}
	}
	return err
}

// countLate counts the links that were opened after their end for the first
// time, by the day of the link: its first one is 1.
func (r reader) countLate(ctx context.Context, s span, f *portal.DayFigures) error {
	late, err := list(ctx, r, "links opened too late", scanLate, `
		select coalesce(r.partner, ''), (v.first_at / 1000000 - v.start_at) / 86400 + 1 as link_day, count(*)
		from visit v left join link_request r on v.kind = 'approve' and r.account = v.account and r.id = v.object
		where v.account = $1 and v.first_at >= $2 and v.first_at < $3 and v.page = 'expired' and v.who <> 'scanner'
		group by 1, 2`, s.account, s.from, s.until)
	for _, g := range late {
		if f.Late == nil {
			f.Late = map[string]map[int]int64{}
		}
		if f.Late[g.name] == nil {
			f.Late[g.name] = map[int]int64{}
		}
		f.Late[g.name][g.number] += g.n
	}
	return err
}
