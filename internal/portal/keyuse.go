package portal

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// KeyUse is how often a key was used on a day.
type KeyUse struct {
	Account string
	Holder  string // id of an API key, or of a partner behind PartnerHolder
	Day     string // 2006-01-02, UTC
	Calls   int64
	LastAt  time.Time
}

// PartnerHolder stands before the id of a partner in KeyUse.Holder.
const PartnerHolder = "partner:"

// keyUses counts calls until they are written, so that no call waits for that.
// What a process counted in its last minute is lost if it is killed.
type keyUses struct {
	mu  sync.Mutex
	all map[keyDay]KeyUse
}

type keyDay struct{ account, holder, day string }

func (u *keyUses) count(account, holder string, at time.Time) {
	k := keyDay{account, holder, at.UTC().Format(time.DateOnly)}
	u.mu.Lock()
	defer u.mu.Unlock()
	use := u.all[k]
	use.Account, use.Holder, use.Day, use.Calls = account, holder, k.day, use.Calls+1
	if at.After(use.LastAt) {
		use.LastAt = at
	}
	if u.all == nil {
		u.all = map[keyDay]KeyUse{}
	}
	u.all[k] = use
}

// take empties the counts.
func (u *keyUses) take() map[keyDay]KeyUse {
	u.mu.Lock()
	defer u.mu.Unlock()
	all := u.all
	u.all = nil
	return all
}

// back returns counts that could not be written.
func (u *keyUses) back(all map[keyDay]KeyUse) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all == nil {
		u.all = map[keyDay]KeyUse{}
	}
	for k, use := range all {
		now := u.all[k]
		use.Calls += now.Calls
		if now.LastAt.After(use.LastAt) {
			use.LastAt = now.LastAt
		}
		u.all[k] = use
	}
}

// WriteKeyUses keeps how often keys were used since the last time. It is to be
// called every minute, and when the program stops.
func (s *Service) WriteKeyUses(ctx context.Context) error {
	all := s.uses.take()
	if len(all) == 0 {
		return nil
	}
	err := s.store.InTx(ctx, func(tx Tx) error {
		for _, use := range all {
			if err := tx.AddKeyUse(ctx, use); err != nil {
				return err
			}
			if strings.HasPrefix(use.Holder, PartnerHolder) {
				continue
			}
			if err := tx.TouchAPIKey(ctx, use.Account, use.Holder, use.LastAt); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.uses.back(all)
		return fmt.Errorf("write uses of keys: %w", err)
	}
	return nil
}

// KeyUses returns how often an account's keys were used in the last days, by
// holder and day.
func (s *Service) KeyUses(ctx context.Context, account string, days int) ([]KeyUse, error) {
	uses, err := s.store.KeyUses(ctx, account, s.now().UTC().AddDate(0, 0, 1-days).Format(time.DateOnly))
	if err != nil {
		return nil, fmt.Errorf("uses of keys: %w", err)
	}
	return uses, nil
}
