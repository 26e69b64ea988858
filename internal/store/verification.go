package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// Damage asks SQLite for everything that it can find; it reads the whole file.
func (r reader) Damage(ctx context.Context) ([]string, error) {
	if r.d.file == "" {
		return nil, nil
	}
	found, err := list(ctx, r, "integrity check", scanString, `pragma integrity_check(100)`)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	orphans, err := list(ctx, r, "foreign keys", scanString, `
		select "table" || ' has ' || count(*) || ' rows that refer to what is not there in ' || parent
		from pragma_foreign_key_check group by "table", parent order by "table", parent`)
	return append(found, orphans...), err
}

// contradictions are rules between rows, each with a query for the ids of those
// that break it. What a fixture of MODE=test brings in has no events, so a
// request of which nothing was told is left alone.
var contradictions = []struct{ rule, broken string }{
	{"decisions whose event is missing", `
		select d.id from decision d where not exists (select 1 from event e where e.account = d.account
			and e.object_type = 'link_request' and e.object_id = d.request and e.type in ('client.linked', 'client.link_declined'))
		and exists (select 1 from event e where e.account = d.account and e.object_type = 'link_request' and e.object_id = d.request)`},
	{"decisions of billing of which no event tells", `
		select d.id from billing_decision d where not exists (select 1 from event e where e.account = d.account
			and e.object_type = d.subject_type and e.object_id = d.subject_id)
		and exists (select 1 from event e where e.account = d.account)`},
	{"link requests that are decided without a decision", `
		select r.id from link_request r where r.status in ('approved', 'declined')
		and not exists (select 1 from decision d where d.account = r.account and d.request = r.id and d.choice = r.status)`},
	{"link requests without their attempt", `
		select r.id from link_request r
		where not exists (select 1 from link_attempt a where a.account = r.account and a.request = r.id and a.number = r.attempt)`},
	{"link requests in a state that is none", `
		select id from link_request where status not in ('pending', 'approved', 'declined', 'expired', 'withdrawn', 'blocked')`},
	{"accounts whose events have a gap", `
		select h.account as id from event_head h
		where h.seq <> (select coalesce(max(e.seq), 0) from event e where e.account = h.account)
			or 1 <> (select min(e.seq) from event e where e.account = h.account and e.epoch = 1)
			or exists (select 1 from event e where e.account = h.account
				group by e.epoch having max(e.seq) - min(e.seq) + 1 <> count(*))`},
	{"webhook deliveries of events that are not there", `
		select d.id from hook_delivery d where not exists (select 1 from event e where e.id = d.event)`},
	{"webhook deliveries in a state that is none", `
		select id from hook_delivery where state not in ('queued', 'delivered', 'failed', 'held')`},
	{"mails in a state that is none", `
		select id from message where state not in ('queued', 'sent', 'failed', 'lapsed', 'held')`},
	// The entry says that the mail was queued in its transaction. Whether a decision
	// owed one nobody can say later: its address may have been one that takes no
	// mail, and take some again. Accounts that forgot mails are left alone.
	{"links that were mailed, without their mail", `
		select a.object as id from audit_entry a where a.act in ('link.signed', 'link.reissued') and a.data like '%"mailed":true%'
		and not exists (select 1 from message m where m.object_account = a.account and m.object_kind = a.kind and m.object_id = a.object
			and m.template = 'new-link' and a.data like '%"start":' || m.start_at || '}')
		and not exists (select 1 from audit_entry f where f.account = a.account and f.act = 'retention.applied' and f.data like '%"mails":%')`},
	{"links whose window ends before it starts", `
		select id from link_state where end_at < start_at or generation < 0`},
}

func (r reader) Contradictions(ctx context.Context) ([]portal.Contradiction, error) {
	var all []portal.Contradiction
	for _, c := range contradictions {
		found, err := one(ctx, r, c.rule, scanContradiction, `select count(*), coalesce(min(id), '') from (`+c.broken+`) as broken`)
		if err != nil {
			return all, err
		}
		if found.Rule = c.rule; found.Count > 0 {
			all = append(all, found)
		}
	}
	return all, nil
}

func scanContradiction(rows *sql.Rows) (c portal.Contradiction, err error) {
	err = rows.Scan(&c.Count, &c.Example)
	return c, err
}

func (r reader) BlobsAfter(ctx context.Context, after string, limit int) ([]string, error) {
	return list(ctx, r, "stored documents", scanString,
		`select sha256 from blob where sha256 > $1 order by sha256 limit $2`, after, limit)
}

func (r reader) AuditWalk(ctx context.Context) (portal.AuditWalk, error) {
	return one(ctx, r, "audit walk", scanAuditWalk, `
		select began_at, trail, seq, hash, entries, faults, ended_at, ended from verification`)
}

func scanAuditWalk(rows *sql.Rows) (w portal.AuditWalk, err error) {
	err = rows.Scan(at{&w.BeganAt}, &w.Trail, &w.Seq, &w.Hash, &w.Entries, asJSON{&w.Breaks}, at{&w.EndedAt}, asJSON{&w.Ended})
	return w, err
}

func (t *tx) MoveAuditWalk(ctx context.Context, from, to portal.AuditWalk) (bool, error) {
	return t.won(ctx, "move audit walk", `
		update verification set began_at = $1, trail = $2, seq = $3, hash = $4, entries = $5, faults = $6, ended_at = $7, ended = $8
		where began_at = $9 and trail = $10 and seq = $11 and ended_at = $12`,
		micros(to.BeganAt), to.Trail, to.Seq, blob(to.Hash), to.Entries, asJSON{to.Breaks}, micros(to.EndedAt), asJSON{to.Ended},
		micros(from.BeganAt), from.Trail, from.Seq, micros(from.EndedAt))
}
