package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectCase = `
	select account, request, position, reference, payload, state, case_id, error_type, error, updated_at
	from held_case`

func scanCase(rows *sql.Rows) (c portal.HeldCase, err error) {
	err = rows.Scan(&c.Account, &c.Request, &c.Position, &c.Reference, &c.Payload, &c.State, &c.CaseID,
		&c.ErrorType, &c.Error, at{&c.UpdatedAt})
	return c, err
}

func (r reader) Cases(ctx context.Context, request portal.Key) ([]portal.HeldCase, error) {
	return list(ctx, r, "held cases", scanCase,
		selectCase+` where account = $1 and request = $2 order by position`, request.Account, request.ID)
}

func (r reader) Landing(ctx context.Context, limit int) ([]portal.HeldCase, error) {
	return list(ctx, r, "landing cases", scanCase, selectCase+`
		where state = 'landing' order by updated_at, account, request, position limit $1`, limit)
}

// PutCase leaves a case alone that is no longer held.
func (t *tx) PutCase(ctx context.Context, c portal.HeldCase) error {
	return t.do(ctx, "put held case", `
		insert into held_case (account, request, position, reference, payload, state, case_id, error_type,
			error, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (account, request, position) do update set reference = excluded.reference,
			payload = excluded.payload, updated_at = excluded.updated_at
		where held_case.state = 'held'`,
		c.Account, c.Request, c.Position, c.Reference, c.Payload, c.State, c.CaseID, c.ErrorType, c.Error,
		micros(c.UpdatedAt))
}

func (t *tx) MoveCases(
	ctx context.Context, request portal.Key, from, to portal.CaseState, at time.Time,
) (int64, error) {
	return t.exec(ctx, "move held cases", `
		update held_case set state = $4, updated_at = $5
		where account = $1 and request = $2 and state = $3`,
		request.Account, request.ID, from, to, micros(at))
}

// LandCase goes by the reference that is kept, not by c.Reference.
func (t *tx) LandCase(ctx context.Context, c portal.HeldCase, client string) (bool, error) {
	if c.State == portal.CaseLanded {
		if err := t.takeReference(ctx, c, client); err != nil {
			return false, err
		}
	}
	won, err := t.won(ctx, "land case", `
		update held_case set state = $4, case_id = $5, error_type = $6, error = $7, updated_at = $8
		where account = $1 and request = $2 and position = $3 and state = 'landing'
			and ($4 <> 'landed' or reference = '' or exists (select 1 from landed_reference l
				where l.account = held_case.account and l.client = $9 and l.reference = held_case.reference
					and l.request = held_case.request and l.position = held_case.position))`,
		c.Account, c.Request, c.Position, c.State, c.CaseID, c.ErrorType, c.Error, micros(c.UpdatedAt), client)
	if err != nil || won {
		return won, err
	}
	// Still landing: only the reference can have been in the way.
	landing, err := list(ctx, t.reader, "case", scanCase, selectCase+`
		where account = $1 and request = $2 and position = $3 and state = 'landing'`,
		c.Account, c.Request, c.Position)
	if err == nil && len(landing) > 0 {
		err = fmt.Errorf("land case %d: reference of the client: %w", c.Position, portal.ErrExists)
	}
	return false, err
}

// takeReference lets the case have its reference, unless another case of the
// client has it. The lock keeps the case as it was found.
func (t *tx) takeReference(ctx context.Context, c portal.HeldCase, client string) error {
	return t.do(ctx, "take reference of a case", `
		insert into landed_reference (account, client, reference, request, position)
		select account, $4, reference, request, position from held_case
		where account = $1 and request = $2 and position = $3 and state = 'landing' and reference <> ''`+
		t.d.forUpdate+` on conflict do nothing`, c.Account, c.Request, c.Position, client)
}
