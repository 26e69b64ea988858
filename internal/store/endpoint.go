package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectEndpoint = `
	select account, id, partner, url, events, style, header_prefix, sealed, sealed_old, old_until, disabled_at,
		reason, exhausted, created_at, updated_at
	from endpoint`

func scanEndpoint(rows *sql.Rows) (e portal.Endpoint, err error) {
	err = rows.Scan(&e.Account, &e.ID, &e.Partner, &e.URL, asJSON{&e.Events}, &e.Style, &e.HeaderPrefix,
		&e.Sealed, &e.SealedOld, at{&e.OldUntil}, at{&e.DisabledAt}, &e.Reason, &e.Exhausted,
		at{&e.CreatedAt}, at{&e.UpdatedAt})
	return e, err
}

func (r reader) Endpoint(ctx context.Context, account, id string) (portal.Endpoint, error) {
	return one(ctx, r, "endpoint", scanEndpoint, selectEndpoint+` where account = $1 and id = $2`, account, id)
}

func (r reader) Endpoints(ctx context.Context, account string) ([]portal.Endpoint, error) {
	var w filter
	w.equal("account", account)
	return list(ctx, r, "endpoints", scanEndpoint,
		selectEndpoint+w.where()+` order by created_at, id`+r.d.bytewise, w.args...)
}

// DueEndpoints looks at one due delivery of each endpoint.
func (r reader) DueEndpoints(ctx context.Context, now time.Time) ([]portal.Endpoint, error) {
	return list(ctx, r, "endpoints with due deliveries", scanEndpoint, selectEndpoint+`
		where disabled_at = 0 and exists (select 1 from hook_delivery d
			where d.endpoint = endpoint.id and d.state = 'queued' and d.next_at <= $1)
		order by created_at, id`+r.d.bytewise, micros(now))
}

func (t *tx) LockEndpoint(ctx context.Context, account, id string) (portal.Endpoint, error) {
	return one(ctx, t.reader, "endpoint", scanEndpoint,
		selectEndpoint+` where account = $1 and id = $2`+t.d.forUpdate, account, id)
}

// PutEndpoint returns ErrExists if another account has an endpoint of that id:
// deliveries are claimed by the id alone.
func (t *tx) PutEndpoint(ctx context.Context, e portal.Endpoint) error {
	return t.must(ctx, portal.ErrExists, "put endpoint", `
		insert into endpoint (account, id, partner, url, events, style, header_prefix, sealed, sealed_old,
			old_until, disabled_at, reason, exhausted, created_at, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		on conflict (id) do update set partner = excluded.partner, url = excluded.url,
			events = excluded.events, style = excluded.style, header_prefix = excluded.header_prefix,
			sealed = excluded.sealed, sealed_old = excluded.sealed_old, old_until = excluded.old_until,
			disabled_at = excluded.disabled_at, reason = excluded.reason, exhausted = excluded.exhausted,
			created_at = excluded.created_at, updated_at = excluded.updated_at
		where endpoint.account = excluded.account`,
		e.Account, e.ID, e.Partner, e.URL, asJSON{e.Events}, e.Style, e.HeaderPrefix, blob(e.Sealed),
		blob(e.SealedOld), micros(e.OldUntil), micros(e.DisabledAt), e.Reason, e.Exhausted,
		micros(e.CreatedAt), micros(e.UpdatedAt))
}

// DeleteEndpoint leaves the endpoint's deliveries as a log. Those still queued
// are never due again, because they have no endpoint.
func (t *tx) DeleteEndpoint(ctx context.Context, account, id string) error {
	return t.must(ctx, portal.ErrNotFound, "delete endpoint",
		`delete from endpoint where account = $1 and id = $2`, account, id)
}

// CountExhausted returns ErrNotFound if it counts up and there is no such
// endpoint. It writes nothing where the count is 0 already, as it mostly is.
func (t *tx) CountExhausted(ctx context.Context, account, endpoint string, failed bool) (int64, error) {
	if !failed {
		return 0, t.do(ctx, "forget given-up events", `
			update endpoint set exhausted = 0 where account = $1 and id = $2 and exhausted > 0`,
			account, endpoint)
	}
	return one(ctx, t.reader, "given-up events", scanNumber, `
		update endpoint set exhausted = exhausted + 1 where account = $1 and id = $2
		returning exhausted`, account, endpoint)
}
