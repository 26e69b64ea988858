package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// AuditList asks account by account and merges what came: each question is then
// a range of one index, however long the other trails are.
func (r reader) AuditList(ctx context.Context, f portal.AuditFilter) ([]portal.Entry, error) {
	accounts, err := r.AuditAccounts(ctx)
	if err != nil {
		return nil, err
	}
	var all []portal.Entry
	for _, account := range accounts {
		if !f.Wants(account) {
			continue
		}
		where := auditWhere(account, f)
		order := " order by at desc, seq desc"
		if f.Rising {
			order = " order by at, seq"
		}
		found, err := list(ctx, r, "audit", scanEntry, selectEntry+where.where()+order+where.limit(f.Limit), where.args...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b portal.Entry) int {
		if f.Rising {
			a, b = b, a
		}
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Account, a.Account), cmp.Compare(b.Seq, a.Seq))
	})
	if f.Limit > 0 && len(all) > f.Limit {
		all = all[:f.Limit]
	}
	return all, nil
}

// auditWhere has the conditions of a filter for one account. All pages run by
// time, account and number; within one account, where the page begins comes
// down to a time and a number.
func auditWhere(account string, f portal.AuditFilter) filter {
	var where filter
	where.and("account = ?", account)
	where.equal("actor", f.Actor)
	where.equal("act", f.Act)
	where.equal("kind", f.Kind)
	where.equal("object", f.Object)
	if !f.From.IsZero() {
		where.and("at >= ?", micros(f.From))
	}
	if !f.Until.IsZero() {
		where.and("at < ?", micros(f.Until))
	}
	if f.Behind.At.IsZero() {
		return where
	}
	seq := f.Behind.Seq
	switch cmp.Compare(account, f.Behind.Account) {
	case -1: // of the same time, it comes behind in a falling list and before in a rising one
		seq = math.MaxInt64
	case 1:
		seq = 0
	}
	if f.Rising {
		where.and("(at, seq) > (?, ?)", micros(f.Behind.At), seq)
	} else {
		where.and("(at, seq) < (?, ?)", micros(f.Behind.At), seq)
	}
	return where
}

func scanChained(rows *sql.Rows) (e portal.ChainedEntry, err error) {
	err = rows.Scan(&e.Account, &e.Seq, at{&e.At}, &e.Actor, &e.Act, &e.Kind, &e.Object, &e.Data, &e.Hash, &e.Prev)
	return e, err
}

// AuditLines pages as AuditList does, over one trail.
func (r reader) AuditLines(ctx context.Context, account string, f portal.AuditFilter) ([]portal.ChainedEntry, error) {
	f.Rising = true
	where := auditWhere(account, f)
	text := `select account, seq, at, actor, act, kind, object, data, hash, coalesce((
			select before.hash from audit_entry before
			where before.account = audit_entry.account and before.seq = audit_entry.seq - 1), ` + where.value([]byte{}) + `)
		from audit_entry` + where.where() + ` order by at, seq` + where.limit(f.Limit)
	return list(ctx, r, "audit lines", scanChained, text, where.args...)
}

func (r reader) AuditActs(ctx context.Context, account string) ([]string, error) {
	return r.auditNames(ctx, "act", account)
}

func (r reader) AuditActors(ctx context.Context, account string) ([]string, error) {
	return r.auditNames(ctx, "actor", account)
}

// auditNames walks from each name to the next one in its index, so that a
// million entries of a few names are a few steps.
func (r reader) auditNames(ctx context.Context, column, account string) ([]string, error) {
	return list(ctx, r, "names in the audit trail", scanString, `
		with recursive step (name) as (
			select min(`+column+`) from audit_entry where account = $1
			union all
			select (select min(`+column+`) from audit_entry where account = $1 and `+column+` > step.name)
			from step where step.name is not null)
		select name from step where name is not null order by name`+r.d.bytewise, account)
}
