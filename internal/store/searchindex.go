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
		add(fieldName, fold(name))
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
	named := func(term searchTerm) bool { return term.field == fieldName }
	if !slices.ContainsFunc(gone, named) && !slices.ContainsFunc(fresh, named) {
		return nil
	}
	return t.indexWords(ctx, kind, k, wordsAmong(want))
}

func scanTerm(rows *sql.Rows) (t searchTerm, err error) {
	err = rows.Scan(&t.field, &t.term)
	return t, err
}

func without[T comparable](all, those []T) (rest []T) {
	for _, t := range all {
		if !slices.Contains(those, t) {
			rest = append(rest, t)
		}
	}
	return rest
}

// wordsAmong are the words of the names among terms, each once.
func wordsAmong(terms []searchTerm) (words []string) {
	for _, t := range terms {
		if t.field == fieldName {
			words = append(words, without(wordsOf(t.term), words)...)
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
