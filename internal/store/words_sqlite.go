package store

import (
	"context"
	"strings"
)

// SQLite keeps the words of names in an FTS5 table beside search_name, which does
// not follow by itself: a document is taken out as it was before it changes.
const (
	sqliteForgetWords = `
		insert into search_word (search_word, rowid, words)
		select 'delete', place, words from search_document where account = $1 and kind = $2 and id = $3`
	sqliteKeepWords = `
		insert into search_word (rowid, words)
		select place, words from search_document where account = $1 and kind = $2 and id = $3`
)

// sqliteNamesWith walks over the lists of all words at once, from the latest name
// on, and ends where enough are found: no list is read to its end for a question
// that many names answer.
func sqliteNamesWith(ctx context.Context, r reader, q nameQuestion) ([]thing, error) {
	return list(ctx, r, "names by words", scanThing, `
		select n.account, n.kind, n.id from search_word w cross join search_name n on n.place = w.rowid
		where w.search_word match $1 order by w.rowid desc limit $2`, q.match(), q.limit)
}

// match is the question in FTS5's words. Each word is quoted, so that none is an
// operator.
func (q nameQuestion) match() string {
	var all []string
	if !q.everywhere {
		var scope []string
		for _, account := range q.accounts {
			for _, kind := range q.kinds {
				scope = append(scope, ftsWord("_"+account+"_"+string(kind)))
			}
		}
		all = append(all, anyOf(scope, " OR "))
	}
	for _, rd := range q.readings {
		var either []string
		if rd.beginning != "" {
			either = append(either, ftsWord(rd.beginning)+"*")
		}
		for _, word := range rd.words {
			either = append(either, ftsWord(word))
		}
		all = append(all, anyOf(either, " OR "))
	}
	return strings.Join(all, " AND ")
}

func ftsWord(word string) string { return `"` + strings.ReplaceAll(word, `"`, `""`) + `"` }

// anyOf is true where one of the parts is.
func anyOf(parts []string, or string) string { return "(" + strings.Join(parts, or) + ")" }
