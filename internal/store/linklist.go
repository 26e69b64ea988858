package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const listedColumns = `account, kind, id, generation, cut_off, start_at, end_at, key_id, revoked, issued_at, ended_at,
	mailed_at, day_start, day_count, issued_by, touched_at`

func scanListed(rows *sql.Rows) (s portal.LinkState, err error) {
	err = rows.Scan(&s.Account, &s.Kind, &s.ID, &s.Generation, &s.CutOff, &s.Start, &s.End, &s.KeyID,
		&s.Revoked, at{&s.IssuedAt}, at{&s.EndedAt}, at{&s.MailedAt}, at{&s.DayStart}, &s.DayCount, &s.IssuedBy,
		at{&s.TouchedAt})
	return s, err
}

// lookedThrough is how many links that work are looked through for those that
// nobody opened: where nearly all were, there is no end to it otherwise.
const lookedThrough = 20_000

// linkCuts says which links a cut has, and by which column its list runs. The
// conditions are those of the indexes, word for word.
var linkCuts = map[portal.LinkCut]struct {
	condition, column string
	rising            bool
}{
	portal.LinksAll:      {"", "touched_at", false},
	portal.LinksWorking:  {"start_at > 0 and not revoked and end_at > ?", "end_at", true},
	portal.LinksEnding:   {"start_at > 0 and not revoked and end_at > ?", "end_at", true},
	portal.LinksUnopened: {"start_at > 0 and not revoked and end_at > ?", "end_at", true},
	portal.LinksExpired:  {"start_at > 0 and not revoked and end_at <= ?", "end_at", false},
	portal.LinksRevoked:  {"revoked", "ended_at", false},
}

func linksWhere(f portal.LinkFilter) (w filter) {
	w.within("account", f.Accounts)
	cut := linkCuts[f.Cut]
	switch {
	case cut.column == "end_at":
		w.and(cut.condition, f.Now)
	case cut.condition != "":
		w.and(cut.condition)
	}
	if f.Cut == portal.LinksEnding {
		w.and("end_at < ?", f.Ending)
	}
	w.equal("kind", string(f.Kind))
	if f.By != "" {
		w.and("issued_by >= ? and issued_by <= ?", f.By, f.By+"\U0010FFFF")
	}
	if !f.Since.IsZero() {
		w.and("issued_at >= ?", micros(f.Since))
	}
	if !f.Until.IsZero() {
		w.and("issued_at < ?", micros(f.Until))
	}
	return w
}

// fewIssued is how many links of an issuer are put in order rather than met while
// all links are walked over in theirs.
const fewIssued = 5000

// byFewIssuers says how a statement about the links of an issuer begins, and which
// table it reads: where these are few, they alone, which the engines would not do
// by themselves.
func (r reader) byFewIssuers(ctx context.Context, w *filter, by string) (with, table string, err error) {
	const all = "link_state"
	if by == "" {
		return "", all, nil
	}
	n, err := one(ctx, r, "number of links of an issuer", scanNumber, `
		select count(*) from (select 1 from link_state where issued_by >= $1 and issued_by <= $2 limit $3) as few`,
		by, by+"\U0010FFFF", fewIssued)
	if err != nil || n >= fewIssued {
		return "", all, err
	}
	return `with few as materialized (
		select * from link_state where issued_by >= ` + w.value(by) + ` and issued_by <= ` + w.value(by+"\U0010FFFF") + `) `, "few", nil
}

func (r reader) LinkStates(ctx context.Context, f portal.LinkFilter) ([]portal.LinkState, error) {
	cut, w := linkCuts[f.Cut], linksWhere(f)
	with, table, err := r.byFewIssuers(ctx, &w, f.By)
	if err != nil {
		return nil, err
	}
	name := "(account || '/' || kind || '/' || id)" + r.d.bytewise
	order, reaches, follows := " desc", " <= ?", " < "
	if cut.rising {
		order, reaches, follows = "", " >= ?", " > "
	}
	if f.Before != (portal.Cursor{}) {
		at := micros(f.Before.At)
		if cut.column == "end_at" {
			at = f.Before.At.Unix()
		}
		w.and(cut.column+reaches, at) // for the index
		w.and("("+cut.column+", "+name+")"+follows+"(?, ?)", at, f.Before.ID)
	}
	by := " order by " + cut.column + order + ", " + name + order
	text := `select ` + listedColumns + ` from ` + table + w.where() + by
	if f.Cut == portal.LinksUnopened {
		text = strings.Replace(text, " from ", ", "+name+" as name from ", 1)
		text = `select ` + listedColumns + ` from (` + text + w.limit(lookedThrough) + `) as looked
			where (select count(*) from (select 1 from visit v where v.account = looked.account and v.kind = looked.kind
				and v.object = looked.id and v.start_at = looked.start_at and v.who <> 'scanner' limit 1) as seen) = 0
			order by ` + cut.column + order + `, name` + order
	}
	return list(ctx, r, "list of links", scanListed, with+text+w.limit(f.Limit), w.args...)
}

func (r reader) CountLinkStates(ctx context.Context, f portal.LinkFilter, most int) (int, error) {
	w := linksWhere(f)
	with, table, err := r.byFewIssuers(ctx, &w, f.By)
	if err != nil {
		return 0, err
	}
	n, err := one(ctx, r, "number of links", scanNumber,
		with+`select count(*) from (select 1 from `+table+w.where()+w.limit(most)+`) as listed`, w.args...)
	return int(n), err
}
