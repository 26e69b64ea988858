package store

import (
	"context"
	"database/sql"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectEvent = `
	select account, seq, id, type, partner, object_type, object_id, data, occurred_at, epoch from event`

func scanEvent(rows *sql.Rows) (e portal.Event, err error) {
	err = rows.Scan(&e.Account, &e.Seq, &e.ID, &e.Type, &e.Partner, &e.ObjectType, &e.ObjectID, &e.Data,
		at{&e.OccurredAt}, &e.Epoch)
	return e, err
}

func (r reader) Events(
	ctx context.Context, account, partner string, after int64, limit int,
) ([]portal.Event, error) {
	if partner == "" {
		return list(ctx, r, "events", scanEvent,
			selectEvent+` where account = $1 and seq > $2 order by seq limit $3`, account, after, limit)
	}
	return list(ctx, r, "events of a partner", scanEvent, selectEvent+`
		where account = $1 and partner = $2 and seq > $3 order by seq limit $4`, account, partner, after, limit)
}

func (r reader) Event(ctx context.Context, account, id string) (portal.Event, error) {
	return one(ctx, r, "event", scanEvent, selectEvent+` where account = $1 and id = $2`, account, id)
}

// AppendEvent counts the head up, which locks it: the next event of the account
// waits until this one is committed, or has its number if it is not. An id that
// is taken fails the transaction.
func (t *tx) AppendEvent(ctx context.Context, e portal.Event) (portal.Event, error) {
	seq, err := one(ctx, t.reader, "event head", scanNumber, `
		insert into event_head (account, seq) values ($1, 1)
		on conflict (account) do update set seq = event_head.seq + 1
		returning seq`, e.Account)
	if err != nil {
		return portal.Event{}, err
	}
	e.Seq = seq
	e.Epoch, err = one(ctx, t.reader, "append event", scanNumber, `
		insert into event (account, seq, id, type, partner, object_type, object_id, data, occurred_at, epoch)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, (select coalesce(max(number), 1) from epoch))
		returning epoch`,
		e.Account, e.Seq, e.ID, e.Type, e.Partner, e.ObjectType, e.ObjectID, e.Data, micros(e.OccurredAt))
	return e, err
}
