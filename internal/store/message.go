package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const messageColumns = ` id, account, template, recipient, object_account, object_kind, object_id,
	start_at, end_at, data, state, attempts, next_at, last_error, created_at, sent_at, seq, fate, fate_at`

func scanMessage(rows *sql.Rows) (m portal.Message, err error) {
	err = rows.Scan(&m.ID, &m.Account, &m.Template, &m.To, &m.Object.Account, &m.Object.Kind, &m.Object.ID,
		&m.Start, &m.End, &m.Data, &m.State, &m.Attempts, at{&m.NextAt}, &m.LastError,
		at{&m.CreatedAt}, at{&m.SentAt}, &m.Seq, &m.Delivered, at{&m.FateAt})
	return m, err
}

func (r reader) Messages(ctx context.Context, k portal.ObjectKey, limit int) ([]portal.Message, error) {
	if k == (portal.ObjectKey{}) {
		return list(ctx, r, "messages", scanMessage,
			`select`+messageColumns+` from message order by arrival desc, id desc limit $1`, limit)
	}
	return list(ctx, r, "messages of an object", scanMessage, `
		select`+messageColumns+` from message
		where object_account = $1 and object_kind = $2 and object_id = $3
		order by arrival desc, id desc limit $4`, k.Account, k.Kind, k.ID, limit)
}

// MessageList pages by the order of arrival, which no clock can turn round.
func (r reader) MessageList(ctx context.Context, f portal.MessageFilter) ([]portal.Message, error) {
	var w filter
	w.within("account", f.Accounts)
	w.equal("state", string(f.State))
	w.equal("fate", string(f.Fate))
	w.equal("template", f.Template)
	if f.To != "" {
		w.and("lower(recipient) = lower(?)", f.To)
	}
	if f.Unheard {
		w.and("fate = ''")
	}
	if f.Before != "" {
		w.and("arrival < (select b.arrival from message b where b.id = ?)", f.Before)
	}
	text := `select` + messageColumns + ` from message` + w.where() + ` order by arrival desc, id desc` + w.limit(f.Limit)
	return list(ctx, r, "list of messages", scanMessage, text, w.args...)
}

func (r reader) Message(ctx context.Context, id string) (portal.Message, error) {
	return one(ctx, r, "message", scanMessage, `select`+messageColumns+` from message where id = $1`, id)
}

// AddMessage: ErrExists also if a numbered mail of that kind for that link was
// added before.
func (t *tx) AddMessage(ctx context.Context, m portal.Message) error {
	return t.must(ctx, portal.ErrExists, "add message", `
		insert into message (id, account, template, recipient, object_account, object_kind, object_id,
			start_at, end_at, data, state, attempts, next_at, last_error, created_at, sent_at,
			seq, fate, fate_at, arrival)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
			(select coalesce(max(arrival), 0) + 1 from message))
		on conflict do nothing`,
		m.ID, m.Account, m.Template, m.To, m.Object.Account, m.Object.Kind, m.Object.ID, m.Start, m.End,
		m.Data, m.State, m.Attempts, micros(m.NextAt), m.LastError, micros(m.CreatedAt),
		micros(m.SentAt), m.Seq, m.Delivered, micros(m.FateAt))
}

// ClaimMessages returns those that waited longest first. On PostgreSQL the lock
// keeps claimants from waiting for each other, and the repeated guard keeps a
// row that was claimed between the two reads from being claimed again.
func (t *tx) ClaimMessages(
	ctx context.Context, now time.Time, lease time.Duration, limit int,
) ([]portal.Message, error) {
	claimed, err := list(ctx, t.reader, "due messages", scanMessage, `
		with due as materialized (
			select id as due_id from message where state = 'queued' and next_at <= $1
			order by next_at, arrival limit $2`+t.d.skipLocked+`)
		update message set next_at = $3, attempts = attempts + 1
		where id in (select due_id from due) and state = 'queued' and next_at <= $1
		returning`+messageColumns, micros(now), limit, micros(now.Add(lease)))
	slices.SortFunc(claimed, func(a, b portal.Message) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return claimed, err
}

// FinishMessage records state, due time, error and time of sending. The try
// itself was counted when the message was claimed; the count is the fence.
func (t *tx) FinishMessage(ctx context.Context, m portal.Message) (bool, error) {
	return t.won(ctx, "finish message", `
		update message set state = $2, next_at = $3, last_error = $4, sent_at = $5
		where id = $1 and state = 'queued' and attempts = $6`,
		m.ID, m.State, micros(m.NextAt), m.LastError, micros(m.SentAt), m.Attempts)
}
