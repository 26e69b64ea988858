package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectPayment = `
	select account, id, decision, customer, purpose, provider, session, amount, currency, state, link,
		expires_at, created_at, done_at
	from payment`

func scanPayment(rows *sql.Rows) (p portal.Payment, err error) {
	err = rows.Scan(&p.Account, &p.ID, &p.Decision, &p.Customer, &p.Purpose, &p.Provider, &p.Session, &p.Amount,
		&p.Currency, &p.State, &p.Link, at{&p.ExpiresAt}, at{&p.CreatedAt}, at{&p.DoneAt})
	return p, err
}

func (r reader) Payment(ctx context.Context, k portal.Key) (portal.Payment, error) {
	return one(ctx, r, "payment", scanPayment, selectPayment+` where account = $1 and id = $2`, k.Account, k.ID)
}

func (r reader) PaymentBySession(ctx context.Context, provider, session string) (portal.Payment, error) {
	return one(ctx, r, "payment of a session", scanPayment,
		selectPayment+` where provider = $1 and session = $2 and session <> ''`, provider, session)
}

func (r reader) DecisionPayments(ctx context.Context, decision portal.Key) ([]portal.Payment, error) {
	return list(ctx, r, "payments of a decision", scanPayment, selectPayment+`
		where account = $1 and decision = $2 order by created_at desc, id`+r.d.bytewise+` desc`,
		decision.Account, decision.ID)
}

// PendingPayments leaves those out that have no ExpiresAt.
func (r reader) PendingPayments(ctx context.Context, now time.Time, limit int) ([]portal.Payment, error) {
	return list(ctx, r, "pending payments", scanPayment, selectPayment+`
		where state = 'pending' and expires_at > 0 and expires_at <= $1
		order by expires_at, account, id limit $2`, micros(now), limit)
}

func (t *tx) AddPayment(ctx context.Context, p portal.Payment) error {
	return t.must(ctx, portal.ErrExists, "add payment", `
		insert into payment (account, id, decision, customer, purpose, provider, session, amount, currency, state,
			link, expires_at, created_at, done_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		on conflict do nothing`,
		p.Account, p.ID, p.Decision, p.Customer, p.Purpose, p.Provider, p.Session, p.Amount, p.Currency,
		p.State, p.Link, micros(p.ExpiresAt), micros(p.CreatedAt), micros(p.DoneAt))
}

func (t *tx) StartPayment(ctx context.Context, p portal.Payment) (bool, error) {
	return t.won(ctx, "start payment", `
		update payment set session = $3, expires_at = $4
		where account = $1 and id = $2 and state = 'pending' and session = ''`,
		p.Account, p.ID, p.Session, micros(p.ExpiresAt))
}

func (t *tx) PutOffPayment(ctx context.Context, p portal.Payment) error {
	return t.do(ctx, "put off payment", `
		update payment set expires_at = $3 where account = $1 and id = $2 and state = 'pending'`,
		p.Account, p.ID, micros(p.ExpiresAt))
}

func (t *tx) FinishPayment(ctx context.Context, p portal.Payment) (bool, error) {
	return t.won(ctx, "finish payment", `
		update payment set state = $3, done_at = $4
		where account = $1 and id = $2 and state = 'pending'`,
		p.Account, p.ID, p.State, micros(p.DoneAt))
}
