package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// What keys and partners are refused for.
var (
	ErrBadKey    = errors.New("no such key, or it was revoked or ran out")
	ErrTTL       = errors.New("a partner's TTL is a whole number of days from 1 to 30")
	ErrOrigin    = errors.New("a return origin is scheme and host only, https://app.example.com")
	ErrScope     = errors.New("the scopes are read, write, links, links:read, webhooks, admin and *")
	ErrPartnerID = errors.New("a partner is named by letters, digits, dots, dashes and underscores")
)

// CreatePartner makes a partner and its API key, which is returned once and
// kept as a hash.
func (s *Service) CreatePartner(ctx context.Context, by Actor, p Partner) (Partner, string, error) {
	if p.ID == "" {
		p.ID = NewID("ptn")
	}
	if p.TTLDays == 0 {
		p.TTLDays = DefaultTTLDays
	}
	if p.Delivery == "" {
		p.Delivery = ByMail
	}
	if err := p.check(); err != nil {
		return Partner{}, "", err
	}
	key, hash := newKey("lkp_live_")
	p.KeyHash, p.CreatedAt = hash, s.now()
	err := s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, p.Account); err != nil {
			return fmt.Errorf("account %s: %w", p.Account, err)
		}
		if _, err := tx.Partner(ctx, p.Account, p.ID); !errors.Is(err, ErrNotFound) {
			return errors.Join(err, fmt.Errorf("partner %s: %w", p.ID, ErrExists))
		}
		return s.keepPartner(ctx, tx, by, p, "partner.created")
	})
	return p, key, err
}

func (p Partner) check() error {
	if p.TTLDays < MinTTLDays || p.TTLDays > MaxTTLDays {
		return ErrTTL
	}
	for _, origin := range p.ReturnOrigins {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("%q: %w", origin, ErrOrigin)
		}
	}
	if p.Delivery != ByMail && p.Delivery != ByPartner {
		return fmt.Errorf("delivery %q is neither %s nor %s", p.Delivery, ByMail, ByPartner)
	}
	return nil
}

func (s *Service) keepPartner(ctx context.Context, tx Tx, by Actor, p Partner, act string) error {
	if err := tx.PutPartner(ctx, p); err != nil {
		return fmt.Errorf("partner %s: %w", p.ID, err)
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: p.Account, Actor: string(by), Act: act, Kind: "partner", Object: p.ID,
		Data: facts(map[string]any{"ttlDays": p.TTLDays, "delivery": string(p.Delivery)}),
	})
}

// ChangePartner changes a partner's settings. A new TTL holds for new attempts;
// links that are out keep the end that is printed on them.
func (s *Service) ChangePartner(ctx context.Context, by Actor, account, id string, change func(*Partner)) (Partner, error) {
	return s.changePartner(ctx, by, account, id, "partner.changed", change)
}

// changePartner writes all of a partner back. It locks the account's trail first,
// so that changes of partners happen one after the other: no other change brings
// back a key that was replaced.
func (s *Service) changePartner(
	ctx context.Context, by Actor, account, id, act string, change func(*Partner),
) (Partner, error) {
	var p Partner
	err := s.store.InTx(ctx, func(tx Tx) error {
		_, _, err := tx.AuditHead(ctx, account)
		if err != nil {
			return fmt.Errorf("lock trail: %w", err)
		}
		if p, err = tx.Partner(ctx, account, id); err != nil {
			return fmt.Errorf("partner %s: %w", id, err)
		}
		change(&p)
		if err := p.check(); err != nil {
			return err
		}
		return s.keepPartner(ctx, tx, by, p, act)
	})
	return p, err
}

// SwitchPartner turns a partner off or on. Turned off, its key is refused and
// its requests cannot be answered; nothing of them is lost.
func (s *Service) SwitchPartner(ctx context.Context, by Actor, account, id string, on bool) (Partner, error) {
	act, at := "partner.enabled", time.Time{}
	if !on {
		act, at = "partner.disabled", s.now()
	}
	return s.changePartner(ctx, by, account, id, act, func(p *Partner) { p.DisabledAt = at })
}

// Partner returns one partner.
func (s *Service) Partner(ctx context.Context, account, id string) (Partner, error) {
	p, err := s.store.Partner(ctx, account, id)
	if err != nil {
		return Partner{}, fmt.Errorf("partner %s: %w", id, err)
	}
	return p, nil
}

// RotatePartnerKey gives a partner a new key; the one before works on for overlap,
// 0 to MaxOverlap, and one before that ends at once. ErrOverlap.
func (s *Service) RotatePartnerKey(ctx context.Context, by Actor, account, id string, overlap time.Duration) (string, error) {
	if overlap < 0 || overlap > MaxOverlap {
		return "", ErrOverlap
	}
	key, hash := newKey("lkp_live_")
	_, err := s.changePartner(ctx, by, account, id, "partner.key-replaced", func(p *Partner) {
		p.OldKeyHash, p.OldKeyUntil = nil, time.Time{}
		if overlap > 0 {
			p.OldKeyHash, p.OldKeyUntil = p.KeyHash, s.now().Add(overlap)
		}
		p.KeyHash = hash
	})
	return key, err
}

