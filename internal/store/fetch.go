package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanFetch(rows *sql.Rows) (f portal.Fetch, err error) {
	err = rows.Scan(&f.Account, &f.Document, &f.Role, &f.Sealed, &f.State, &f.Attempts, at{&f.NextAt},
		at{&f.Until}, &f.Reason)
	return f, err
}

const fetchColumns = ` account, document, role, sealed, state, attempts, next_at, until_at, reason`

func (r reader) DocumentFetch(ctx context.Context, document portal.Key, role portal.PartRole) (portal.Fetch, error) {
	return one(ctx, r, "fetch", scanFetch,
		`select`+fetchColumns+` from document_fetch where account = $1 and document = $2 and role = $3`,
		document.Account, document.ID, role)
}

func (t *tx) AddFetch(ctx context.Context, f portal.Fetch) error {
	return t.do(ctx, "add fetch", `
		insert into document_fetch (account, document, role, sealed, state, attempts, next_at, until_at, reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict do nothing`,
		f.Account, f.Document, f.Role, blob(f.Sealed), f.State, f.Attempts, micros(f.NextAt), micros(f.Until),
		f.Reason)
}

// ClaimFetches takes those that waited longest. It counts the try that the
// claim is for; lock and guard are as in ClaimMessages.
func (t *tx) ClaimFetches(
	ctx context.Context, now time.Time, lease time.Duration, limit int,
) ([]portal.Fetch, error) {
	claimed, err := list(ctx, t.reader, "due fetches", scanFetch, `
		with due as materialized (
			select account as due_account, document as due_document, role as due_role from document_fetch
			where state = 'queued' and next_at <= $1
			order by next_at, account, document, role limit $2`+t.d.skipLocked+`)
		update document_fetch set next_at = $3, attempts = attempts + 1
		where (account, document, role) in (select due_account, due_document, due_role from due)
			and state = 'queued' and next_at <= $1
		returning`+fetchColumns,
		micros(now), limit, micros(now.Add(lease)))
	slices.SortFunc(claimed, func(a, b portal.Fetch) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Document, b.Document),
			cmp.Compare(a.Role, b.Role))
	})
	return claimed, err
}

// FinishFetch records how a try ended, if the file is still to be fetched: state,
// due time and reason. The try itself was counted when it was claimed; the count
// is the fence.
func (t *tx) FinishFetch(ctx context.Context, f portal.Fetch) (bool, error) {
	return t.won(ctx, "finish fetch", `
		update document_fetch set state = $4, next_at = $5, reason = $6
		where account = $1 and document = $2 and role = $3 and state = 'queued' and attempts = $7`,
		f.Account, f.Document, f.Role, f.State, micros(f.NextAt), f.Reason, f.Attempts)
}
