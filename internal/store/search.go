package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What a search reads: keys and whole names stand in a table of terms, the same
// on both engines, in the order of an index, so that their beginnings are a range.
// The words of names, in any order, are found by the engine's own full-text index,
// FTS5 or tsvector. It finds nothing that is misspelt: neither engine tolerates
// typos without extensions that not every server has, so known words are kept by
// their possible spellings in a table of ours; see spelling.go. All are written in
// the transaction of the object, and each step reads up to a limit.
//
// candidates is how many objects one step may find.
const (
	candidates = 100
	// enoughHits: with so many found, nobody is helped by guesses at the spelling.
	enoughHits = 5
	// openedCustomers is for how many customers what belongs to them is listed too.
	openedCustomers = 10
)

// thing is an object that a step found, ranked by the match and, within guesses,
// by how far they are.
type thing struct {
	sort portal.Sort
	key  portal.Key
}

type rank struct {
	match portal.Match
	cost  int
}

func (a rank) compare(b rank) int {
	return cmp.Or(cmp.Compare(a.match, b.match), cmp.Compare(a.cost, b.cost))
}

// search is one question under way.
type search struct {
	reader
	text     string // folded
	accounts []string
	// everywhere: accounts are all there are
	everywhere bool
	sort       portal.Sort
	limit      int
	found      map[thing]rank
	spelt      map[string][]spelt // words that were respelt already
}

func (r reader) Search(ctx context.Context, q portal.SearchQuery) ([]portal.Hit, error) {
	s := search{reader: r, text: fold(q.Text), sort: q.Sort, limit: q.Limit, everywhere: q.Accounts.All(), found: map[thing]rank{}, spelt: map[string][]spelt{}}
	if s.text == "" || s.limit < 1 {
		return nil, nil
	}
	var err error
	if s.accounts, err = r.slugs(ctx, q.Accounts); err != nil || len(s.accounts) == 0 {
		return nil, err
	}
	logs, err := s.logs(ctx, strings.TrimSpace(q.Text))
	if err != nil {
		return nil, err
	}
	if err := s.find(ctx); err != nil {
		return nil, err
	}
	hits, err := s.hits(ctx)
	return append(hits, logs...), err
}

// slugs are the accounts that are meant. They are named one by one, so that each
// step starts where their terms are.
func (r reader) slugs(ctx context.Context, in portal.Accounts) ([]string, error) {
	all, err := list(ctx, r, "slugs of accounts", scanString, `select slug from account order by slug`)
	return slices.DeleteFunc(all, func(slug string) bool { return !in.Has(slug) }), err
}