// takes reports whether a key is accepted of the partner that was found by it.
func (p Partner) takes(hash []byte, now time.Time) bool {
	return bytes.Equal(p.KeyHash, hash) || now.Before(p.OldKeyUntil)
}

// PartnerOf finds the partner of an API key. ErrBadKey; ErrPartnerOff: it is
// disabled.
func (s *Service) PartnerOf(ctx context.Context, key string) (Partner, error) {
	hash := KeyHash(key)
	p, err := s.store.PartnerByKey(ctx, hash)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && !p.takes(hash, s.now()):
		return Partner{}, ErrBadKey
	case err != nil:
		return Partner{}, fmt.Errorf("partner by key: %w", err)
	case !p.DisabledAt.IsZero():
		return Partner{}, ErrPartnerOff
	}
	s.uses.count(p.Account, PartnerHolder+p.ID, s.now())
	return p, nil
}

// Partners lists an account's partners.
func (s *Service) Partners(ctx context.Context, account string) ([]Partner, error) {
	list, err := s.store.Partners(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("partners: %w", err)
	}
	return list, nil
}

// Scopes of API keys. ScopeLinksRead is for reading links alone.
var scopes = []string{"read", "write", "links", "links:read", "webhooks", "admin", "*"}

// May reports whether a key may do what needs a scope. "read" is part of every
// key but the narrow ones.
func (k APIKey) May(scope string) bool {
	if slices.Contains(k.Scopes, "*") || slices.Contains(k.Scopes, scope) {
		return true
	}
	return scope == "read" && (slices.Contains(k.Scopes, "links:read") || len(k.Scopes) > 0)
}

// CreateAPIKey makes a key for the own API, which is returned once.
func (s *Service) CreateAPIKey(ctx context.Context, by Actor, k APIKey) (APIKey, string, error) {
	for _, scope := range k.Scopes {
		if !slices.Contains(scopes, scope) {
			return APIKey{}, "", fmt.Errorf("%q: %w", scope, ErrScope)
		}
	}
	if len(k.Scopes) == 0 {
		k.Scopes = []string{"read"}
	}
	key, hash := newKey("lk_live_")
	k.ID, k.KeyHash, k.CreatedAt, k.CreatedBy = NewID("key"), hash, s.now(), by
	if !k.ExpiresAt.IsZero() && !k.ExpiresAt.After(k.CreatedAt) {
		return APIKey{}, "", ErrKeyEnd
	}
	err := s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.Account(ctx, k.Account); err != nil {
			return fmt.Errorf("account %s: %w", k.Account, err)
		}
		if err := tx.AddAPIKey(ctx, k); err != nil {
			return fmt.Errorf("API key: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: k.Account, Actor: string(by), Act: "apikey.created", Kind: "apikey", Object: k.ID, Data: facts(map[string]any{"scopes": strings.Join(k.Scopes, " "), "expires": unixIf(k.ExpiresAt)})})
	})
	return k, key, err
}

// RevokeAPIKey ends a key at once. One that was ended before stays as it was.
func (s *Service) RevokeAPIKey(ctx context.Context, by Actor, account, id string) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.RevokeAPIKey(ctx, account, id, s.now()); err != nil {
			return fmt.Errorf("API key %s: %w", id, err)
		}
		return s.RecordIn(ctx, tx, Entry{Account: account, Actor: string(by), Act: "apikey.revoked", Kind: "apikey", Object: id})
	})
}

// APIKeys lists an account's keys without their secrets.
func (s *Service) APIKeys(ctx context.Context, account string) ([]APIKey, error) {
	list, err := s.store.APIKeys(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("API keys: %w", err)
	}
	return list, nil
}

// KeyOf finds the API key that a caller presents, and counts the call.
// ErrBadKey; ErrKeyExpired where its time has passed.
func (s *Service) KeyOf(ctx context.Context, key string) (APIKey, error) {
	k, err := s.store.APIKeyByHash(ctx, KeyHash(key))
	if errors.Is(err, ErrNotFound) {
		return APIKey{}, ErrBadKey
	}
	if err != nil {
		return APIKey{}, fmt.Errorf("API key: %w", err)
	}
	now := s.now()
	switch {
	case !k.RevokedAt.IsZero():
		return APIKey{}, ErrBadKey
	case !k.Works(now):
		return APIKey{}, ErrKeyExpired
	}
	s.uses.count(k.Account, k.ID, now)
	return k, nil
}
