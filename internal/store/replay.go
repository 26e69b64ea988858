package store

import (
	"context"
	"database/sql"
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

func (t *tx) AddReplay(ctx context.Context, r portal.Replay) error {
	return t.must(ctx, portal.ErrExists, "add stored answer", `
		insert into replay (account, caller, key, request, status, type, body, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict do nothing`,
		r.Account, r.Caller, r.Key, blob(r.Request), r.Status, r.Type, blob(r.Body), micros(r.At))
}

func (t *tx) SetReplay(ctx context.Context, r portal.Replay, claimedAt time.Time) (bool, error) {
	return t.won(ctx, "set stored answer", `
		update replay set status = $5, type = $6, body = $7, at = $8
		where account = $1 and caller = $2 and key = $3 and status = 0 and at = $4`,
		r.Account, r.Caller, r.Key, micros(claimedAt), r.Status, r.Type, blob(r.Body), micros(r.At))
}

func (t *tx) DropReplay(ctx context.Context, r portal.Replay, claimedAt time.Time) error {
	return t.do(ctx, "drop stored answer", `
		delete from replay where account = $1 and caller = $2 and key = $3 and status = 0 and at = $4`,
		r.Account, r.Caller, r.Key, micros(claimedAt))
}

func (t *tx) DropReplays(ctx context.Context, before time.Time) (int64, error) {
	return t.exec(ctx, "drop stored answers", `delete from replay where at < $1`, micros(before))
}
