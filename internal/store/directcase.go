package store

import (
	"context"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (t *tx) AddCase(
	ctx context.Context, conn portal.Connection, reference, caseID, payload string, at time.Time,
) (bool, error) {
	return t.won(ctx, "add case", `
		insert into direct_case (account, case_id, connection, client, reference, payload, created_at)
		select cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text), cast($6 as text),
			cast($7 as bigint)
		where not exists (select 1 from landed_reference where account = $1 and client = $4 and reference = $5)
		on conflict do nothing`,
		conn.Account, caseID, conn.ID, conn.Client, reference, payload, micros(at))
}

func (t *tx) RetryCase(ctx context.Context, c portal.HeldCase) (bool, error) {
	return t.won(ctx, "retry case", `
		update held_case set state = 'landing', error_type = '', error = '', updated_at = $4
		where account = $1 and request = $2 and position = $3 and state = 'failed'`,
		c.Account, c.Request, c.Position, micros(c.UpdatedAt))
}