// find goes from what fits best to what fits least.
func (s *search) find(ctx context.Context) error {
	steps := []func(context.Context) error{s.inFull, s.beginnings, s.words, s.spelling, s.customers}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// add takes what a step found; what was found before keeps its better place.
func (s *search) add(things []thing, r rank) {
	for _, t := range things {
		if have, ok := s.found[t]; !ok || r.compare(have) < 0 {
			s.found[t] = r
		}
	}
}

// scope begins the conditions of a step: the accounts first, as in the index.
func (s *search) scope(w *filter, field string) string {
	text := "account in " + valueList(w, s.accounts) + " and field = " + w.value(field)
	switch s.sort {
	case "":
		return text
	case portal.SortInvoice, portal.SortOrder, portal.SortSubscription: // also by way of their customers
		return text + " and kind in ('customer', " + w.value(s.sort) + ")"
	}
	return text + " and kind = " + w.value(s.sort)
}

func scanThing(rows *sql.Rows) (t thing, err error) {
	err = rows.Scan(&t.key.Account, &t.sort, &t.key.ID)
	return t, err
}

func (s *search) inFull(ctx context.Context) error {
	for field, match := range map[string]portal.Match{fieldKey: portal.MatchKey, fieldName: portal.MatchName} {
		var w filter
		text := `select account, kind, id from search_term where ` + s.scope(&w, field) +
			` and term = ` + w.value(s.text) + w.limit(candidates)
		things, err := list(ctx, s.reader, "search in full", scanThing, text, w.args...)
		if err != nil {
			return err
		}
		s.add(things, rank{match: match})
	}
	return nil
}

// beginnings finds terms as a range, so that % and _ have no meaning. One letter
// is the beginning of too much.
func (s *search) beginnings(ctx context.Context) error {
	if len(s.text) < 2 {
		return nil
	}
	for _, field := range []string{fieldKey, fieldName} {
		var w filter
		text := `select account, kind, id from search_term where ` + s.scope(&w, field) +
			` and term > ` + w.value(s.text) + ` and term < ` + w.value(behind(s.text)) + w.limit(candidates)
		things, err := list(ctx, s.reader, "search by beginning", scanThing, text, w.args...)
		if err != nil {
			return err
		}
		s.add(things, rank{match: portal.MatchBeginning})
	}
	return nil
}

// behind ends the range of the texts that begin so.
func behind(prefix string) string { return prefix + "\U0010FFFF" }

// belongings are the lists of what belongs to a customer, the latest first.
var belongings = []struct {
	sort portal.Sort
	text string
}{
	{portal.SortInvoice, `select account, 'invoice', path_id from invoice
		where account = $1 and customer = $2 order by issued_on desc limit $3`},
	{portal.SortOrder, `select account, 'purchase', id from purchase
		where account = $1 and customer = $2 order by created_at desc limit $3`},
	{portal.SortSubscription, `select account, 'subscription', id from subscription
		where account = $1 and customer = $2 order by id desc limit $3`},
}

// customers adds what belongs to the customers that were found.
func (s *search) customers(ctx context.Context) error {
	var found []thing
	for _, t := range s.best() {
		if t.sort == portal.SortCustomer && len(found) < openedCustomers {
			found = append(found, t)
		}
	}
	for _, c := range found {
		for _, of := range belongings {
			if s.sort != "" && s.sort != of.sort {
				continue
			}
			things, err := list(ctx, s.reader, "search of customers", scanThing, of.text, c.key.Account, c.key.ID, s.limit)
			if err != nil {
				return err
			}
			s.add(things, s.found[c])
		}
	}
	return nil
}

// best are the things found, in an order that does not change from time to time.
func (s *search) best() []thing {
	all := make([]thing, 0, len(s.found))
	for t := range s.found {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b thing) int {
		return cmp.Or(s.found[a].compare(s.found[b]), cmp.Compare(a.sort, b.sort),
			cmp.Compare(a.key.Account, b.key.Account), cmp.Compare(a.key.ID, b.key.ID))
	})
	return all
}

// hits reads what is shown of the things found.
func (s *search) hits(ctx context.Context) ([]portal.Hit, error) {
	bySort := map[portal.Sort][]thing{}
	for _, t := range s.best() {
		if (s.sort == "" || s.sort == t.sort) && len(bySort[t.sort]) < candidates {
			bySort[t.sort] = append(bySort[t.sort], t)
		}
	}
	var all []datedHit
	for sort, things := range bySort {
		hits, err := s.shown(ctx, sort, things)
		if err != nil {
			return nil, err
		}
		all = append(all, hits...)
	}
	slices.SortFunc(all, func(a, b datedHit) int {
		return cmp.Or(a.rank.compare(b.rank), cmp.Compare(a.hit.Sort, b.hit.Sort), cmp.Compare(b.date, a.date),
			cmp.Compare(a.hit.Key.Account, b.hit.Key.Account), cmp.Compare(a.hit.Key.ID, b.hit.Key.ID))
	})
	counts := map[portal.Sort]int{}
	var hits []portal.Hit
	for _, h := range all {
		if counts[h.hit.Sort]++; counts[h.hit.Sort] <= s.limit {
			hits = append(hits, h.hit)
		}
	}
	return hits, nil
}

// shown reads the titles of things of one sort.
func (s *search) shown(ctx context.Context, sort portal.Sort, things []thing) ([]datedHit, error) {
	text, ok := shownTexts[sort]
	if !ok {
		return nil, fmt.Errorf("search found a %q", sort)
	}
	var w filter
	keys := make([]searchTerm, len(things))
	for i, t := range things {
		keys[i] = searchTerm{t.key.Account, t.key.ID}
	}
	hits, err := list(ctx, s.reader, "what was found", scanHit, text+` in (values `+w.pairs(keys)+`)`, w.args...)
	for i := range hits {
		hits[i].rank = s.found[thing{sort, hits[i].hit.Key}]
		hits[i].finish(sort)
	}
	return hits, err
}
