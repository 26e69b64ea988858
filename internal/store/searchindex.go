package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// searchTerm is one text by which an object is found.
type searchTerm struct{ field, term string }

// The fields of search terms.
const (
	fieldKey  = "key"
	fieldName = "name"
	fieldWord = "word"
)

// termsOf are the terms of an object that has these keys and names.
func termsOf(keys, names []string) []searchTerm {
	var terms []searchTerm
	add := func(field, text string) {
		if t := (searchTerm{field, text}); text != "" && !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	for _, key := range keys {
		add(fieldKey, fold(key))
	}
	for _, name := range names {
		name = fold(name)
		add(fieldName, name)
		for _, word := range wordsOf(name) {
			add(fieldWord, word)
		}
	}
	return terms
}

// index makes these the terms by which an object is found. It writes only what
// has changed: most snapshots say again what is known.
func (t *tx) index(ctx context.Context, kind portal.Sort, k portal.Key, keys, names []string) error {
	want := termsOf(keys, names)
	have, err := list(ctx, t.reader, "search terms", scanTerm,
		`select field, term from search_term where account = $1 and kind = $2 and id = $3`, k.Account, kind, k.ID)
	if err != nil {
		return err
	}
	gone, fresh := without(have, want), without(want, have)
	if err := t.forgetTerms(ctx, kind, k, gone); err != nil {
		return err
	}
	if err := t.addTerms(ctx, kind, k, fresh); err != nil {
		return err
	}
	if err := t.unlearn(ctx, wordsAmong(gone)); err != nil {
		return err
	}
	return t.learn(ctx, wordsAmong(fresh))
}

func scanTerm(rows *sql.Rows) (t searchTerm, err error) {
	err = rows.Scan(&t.field, &t.term)
	return t, err
}

func without(all, those []searchTerm) (rest []searchTerm) {
	for _, t := range all {
		if !slices.Contains(those, t) {
			rest = append(rest, t)
		}
	}
	return rest
}

func wordsAmong(terms []searchTerm) (words []string) {
	for _, t := range terms {
		if t.field == fieldWord {
			words = append(words, t.term)
		}
	}
	return words
}

func (t *tx) forgetTerms(ctx context.Context, kind portal.Sort, k portal.Key, terms []searchTerm) error {
	if len(terms) == 0 {
		return nil
	}
	var w filter
	w.and("account = ? and kind = ? and id = ?", k.Account, kind, k.ID)
	return t.do(ctx, "forget search terms",
		`delete from search_term`+w.where()+` and (field, term) in (values `+w.pairs(terms)+`)`, w.args...)
}

func (t *tx) addTerms(ctx context.Context, kind portal.Sort, k portal.Key, terms []searchTerm) error {
	if len(terms) == 0 {
		return nil
	}
	var w filter
	head := "(" + w.value(k.Account) + ", " + w.value(kind) + ", " + w.value(k.ID) + ", "
	rows := make([]string, len(terms))
	for i, term := range terms {
		rows[i] = head + w.value(term.field) + ", " + w.value(term.term) + ")"
	}
	return t.do(ctx, "add search terms", `insert into search_term (account, kind, id, field, term) values `+
		strings.Join(rows, ", ")+` on conflict do nothing`, w.args...)
}

// pairs is a list of rows of two.
func (f *filter) pairs(terms []searchTerm) string {
	rows := make([]string, len(terms))
	for i, t := range terms {
		rows[i] = "(" + f.value(t.field) + ", " + f.value(t.term) + ")"
	}
	return strings.Join(rows, ", ")
}

// valueList is a list of values, to stand behind "in".
func valueList[T any](f *filter, values []T) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = f.value(v)
	}
	return "(" + strings.Join(list, ", ") + ")"
}

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
	for _, word := range words {
		hashes := spellings(word)
		if len(hashes) == 0 {
			continue
		}
		var w filter
		text := w.value(word)
		err := t.do(ctx, "unlearn a word", `delete from search_spelling
			where word = `+text+` and variant in `+valueList(&w, hashes)+` and not exists (
				select 1 from account a join search_term s
					on s.account = a.slug and s.field = 'word' and s.term = `+text+`)`, w.args...)
		if err != nil {
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
