package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanReplay(rows *sql.Rows) (r portal.Replay, err error) {
	err = rows.Scan(&r.Account, &r.Caller, &r.Key, &r.Request, &r.Status, &r.Type, &r.Body, at{&r.At})
	return r, err
}

func (r reader) Replay(ctx context.Context, account, caller, key string) (portal.Replay, error) {
	return one(ctx, r, "stored answer", scanReplay, `
		select account, caller, key, request, status, type, body, at from replay
		where account = $1 and caller = $2 and key = $3`, account, caller, key)
}

func (t *tx) AddReplay(ctx context.Context, r portal.Replay, expired, dead time.Time, most time.Duration) error {
	if t.d.waitAtMost != "" {
		if err := t.do(ctx, "bound a wait", t.d.waitAtMost, strconv.FormatInt(max(1, most.Milliseconds()), 10)); err != nil {
			return err
		}
	}
	err := t.must(ctx, portal.ErrExists, "add stored answer", `
		insert into replay (account, caller, key, request, status, type, body, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (account, caller, key) do update set request = excluded.request, status = excluded.status,
			type = excluded.type, body = excluded.body, at = excluded.at
		where replay.at < $9 or replay.status = 0 and replay.at < $10`,
		r.Account, r.Caller, r.Key, blob(r.Request), r.Status, r.Type, blob(r.Body), micros(r.At), micros(expired), micros(dead))
	switch {
	case err != nil && t.d.waited(err):
		return fmt.Errorf("%w: %w", portal.ErrInProgress, err)
	case err != nil || t.d.waitAsBefore == "":
		return err
	}
	return t.do(ctx, "wait as before", t.d.waitAsBefore)
}

func (t *tx) SetReplay(ctx context.Context, r portal.Replay) error {
	return t.must(ctx, portal.ErrNotFound, "set stored answer", `
		update replay set status = $4, type = $5, body = $6, at = $7
		where account = $1 and caller = $2 and key = $3`,
		r.Account, r.Caller, r.Key, r.Status, r.Type, blob(r.Body), micros(r.At))
}

func (t *tx) DropReplay(ctx context.Context, r portal.Replay) error {
	return t.do(ctx, "drop stored answer", `
		delete from replay where account = $1 and caller = $2 and key = $3`, r.Account, r.Caller, r.Key)
}

func (t *tx) DropReplays(ctx context.Context, before time.Time, limit int) (int64, error) {
	return t.exec(ctx, "drop stored answers", `
		delete from replay where at < $1 and (account, caller, key) in (
			select account, caller, key from replay where at < $1 order by at limit $2)`, micros(before), limit)
}
