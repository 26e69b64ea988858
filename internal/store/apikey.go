package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectAPIKey = `
	select account, id, name, key_hash, scopes, created_at, expires_at, revoked_at, last_used,
		created_by, replaced_by from api_key`

func scanAPIKey(rows *sql.Rows) (k portal.APIKey, err error) {
	err = rows.Scan(&k.Account, &k.ID, &k.Name, &k.KeyHash, asJSON{&k.Scopes}, at{&k.CreatedAt},
		at{&k.ExpiresAt}, at{&k.RevokedAt}, at{&k.LastUsed}, &k.CreatedBy, &k.ReplacedBy)
	return k, err
}

// APIKeyByHash also finds a key that has expired or was revoked.
func (r reader) APIKeyByHash(ctx context.Context, keyHash []byte) (portal.APIKey, error) {
	return one(ctx, r, "API key", scanAPIKey, selectAPIKey+` where key_hash = $1`, blob(keyHash))
}

// APIKeys returns an account's keys, the oldest first.
func (r reader) APIKeys(ctx context.Context, account string) ([]portal.APIKey, error) {
	return list(ctx, r, "API keys", scanAPIKey,
		selectAPIKey+` where account = $1 order by created_at, id`+r.d.bytewise, account)
}

func (t *tx) AddAPIKey(ctx context.Context, k portal.APIKey) error {
	return t.must(ctx, portal.ErrExists, "add API key", `
		insert into api_key (account, id, name, key_hash, scopes, created_at, expires_at, revoked_at, last_used,
			created_by, replaced_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict do nothing`,
		k.Account, k.ID, k.Name, blob(k.KeyHash), asJSON{k.Scopes}, micros(k.CreatedAt), micros(k.ExpiresAt),
		micros(k.RevokedAt), micros(k.LastUsed), k.CreatedBy, k.ReplacedBy)
}

// RevokeAPIKey keeps the first time where a key was revoked before; ErrNotFound
// if there is no such key.
func (t *tx) RevokeAPIKey(ctx context.Context, account, id string, at time.Time) error {
	return t.must(ctx, portal.ErrNotFound, "revoke API key", `
		update api_key set revoked_at = case when revoked_at = 0 then $3 else revoked_at end
		where account = $1 and id = $2`, account, id, micros(at))
}

// TouchAPIKey never moves the last use back.
func (t *tx) TouchAPIKey(ctx context.Context, account, id string, at time.Time) error {
	return t.do(ctx, "touch API key", `
		update api_key set last_used = $3
		where account = $1 and id = $2 and revoked_at = 0 and last_used < $3`, account, id, micros(at))
}

func (t *tx) ReplaceAPIKey(ctx context.Context, account, id, by string, now, until time.Time) (bool, error) {
	return t.won(ctx, "replace API key", `
		update api_key set replaced_by = $3,
			expires_at = case when expires_at > 0 and expires_at < $5 then expires_at else $5 end
		where account = $1 and id = $2 and revoked_at = 0 and replaced_by = '' and (expires_at = 0 or expires_at > $4)`,
		account, id, by, micros(now), micros(until))
}

func scanKeyUse(rows *sql.Rows) (u portal.KeyUse, err error) {
	err = rows.Scan(&u.Account, &u.Holder, &u.Day, &u.Calls, at{&u.LastAt})
	return u, err
}

func (r reader) KeyUses(ctx context.Context, account, since string) ([]portal.KeyUse, error) {
	return list(ctx, r, "uses of keys", scanKeyUse, `
		select account, holder, day, calls, last_at from key_use
		where account = $1 and day >= $2 order by holder`+r.d.bytewise+`, day`+r.d.bytewise, account, since)
}

func (t *tx) AddKeyUse(ctx context.Context, u portal.KeyUse) error {
	return t.do(ctx, "add use of a key", `
		insert into key_use (account, holder, day, calls, last_at) values ($1, $2, $3, $4, $5)
		on conflict (account, holder, day) do update set calls = key_use.calls + excluded.calls,
			last_at = case when excluded.last_at > key_use.last_at then excluded.last_at else key_use.last_at end`,
		u.Account, u.Holder, u.Day, u.Calls, micros(u.LastAt))
}
