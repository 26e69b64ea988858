package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectLinkState = `
	select account, kind, id, generation, cut_off, start_at, end_at, key_id, revoked, issued_at, ended_at,
		mailed_at, day_start, day_count, issued_by
	from link_state`

func scanLinkState(rows *sql.Rows) (s portal.LinkState, err error) {
	err = rows.Scan(&s.Account, &s.Kind, &s.ID, &s.Generation, &s.CutOff, &s.Start, &s.End, &s.KeyID,
		&s.Revoked, at{&s.IssuedAt}, at{&s.EndedAt}, at{&s.MailedAt}, at{&s.DayStart}, &s.DayCount, &s.IssuedBy)
	return s, err
}

func (r reader) LinkState(ctx context.Context, k portal.ObjectKey) (portal.LinkState, error) {
	s, err := one(ctx, r, "link state", scanLinkState,
		selectLinkState+` where account = $1 and kind = $2 and id = $3`, k.Account, k.Kind, k.ID)
	if errors.Is(err, portal.ErrNotFound) {
		return portal.LinkState{ObjectKey: k}, nil
	}
	return s, err
}

// Issue: the first generation may find no row, or one that a mail or a
// revocation made; every later one must find its predecessor.
func (t *tx) Issue(ctx context.Context, s portal.LinkState) (bool, error) {
	text := `
		update link_state set generation = $4, cut_off = $5, start_at = $6, end_at = $7, key_id = $8,
			revoked = $9, issued_at = $10, ended_at = $11, touched_at = $10, issued_by = $12
		where account = $1 and kind = $2 and id = $3 and generation + 1 = $4 and cut_off <= $5`
	if s.Generation == 1 {
		text = `
		insert into link_state (account, kind, id, generation, cut_off, start_at, end_at, key_id, revoked,
			issued_at, ended_at, touched_at, mailed_at, day_start, day_count, issued_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, 0, 0, 0, $12)
		on conflict (account, kind, id) do update set generation = excluded.generation,
			cut_off = excluded.cut_off, start_at = excluded.start_at, end_at = excluded.end_at,
			key_id = excluded.key_id, revoked = excluded.revoked, issued_at = excluded.issued_at,
			ended_at = excluded.ended_at, touched_at = excluded.touched_at, issued_by = excluded.issued_by
		where link_state.generation = 0 and link_state.cut_off <= excluded.cut_off`
	}
	return t.won(ctx, "issue link", text, s.Account, s.Kind, s.ID, s.Generation, s.CutOff, s.Start, s.End,
		s.KeyID, s.Revoked, micros(s.IssuedAt), micros(s.EndedAt), s.IssuedBy)
}

// Revoke: at generation 0 there may be no row, where all links were signed by
// others. The cut-off never goes down.
func (t *tx) Revoke(
	ctx context.Context, k portal.ObjectKey, generation, cutOff int64, at time.Time,
) (bool, error) {
	if generation == 0 {
		return t.won(ctx, "revoke links", `
			insert into link_state (account, kind, id, generation, cut_off, start_at, end_at, key_id, revoked,
				issued_at, ended_at, touched_at, mailed_at, day_start, day_count)
			values ($1, $2, $3, 1, $4, 0, 0, '', true, 0, $5, $5, 0, 0, 0)
			on conflict (account, kind, id) do update set generation = 1, revoked = true, ended_at = excluded.ended_at,
				touched_at = excluded.touched_at, cut_off = case
					when excluded.cut_off > link_state.cut_off then excluded.cut_off
					else link_state.cut_off end
			where link_state.generation = 0 and not link_state.revoked`,
			k.Account, k.Kind, k.ID, cutOff, micros(at))
	}
	return t.won(ctx, "revoke links", `
		update link_state set generation = generation + 1, revoked = true, ended_at = $5, touched_at = $5,
			cut_off = case when $4 > cut_off then $4 else cut_off end
		where account = $1 and kind = $2 and id = $3 and generation = $6 and (not revoked or cut_off < $4)`,
		k.Account, k.Kind, k.ID, cutOff, micros(at), generation)
}

// CountMail: a count of 24 h starts with the first mail after the one before it
// has run out. A clock that steps back stays in the running count.
func (t *tx) CountMail(
	ctx context.Context, k portal.ObjectKey, at, notAfter time.Time, perDay int,
) (bool, error) {
	if perDay < 1 {
		return false, nil
	}
	return t.won(ctx, "count mail", `
		insert into link_state (account, kind, id, generation, cut_off, start_at, end_at, key_id, revoked,
			issued_at, ended_at, touched_at, mailed_at, day_start, day_count)
		values ($1, $2, $3, 0, 0, 0, 0, '', false, 0, 0, $4, $4, $4, 1)
		on conflict (account, kind, id) do update set mailed_at = excluded.mailed_at,
			touched_at = excluded.touched_at,
			day_start = case
				when link_state.day_count = 0 or link_state.day_start <= $6 then excluded.day_start
				else link_state.day_start end,
			day_count = case
				when link_state.day_count = 0 or link_state.day_start <= $6 then 1
				else link_state.day_count + 1 end
		where link_state.mailed_at <= $5
			and (link_state.day_count < $7 or link_state.day_start <= $6)`,
		k.Account, k.Kind, k.ID, micros(at), micros(notAfter), micros(at.Add(-24*time.Hour)), perDay)
}
