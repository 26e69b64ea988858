package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectAPIKey = `
	select account, id, name, key_hash, scopes, created_at, expires_at, revoked_at, last_used from api_key`

func scanAPIKey(rows *sql.Rows) (k portal.APIKey, err error) {
	err = rows.Scan(&k.Account, &k.ID, &k.Name, &k.KeyHash, asJSON{&k.Scopes}, at{&k.CreatedAt},
		at{&k.ExpiresAt}, at{&k.RevokedAt}, at{&k.LastUsed})
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
		insert into api_key (account, id, name, key_hash, scopes, created_at, expires_at, revoked_at, last_used)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict do nothing`,
		k.Account, k.ID, k.Name, blob(k.KeyHash), asJSON{k.Scopes}, micros(k.CreatedAt), micros(k.ExpiresAt),
		micros(k.RevokedAt), micros(k.LastUsed))
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
