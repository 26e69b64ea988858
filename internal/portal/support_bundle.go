package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// SupportBundle is what a partner's support, or the seller's own, asks for when
// a customer says that a link did not work. It has no link, no checksum and no
// key in it, and of all people the customer's address alone.
type SupportBundle struct {
	Account   Account
	Reference string
	About     string // "Invoice INV-2026-0417"; of a request empty
	Company   string
	Email     string // on file, whole; empty: none

	Partner    *Partner  // of a request; nil: of anything else
	Tenant     string    // the partner's id of its tenant
	AskedAt    time.Time // of a request: when the first 409 was answered
	ExpiredAt  time.Time // of a request: when client.link_expired was made; zero: it was not
	Link       LinkMade  // the newest; zero: none was made here
	Happened   []Happening
	Deliveries []HookDelivery // of the events about it, newest first
}

// What a bundle has of a long history.
const (
	bundleLines      = 10
	bundleDeliveries = 20
)

// SupportBundle gathers it, and records that somebody took it: it has a whole
// address in it. as names the form it is taken in. ErrNotFound: no such object.
func (s *Service) SupportBundle(ctx context.Context, by Actor, k ObjectKey, as string) (SupportBundle, error) {
	b, err := s.bundled(ctx, k)
	if err != nil {
		return SupportBundle{}, err
	}
	made, err := s.LinksMade(ctx, k)
	if err != nil {
		return SupportBundle{}, err
	}
	if newest, ok := InForce(made); ok {
		b.Link = newest
	}
	if b.Happened, _, err = s.Happenings(ctx, k, Cursor{}, bundleLines); err != nil {
		return SupportBundle{}, err
	}
	told, err := s.eventFacts(ctx, k, Cursor{}, bundleDeliveries)
	if err != nil {
		return SupportBundle{}, err
	}
	for _, h := range told {
		if d := h.Fact.(EventFact).Step.Delivery; d.ID != "" {
			b.Deliveries = append(b.Deliveries, d)
		}
	}
	return b, s.Record(ctx, Entry{
		Account: k.Account, Actor: string(by), Act: "bundle.taken", Kind: string(k.Kind), Object: k.ID, Data: facts(map[string]any{"as": as}),
	})
}

// bundled is what a bundle says of the object itself.
func (s *Service) bundled(ctx context.Context, k ObjectKey) (SupportBundle, error) {
	o, err := s.describe(ctx, k)
	if err != nil {
		return SupportBundle{}, err
	}
	b := SupportBundle{Reference: o.Reference, About: o.Title, Company: o.Person, Email: o.Email}
	if b.Account, err = s.store.Account(ctx, k.Account); err != nil {
		return SupportBundle{}, fmt.Errorf("account: %w", err)
	}
	if k.Kind != link.Approve {
		return b, nil
	}
	open, err := s.openRequest(ctx, s.store, Key{k.Account, k.ID})
	if err != nil {
		return SupportBundle{}, err
	}
	r := open.Request
	b.About, b.Partner, b.Tenant, b.Email = "", &open.Partner, r.Tenant, r.Email
	b.AskedAt, b.ExpiredAt = r.CreatedAt, r.ExpiredAt
	if b.Company == "" {
		b.Company = r.Company()
	}
	return b, nil
}
