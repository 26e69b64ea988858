package store

import (
	"context"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// learn keeps how the words among these that are new may be misspelt. Words are
// few: most names are made of those that stand in others.
func (t *tx) learn(ctx context.Context, words []string) error {
	known, err := t.knownWords(ctx, words)
	if err != nil {
		return err
	}
	for _, word := range words {
		hashes := spellings(word)
		if len(hashes) == 0 || known[word] {
			continue
		}
		var w filter
		text := w.value(word)
		rows := make([]string, len(hashes))
		for i, h := range hashes {
			rows[i] = "(" + w.value(h) + ", " + text + ")"
		}
		err := t.do(ctx, "learn a word", `insert into search_spelling (variant, word) values `+
			strings.Join(rows, ", ")+` on conflict do nothing`, w.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// unlearn forgets words that no name has any more: a name that was erased must
// not live on here.
func (t *tx) unlearn(ctx context.Context, words []string) error {
	accounts, err := t.slugs(ctx, portal.Accounts{})
	if err != nil {
		return err
	}
	for _, word := range words {
		hashes := spellings(word)
		if len(hashes) == 0 {
			continue
		}
		q := nameQuestion{accounts: accounts, kinds: namedKinds, readings: []reading{{words: []string{word}}}, everywhere: true, limit: 1}
		others, err := t.d.namesWith(ctx, t.reader, q)
		if err != nil {
			return err
		}
		if len(others) > 0 {
			continue
		}
		var w filter
		text := `delete from search_spelling where word = ` + w.value(word) + ` and variant in `
		if err := t.do(ctx, "unlearn a word", text+valueList(&w, hashes), w.args...); err != nil {
			return err
		}
	}
	return nil
}

// knownWords says which of these words stand in any name.
func (r reader) knownWords(ctx context.Context, words []string) (map[string]bool, error) {
	known := map[string]bool{}
	var heads []int64
	var spelt []string
	for _, word := range words {
		if hashes := spellings(word); len(hashes) > 0 {
			heads, spelt = append(heads, hashes[0]), append(spelt, word)
		}
	}
	if len(heads) == 0 {
		return known, nil
	}
	var w filter
	ways := make([]string, len(spelt))
	for i, word := range spelt {
		ways[i] = `select word from (select word from search_spelling where variant = ` + w.value(heads[i]) +
			` and word = ` + w.value(word) + ` order by variant limit 1) as way`
	}
	found, err := list(ctx, r, "known words", scanString, strings.Join(ways, " union all "), w.args...)
	for _, word := range found {
		known[word] = true
	}
	return known, err
}
