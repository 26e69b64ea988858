package store

import (
	"context"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// reading is what one word of a question may stand for: every word of a name that
// begins so, and these.
type reading struct {
	beginning string // empty: none
	words     []string
}

// asksForNames reports whether the question may be one for a name.
func (s *search) asksForNames() bool {
	named := s.sort != portal.SortQuote && s.sort != portal.SortMail && s.sort != portal.SortDelivery
	return named && !strings.Contains(s.text, "@")
}

// words finds names that have a word for each of the question's, in any order.
func (s *search) words(ctx context.Context) error {
	words := wordsOf(s.text)
	if !s.asksForNames() || len(words) == 0 || len(s.text) < 2 {
		return nil
	}
	return s.named(ctx, plainly(words), rank{match: portal.MatchWords})
}

func plainly(words []string) []reading {
	readings := make([]reading, len(words))
	for i, word := range words {
		readings[i].beginning = word
	}
	return readings
}

// namedKinds are the sorts that have names of their own.
var namedKinds = []portal.Sort{portal.SortCustomer, portal.SortInvoice, portal.SortRequest}

// nameQuestion asks which names have a word for each reading.
type nameQuestion struct {
	accounts   []string
	kinds      []portal.Sort
	readings   []reading
	everywhere bool // these are all accounts and kinds there are
	limit      int
}

// named finds names that have a word for each reading, in any order.
func (s *search) named(ctx context.Context, readings []reading, r rank) error {
	q := nameQuestion{accounts: s.accounts, kinds: s.namedKinds(), readings: readings, limit: candidates}
	q.everywhere = s.everywhere && len(q.kinds) == len(namedKinds)
	things, err := s.d.namesWith(ctx, s.reader, q)
	s.add(things, r)
	return err
}

// namedKinds are the sorts whose names lead to what is looked for.
func (s *search) namedKinds() []portal.Sort {
	switch s.sort {
	case "":
		return namedKinds
	case portal.SortInvoice:
		return []portal.Sort{portal.SortCustomer, portal.SortInvoice}
	case portal.SortOrder, portal.SortSubscription: // which have their customers' names
		return []portal.Sort{portal.SortCustomer}
	}
	return []portal.Sort{s.sort}
}

// indexWords makes these the words of an object's names.
func (t *tx) indexWords(ctx context.Context, kind portal.Sort, k portal.Key, words []string) error {
	had, err := list(ctx, t.reader, "words of names", scanString,
		`select words from search_name where account = $1 and kind = $2 and id = $3`, k.Account, kind, k.ID)
	if err != nil {
		return err
	}
	was := strings.Fields(strings.Join(had, " "))
	if err := t.putWords(ctx, kind, k, strings.Join(words, " ")); err != nil {
		return err
	}
	if err := t.unlearn(ctx, without(was, words)); err != nil {
		return err
	}
	return t.learn(ctx, without(words, was))
}

func (t *tx) putWords(ctx context.Context, kind portal.Sort, k portal.Key, words string) error {
	statements := []string{t.d.forgetWords, `
		insert into search_name (account, kind, id, words) values ($1, $2, $3, $4)
		on conflict (account, kind, id) do update set words = excluded.words`, t.d.keepWords}
	args := [][]any{{k.Account, kind, k.ID}, {k.Account, kind, k.ID, words}, {k.Account, kind, k.ID}}
	if words == "" {
		statements = []string{t.d.forgetWords, `delete from search_name where account = $1 and kind = $2 and id = $3`}
		args[1] = args[0]
	}
	for i, text := range statements {
		if text == "" { // the engine does it by itself
			continue
		}
		if err := t.do(ctx, "put words of names", text, args[i]...); err != nil {
			return err
		}
	}
	return nil
}
