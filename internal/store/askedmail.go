package store

import (
	"context"
	"time"
)

// AskedMails reads who asked from a mail's data, which portal writes without
// spaces.
func (r reader) AskedMails(ctx context.Context, account, email string, after time.Time) (int, error) {
	n, err := one(ctx, r, "mails that visitors asked for", scanNumber, `
		select count(*) from message
		where lower(recipient) = lower($2) and account = $1 and created_at > $3 and data like '%"asked":"customer"%'`,
		account, email, micros(after))
	return int(n), err
}
