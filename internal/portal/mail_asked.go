package portal

import (
	"context"
	"fmt"
	"time"
)

// How many mails visitors may cause to one address of an account, whatever they
// are about, besides the bounds of each object: somebody with many old links of
// one customer could otherwise fill that customer's mailbox. What an admin, a
// partner or the account's own system has sent is not counted, nor are codes:
// who asks for one holds a link in force, and needs it to go on.
const (
	askedPerHour = 5
	askedPerDay  = 20
)

// mayAsk reports whether a visitor may cause one more mail to an address. Where
// several ask in the same moment, a few more may pass.
func mayAsk(ctx context.Context, r Reader, account, to string, now time.Time) (bool, error) {
	for _, bound := range []struct {
		span time.Duration
		most int
	}{{time.Hour, askedPerHour}, {24 * time.Hour, askedPerDay}} {
		n, err := r.AskedMails(ctx, account, to, now.Add(-bound.span))
		if err != nil {
			return false, fmt.Errorf("mails that visitors asked for: %w", err)
		}
		if n >= bound.most {
			return false, nil
		}
	}
	return true, nil
}
