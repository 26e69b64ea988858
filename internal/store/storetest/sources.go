package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// mirrored puts a word about one object and reads back which one is kept; mark
// is any text.
type mirrored struct {
	put  func(tx portal.Tx, mark string, source portal.Source) (bool, error)
	read func(s portal.Reader) (mark string, source portal.Source, err error)
}

func mirroredKinds() map[string]mirrored {
	k := key("demo", "1")
	return map[string]mirrored{
		"customer": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutCustomer(ctx, portal.Customer{Key: k, Name: mark, Email: mark + "@example.org", Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				c, err := s.Customer(ctx, k)
				return c.Name, c.Source, err
			},
		},
		"purchase": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutPurchase(ctx, portal.Purchase{Key: k, Reference: mark, Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				p, err := s.Purchase(ctx, k)
				return p.Reference, p.Source, err
			},
		},
		"invoice": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutInvoice(ctx, portal.Invoice{Key: k, Reference: mark, Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				inv, err := s.Invoice(ctx, k)
				return inv.Reference, inv.Source, err
			},
		},
		"subscription": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutSubscription(ctx, portal.Subscription{Key: k, Reference: mark, Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				sub, err := s.Subscription(ctx, k)
				return sub.Reference, sub.Source, err
			},
		},
		"offer": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutOffer(ctx, portal.Offer{Key: k, Name: mark, Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				all, err := s.SubscriptionOffers(ctx, key("demo", ""))
				if err != nil || len(all) != 1 {
					return "", portal.Source{}, err
				}
				return all[0].Name, all[0].Source, nil
			},
		},
		"quote": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutQuote(ctx, portal.Quote{Key: k, Reference: mark, Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				q, err := s.Quote(ctx, k)
				return q.Reference, q.Source, err
			},
		},
		"payment method": {
			func(tx portal.Tx, mark string, source portal.Source) (bool, error) {
				return tx.PutPaymentMethod(ctx, portal.PaymentMethod{Key: k, State: mark, Source: source})
			},
			func(s portal.Reader) (string, portal.Source, error) {
				m, err := s.PaymentMethod(ctx, k)
				return m.State, m.Source, err
			},
		},
	}
}

// sources are all kinds of words: none, earlier, same and later, by each.
func sources() (all []portal.Source) {
	for _, version := range []int64{0, 1, 2} {
		for _, at := range []time.Time{{}, noon, noon.Add(time.Microsecond)} {
			all = append(all, portal.Source{Version: version, ModifiedAt: at})
		}
	}
	return all
}

// earlier is the rule of portal.Source.
func earlier(a, b portal.Source) bool {
	switch {
	case a.Version > 0 && b.Version > 0:
		return a.Version < b.Version
	case !a.ModifiedAt.IsZero() && !b.ModifiedAt.IsZero():
		return a.ModifiedAt.Before(b.ModifiedAt)
	}
	return false
}

func staleWords(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	add(t, s, portal.Invoice{Key: key("demo", "1")})
	for name, kind := range mirroredKinds() {
		in(t, s, func(tx portal.Tx) error {
			t.Log(name)
			for _, kept := range sources() {
				for _, next := range sources() {
					got(t, true)(kind.put(tx, "anything", portal.Source{})) // which any word follows
					got(t, true)(kind.put(tx, "kept", kept))
					applied, err := kind.put(tx, "next", next)
					got(t, !earlier(next, kept))(applied, err)
					wantMark, wantSource := "next", next
					if earlier(next, kept) {
						wantMark, wantSource = "kept", kept
					}
					mark, source, err := kind.read(tx)
					if err != nil || mark != wantMark || source != wantSource {
						t.Fatalf("%+v after %+v: have %s %+v, %v", next, kept, mark, source, err)
					}
				}
			}
			return nil
		})
	}
}

// staleTraces: a word that is not taken leaves nothing behind.
func staleTraces(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	add(t, s, portal.Invoice{Key: key("demo", "1")})
	for _, name := range []string{"customer", "purchase", "invoice", "subscription", "quote"} {
		kind := mirroredKinds()[name]
		in(t, s, func(tx portal.Tx) error {
			got(t, true)(kind.put(tx, "newer"+name, portal.Source{Version: 2}))
			got(t, false)(kind.put(tx, "older"+name, portal.Source{Version: 1}))
			return nil
		})
		found, err := searched(s, "newer"+name, 9)
		if err != nil || len(found) != 1 {
			t.Errorf("%s: found %v, %v", name, found, err)
		}
		got(t, []string{})(hits(s, "older"+name, 9))
	}
	found, err := s.ClientsByEmail(ctx, "demo", []string{"newercustomer@example.org"})
	if err != nil || len(found) != 1 {
		t.Errorf("found %v, %v", found, err)
	}
	got(t, []portal.Customer(nil))(s.ClientsByEmail(ctx, "demo", []string{"oldercustomer@example.org"}))
}

// sourceRace: the highest version is kept, in whatever order words arrive.
func sourceRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	add(t, s, portal.Invoice{Key: key("demo", "1")})
	for name, kind := range mirroredKinds() {
		together(t, 12, func(i int) (bool, error) {
			version := int64(i*7%12) + 1
			return verb(s, func(tx portal.Tx) (bool, error) {
				return kind.put(tx, "mark", portal.Source{Version: version})
			})
		})
		_, source, err := kind.read(s)
		if err != nil || source.Version != 12 {
			t.Errorf("%s: kept %+v, %v", name, source, err)
		}
	}
}
