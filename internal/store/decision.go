package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func scanDecision(rows *sql.Rows) (d portal.Decision, err error) {
	err = rows.Scan(&d.Account, &d.ID, &d.Request, &d.Attempt, &d.Choice, &d.Client, &d.Reason, &d.FormValue,
		&d.Network, &d.UserAgent, &d.Hurried, at{&d.At})
	return d, err
}

func (r reader) LastDecision(ctx context.Context, request portal.Key) (portal.Decision, error) {
	return one(ctx, r, "last decision", scanDecision, `
		select account, id, request, attempt, choice, client, reason, form_value, network, user_agent,
			hurried, at
		from decision where account = $1 and request = $2 order by attempt desc limit 1`,
		request.Account, request.ID)
}

// AddDecision returns ErrExists also if the attempt has a decision.
func (t *tx) AddDecision(ctx context.Context, d portal.Decision) error {
	return t.must(ctx, portal.ErrExists, "add decision", `
		insert into decision (account, id, request, attempt, choice, client, reason, form_value, network,
			user_agent, hurried, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict do nothing`,
		d.Account, d.ID, d.Request, d.Attempt, d.Choice, d.Client, d.Reason, d.FormValue, d.Network,
		d.UserAgent, d.Hurried, micros(d.At))
}
