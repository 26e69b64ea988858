package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// KeepKind is a kind of rows that an account keeps for some days.
type KeepKind string

// What is kept for some days. Decisions, events, the audit trail, invoices and
// held cases are not among them: they are proof, or others' property.
const (
	KeptVisits        KeepKind = "visits"        // who looked at a link's page
	KeptMails         KeepKind = "mails"         // rows of mails that went out, failed or lapsed
	KeptDeliveries    KeepKind = "deliveries"    // webhook deliveries that are over, with their tries
	KeptImports       KeepKind = "imports"       // files and verdicts of imports that are over
	KeptNotifications KeepKind = "notifications" // raw messages of the billing system that were read
)

// KeptKinds are all kinds, in the order in which they are listed.
func KeptKinds() []KeepKind {
	return []KeepKind{KeptVisits, KeptMails, KeptDeliveries, KeptImports, KeptNotifications}
}

// LeastDays is the shortest time that a kind may be kept. Mails outlive every
// link (99 days), as the number of a mail is what keeps it from going out twice;
// deliveries outlive their tries; a notification that was forgotten would be
// taken as new.
func (k KeepKind) LeastDays() int {
	switch k {
	case KeptMails:
		return 120
	case KeptNotifications:
		return 30
	}
	return 7
}

// MostKeptDays is the longest time that can be set: about thirty years.
const MostKeptDays = 11000

// Retention says how long an account keeps what can be forgotten.
type Retention struct {
	Days map[KeepKind]int `json:"days,omitempty"` // by kind; 0 or not there: for good
}

// ErrRetention is what days are refused for.
var ErrRetention = errors.New("that is kept for good, or for a number of days between its least and 11000")

func (r Retention) check() error {
	for k, days := range r.Days {
		if days != 0 && (days < k.LeastDays() || days > MostKeptDays) {
			return fmt.Errorf("%s for %d days: %w", k, days, ErrRetention)
		}
	}
	return nil
}

// retentionTx forgets what was kept long enough.
type retentionTx interface {
	// Forget deletes up to limit rows of a kind of the account that are over and
	// older than before, the oldest first, and says how many: one conditional
	// statement for the rows, and others for what hangs on them.
	Forget(ctx context.Context, account string, kind KeepKind, before time.Time, limit int) (int64, error)
}

// forgetBatch is how many rows of a kind one transaction deletes: SQLite has one
// writer, and others wait for it.
const forgetBatch = 500

// forgetImports is how many imports that is: each has a file, and SQLite writes
// over the bytes of what it deletes.
const forgetImports = 5

// ApplyRetention deletes a batch of what every account has kept for long enough.
// Each account's batch is one transaction with one audit entry, which has the
// counts, and begins with hold. more: something was left for the next call.
func (s *Service) ApplyRetention(ctx context.Context, hold Hold) (n int, more bool, err error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return 0, false, fmt.Errorf("accounts: %w", err)
	}
	for _, a := range accounts {
		if len(a.Retention.Days) == 0 {
			continue
		}
		gone, full, err := s.forget(ctx, a.Slug, hold)
		n, more = n+gone, more || full
		if err != nil {
			return n, more, fmt.Errorf("retention of %s: %w", a.Slug, err)
		}
	}
	return n, more, nil
}

// forget does one batch by the periods that hold inside its transaction: those
// that somebody prolongs meanwhile are prolonged.
func (s *Service) forget(ctx context.Context, account string, hold Hold) (total int, full bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		total, full = 0, false
		if err := hold(ctx, tx); err != nil {
			return err
		}
		a, err := tx.Account(ctx, account)
		if err != nil {
			return fmt.Errorf("account: %w", err)
		}
		counts := map[string]any{}
		for _, kind := range KeptKinds() {
			days := a.Retention.Days[kind]
			if days < kind.LeastDays() {
				continue // not set: what is shorter was refused
			}
			batch := forgetBatch
			if kind == KeptImports {
				batch = forgetImports
			}
			n, err := tx.Forget(ctx, account, kind, s.now().AddDate(0, 0, -days), batch)
			if err != nil {
				return fmt.Errorf("forget %s: %w", kind, err)
			}
			if n > 0 {
				counts[string(kind)] = n
			}
			total, full = total+int(n), full || n >= int64(batch)
		}
		if total == 0 {
			return nil
		}
		if err := tx.AskCompact(ctx, s.now()); err != nil {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: account, Actor: string(BySystem), Act: "retention.applied", Kind: "account", Object: account, Data: facts(counts),
		})
	})
	return total, full, err
}
