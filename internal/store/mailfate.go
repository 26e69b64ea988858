package store

import (
	"context"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// SetMailFate keeps the worse of two fates, and the first of two alike: what is
// told of a mail comes more than once and in any order. It asks nothing of the
// state, because a bounce may come before the handover is committed.
func (t *tx) SetMailFate(
	ctx context.Context, messageID string, fate portal.MailFate, at time.Time,
) (portal.Message, error) {
	err := t.do(ctx, "set fate of a mail", `
		update message set fate = $2, fate_at = $3
		where id = $1 and $2 <> fate and (fate = '' or fate = 'delivered' or $2 = 'complained')`,
		messageID, fate, micros(at))
	if err != nil {
		return portal.Message{}, err
	}
	return t.Message(ctx, messageID)
}

// RequeueMessage makes a message as it was when it was added, but due at at.
func (t *tx) RequeueMessage(ctx context.Context, id string, at time.Time) (bool, error) {
	return t.won(ctx, "requeue message", `
		update message set state = 'queued', attempts = 0, next_at = $2, last_error = '', sent_at = 0,
			fate = '', fate_at = 0
		where id = $1 and state in ('failed', 'sent', 'held')`, id, micros(at))
}
