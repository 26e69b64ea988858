package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectConnection = `
	select account, id, partner, client, tenant, request, linked_at, archived_at from connection`

func scanConnection(rows *sql.Rows) (c portal.Connection, err error) {
	err = rows.Scan(&c.Account, &c.ID, &c.Partner, &c.Client, &c.Tenant, &c.Request, at{&c.LinkedAt},
		at{&c.ArchivedAt})
	return c, err
}

func (r reader) ActiveConnection(ctx context.Context, account, client string) (portal.Connection, error) {
	return one(ctx, r, "connection of a client", scanConnection,
		selectConnection+` where account = $1 and client = $2 and archived_at = 0`, account, client)
}

func (r reader) TenantConnection(ctx context.Context, account, partner, tenant string) (portal.Connection, error) {
	return one(ctx, r, "connection of a tenant", scanConnection, selectConnection+`
		where account = $1 and partner = $2 and tenant = $3 and archived_at = 0`, account, partner, tenant)
}

// AddConnection leaves it to the unique indexes who is first: a second one waits
// for the first to commit and then gives way.
func (t *tx) AddConnection(ctx context.Context, c portal.Connection) error {
	return t.must(ctx, portal.ErrExists, "add connection", `
		insert into connection (account, id, partner, client, tenant, request, linked_at, archived_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict do nothing`,
		c.Account, c.ID, c.Partner, c.Client, c.Tenant, c.Request, micros(c.LinkedAt), micros(c.ArchivedAt))
}

func (t *tx) ArchiveConnection(ctx context.Context, account, id string, at time.Time) (bool, error) {
	return t.won(ctx, "archive connection", `
		update connection set archived_at = $3 where account = $1 and id = $2 and archived_at = 0`,
		account, id, micros(at))
}
