package store

import (
	"context"
	"time"
)

// spent are what is over and proves nothing: a name, and which rows of a table
// go. No session lives for as long as they are kept.
var spent = []struct{ name, table, key, over string }{
	{"sessions", "admin_session", "id_hash", "created_at < $1"},
	{"codes", "admin_code", "hash", "(used_at > 0 and used_at < $1 or ends_at > 0 and ends_at < $1)"},
	{"challenges", "challenge", "id", "expires_at < $1"},
}

func (t *tx) ForgetSpent(ctx context.Context, before time.Time, limit int) (map[string]int64, error) {
	gone := map[string]int64{}
	for _, s := range spent {
		n, err := t.exec(ctx, "forget "+s.name, `delete from `+s.table+` where `+s.over+` and `+s.key+` in (
			select `+s.key+` from `+s.table+` where `+s.over+` limit $2)`, micros(before), limit)
		if err != nil {
			return nil, err
		}
		gone[s.name] = n
	}
	return gone, nil
}
