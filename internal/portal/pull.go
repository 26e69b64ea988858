package portal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// pullAllowed is how long a page waits for the billing system, all in all.
const pullAllowed = 2 * time.Second

// ReadRecord reads one snapshot as the billing system writes it.
type ReadRecord func(account string, line []byte) (Record, error)

// WithBiller is the service with a billing system to ask, and with what reads
// its snapshots.
func (s *Service) WithBiller(b Biller, read ReadRecord) *Service {
	with := *s
	with.biller, with.read = b, read
	return &with
}

// wanted is an object that a page shows.
type wanted struct {
	kind RecordType
	id   string
}

// freshAccount reads the account of a link and brings in what the page is about
// where it is missing or old.
func (s *Service) freshAccount(ctx context.Context, k Key, kinds ...RecordType) (Account, error) {
	account, err := s.store.Account(ctx, k.Account)
	if err != nil {
		return Account{}, fmt.Errorf("account: %w", err)
	}
	wants := make([]wanted, len(kinds))
	for i, kind := range kinds {
		wants[i] = wanted{kind, k.ID}
	}
	s.freshen(ctx, account, wants...)
	return account, nil
}

// freshen asks the billing system for what is missing or older than the account
// likes, and takes it as an import would. What it cannot bring costs the page
// nothing but freshness: it shows what is mirrored, with its age.
func (s *Service) freshen(ctx context.Context, a Account, wants ...wanted) {
	if s.biller == nil || a.Billing.ResolveURL == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, pullAllowed)
	defer cancel()
	for _, w := range wants {
		if s.stale(ctx, a, w) {
			s.pull(ctx, a, w)
		}
	}
}

// stale reports whether a snapshot is worth asking for.
func (s *Service) stale(ctx context.Context, a Account, w wanted) bool {
	asOf, err := s.asOf(ctx, Key{a.Slug, w.id}, w.kind)
	if errors.Is(err, ErrNotFound) {
		return true
	}
	limit := time.Duration(a.Billing.StaleHours) * time.Hour
	return err == nil && limit > 0 && !asOf.IsZero() && s.now().Sub(asOf) > limit
}

// asOf is when an object was last described.
func (s *Service) asOf(ctx context.Context, k Key, kind RecordType) (time.Time, error) {
	switch kind {
	case PurchaseRecord:
		p, err := s.store.Purchase(ctx, k)
		return p.AsOf, err
	case SubscriptionRecord:
		sub, err := s.store.Subscription(ctx, k)
		return sub.AsOf, err
	case CustomerRecord:
		_, err := s.store.Customer(ctx, k)
		return time.Time{}, err // customers do not say: one that is there is good enough
	}
	return time.Time{}, nil
}

// pull asks for one object. Its failure is not an error of the page; what came
// back is taken only if it is what was asked for.
func (s *Service) pull(ctx context.Context, a Account, w wanted) {
	line, err := s.biller.Snapshot(ctx, a, string(w.kind), w.id)
	if err != nil {
		return
	}
	record, err := s.read(a.Slug, line)
	if err != nil {
		return
	}
	if kind, key := record.Identity(); kind != w.kind || key != (Key{a.Slug, w.id}) {
		return
	}
	_, _ = s.Take(ctx, BySystem, record) // refused, stale or too late: the page shows what is kept
}
