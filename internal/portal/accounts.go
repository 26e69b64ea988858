package portal

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// What an account's settings are refused for.
var (
	ErrSlug     = errors.New("an account is named by 1 to 32 lower-case letters, digits and dashes, and not by a reserved word")
	ErrZone     = errors.New("the zone is not in the time zone database")
	ErrColor    = errors.New("a brand colour is six hex digits, as 0b5161")
	ErrContact  = errors.New("the support address is no mail address, as billing@acme.example")
	ErrSeed     = errors.New("a seed has 16 bytes at least; 32 random ones are right")
	ErrNoSeed   = errors.New("v1 needs a seed")
	ErrOneSeed  = errors.New("another account has this seed, and either's links would open the other's pages; make one of its own")
	ErrLastKey  = errors.New("the active key cannot be revoked before another is active; rotate first")
	ErrLinkDays = errors.New("links last 1 to 99 days")
)

// minSeed is the fewest bytes a seed may have: one link and a dictionary are
// enough to find a shorter one.
const minSeed = 16

// defaultLinkDays is how long links last where an account does not say.
const defaultLinkDays = 30

// changeTries is how often a change of settings that lost against another one
// is made again.
const changeTries = 5

// CreateAccount makes an account with its first link key, and a seed where one
// is given. ErrExists: the slug is taken.
func (s *Service) CreateAccount(ctx context.Context, by Actor, a Account, seed []byte) error {
	if a.LinkDays == 0 {
		a.LinkDays = defaultLinkDays
	}
	if err := checkAccount(a); err != nil {
		return err
	}
	if a.V1.On && len(seed) == 0 {
		return ErrNoSeed
	}
	a.CreatedAt = s.now()
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddAccount(ctx, a); err != nil {
			return fmt.Errorf("account %s: %w", a.Slug, err)
		}
		if _, err := s.addKey(ctx, tx, a.Slug); err != nil {
			return err
		}
		if len(seed) > 0 {
			if err := s.newSeed(ctx, tx, a.Slug, seed); err != nil {
				return err
			}
		}
		return s.RecordIn(ctx, tx, Entry{Account: a.Slug, Actor: string(by), Act: "account.created", Kind: "account", Object: a.Slug})
	})
}

// ChangeAccount changes an account's settings, whatever they are now.
// ErrNotFound: there is none; ErrNoSeed: v1 was switched on before there is a
// seed; ErrStale: others kept changing them meanwhile.
func (s *Service) ChangeAccount(ctx context.Context, by Actor, slug string, change func(*Account)) error {
	var err error
	for range changeTries {
		err = s.store.InTx(ctx, func(tx Tx) error {
			a, err := tx.Account(ctx, slug)
			if err != nil {
				return fmt.Errorf("account %s: %w", slug, err)
			}
			_, err = s.replaceAccount(ctx, tx, by, a, change)
			return err
		})
		if !errors.Is(err, ErrStale) {
			return err
		}
	}
	return err
}

func checkAccount(a Account) error {
	if !link.ValidAccount(a.Slug) {
		return fmt.Errorf("%q: %w", a.Slug, ErrSlug)
	}
	if _, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "" {
		return fmt.Errorf("%q: %w", a.Zone, ErrZone)
	}
	if a.LinkDays < 1 || a.LinkDays > link.Invoice.MaxDays() {
		return ErrLinkDays
	}
	if c := a.Brand.Color; c != "" && (len(c) != 6 || strings.Trim(c, "0123456789abcdef") != "") {
		return fmt.Errorf("%q: %w", c, ErrColor)
	}
	// It is the Reply-To of every mail, so a wrong one would hold them all up.
	if e := a.Contact.Email; e != "" {
		if parsed, err := mail.ParseAddress(e); err != nil || parsed.Address != e {
			return fmt.Errorf("%q: %w", e, ErrContact)
		}
	}
	return errors.Join(a.Links.check(a), a.checkWords(), a.Billing.check(), a.Retention.check(), a.Sender.check())
}

// KeyInfo is what may be shown of a key or seed.
type KeyInfo struct {
	Kind        SecretKind
	ID          string
	State       string
	VerifyUntil int64
	CreatedAt   time.Time
}

// Keys lists an account's keys and seeds without their secrets.
func (s *Service) Keys(ctx context.Context, account string) ([]KeyInfo, error) {
	if _, err := s.store.Account(ctx, account); err != nil {
		return nil, fmt.Errorf("account %s: %w", account, err)
	}
	secrets, err := s.store.Secrets(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("keys of %s: %w", account, err)
	}
	list := make([]KeyInfo, 0, len(secrets))
	for _, k := range secrets {
		list = append(list, KeyInfo{k.Kind, k.ID, k.State, k.VerifyUntil, k.CreatedAt})
	}
	return list, nil
}
