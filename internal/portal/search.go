package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Sort is what a search can find.
type Sort string

// The sorts of hits.
const (
	SortRequest      Sort = "request"
	SortCustomer     Sort = "customer"
	SortInvoice      Sort = "invoice"
	SortOrder        Sort = "purchase"
	SortSubscription Sort = "subscription"
	SortQuote        Sort = "quote"
	SortDelivery     Sort = "delivery" // of an event to an endpoint
	SortMail         Sort = "mail"
)

// Match is how well a hit fits what was searched for; the lower the better.
type Match int

// The matches in their order.
const (
	MatchKey       Match = iota // a number, id, reference or address, in full
	MatchName                   // a name in full
	MatchBeginning              // something that begins so
	MatchWords                  // a name that has words which begin so, in any order
	MatchSpelling               // a name that is spelt a little differently
)

// SearchQuery is a question to the search box.
type SearchQuery struct {
	Text     string
	Accounts Accounts
	Sort     Sort // empty: every sort
	Limit    int  // hits of each sort; at most maxSearch
}

// Hit is one thing that a search found.
type Hit struct {
	Sort      Sort
	Match     Match
	Kind      link.Kind // the page kind that shows it; empty for mails and deliveries
	Key       Key       // of a subscription with the S of its path
	Endpoint  string    // of a delivery
	Title     string    // "Invoice INV-2026-0417"
	Subtitle  string    // customer or buyer name
	Reference string
}

// Object is what the links to a hit open: of a customer, the payment methods.
func (h Hit) Object() ObjectKey {
	k := ObjectKey{Account: h.Key.Account, Kind: h.Kind, ID: h.Key.ID}
	if h.Kind == link.Methods {
		k.ID = "c" + k.ID
	}
	return k
}

// Found is what the search box found.
type Found struct {
	Hits []Hit  // the best first
	More []Sort // sorts of which there is more than was asked for
	// Only is the one hit that is meant, if there is just one: by its key or name
	// in full, else because nothing else fits. A guess at the spelling never is.
	Only *Hit
}

// maxSearch is how many hits of one sort are ever shown: whoever needs more
// needs a better question.
const maxSearch = 50

// storeSearch is what a Reader finds things by.
type storeSearch interface {
	// Search finds what a SearchQuery asks for in its accounts, the best match
	// first: by number, path id, id (a subscription's with or without its S),
	// reference or e-mail in full or by their beginning; by a customer's,
	// person's, company's or buyer's name in full, by its beginning, by the
	// beginnings of its words in any order, and with a letter or two wrong.
	// Letter case and accents do not count. What belongs to a customer it finds
	// is found with it. At most Limit hits of each sort; of what very many share,
	// it looks at some only.
	Search(ctx context.Context, q SearchQuery) ([]Hit, error)
}

// Find is the search box, for everything but a pasted link. Where nothing is called
// what was typed, it looks for the reference that may be meant by it.
func (s *Service) Find(ctx context.Context, q SearchQuery) (Found, error) {
	q.Limit = min(max(q.Limit, 1), maxSearch)
	found, err := s.find(ctx, q)
	ref, ok := ParseReference(q.Text)
	if !ok || err != nil || len(found.Hits) > 0 && found.Hits[0].Match < MatchSpelling {
		return found, err
	}
	q.Text = ref
	if meant, err := s.find(ctx, q); err != nil || len(meant.Hits) > 0 {
		return meant, err
	}
	return found, nil
}

func (s *Service) find(ctx context.Context, q SearchQuery) (Found, error) {
	asked := q.Limit
	q.Limit++ // one more says that there are more
	hits, err := s.store.Search(ctx, q)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	f := Found{Only: onlyHit(hits)}
	counts := map[Sort]int{}
	for _, h := range hits {
		if counts[h.Sort]++; counts[h.Sort] <= asked {
			f.Hits = append(f.Hits, h)
		} else if counts[h.Sort] == asked+1 {
			f.More = append(f.More, h.Sort)
		}
	}
	return f, nil
}

// onlyHit is the one hit that is meant, if there is just one: among those that
// match in full, else among all.
func onlyHit(hits []Hit) *Hit {
	full := 0
	for full < len(hits) && hits[full].Match <= MatchName {
		full++
	}
	if full > 0 {
		return soleHit(hits[:full])
	}
	if len(hits) > 0 && hits[len(hits)-1].Match < MatchSpelling {
		return soleHit(hits)
	}
	return nil
}

// soleHit is the one hit of a list. A customer beside one other thing is whose it
// is, and is left out of the count.
func soleHit(hits []Hit) *Hit {
	if len(hits) == 1 {
		return &hits[0]
	}
	var only *Hit
	for i := range hits {
		if hits[i].Sort == SortCustomer {
			continue
		}
		if only != nil {
			return nil
		}
		only = &hits[i]
	}
	return only
}
