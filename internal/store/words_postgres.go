package store

import (
	"context"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// lookedAt is how many of the latest names are looked at before the full-text
// index is asked. That one gathers every name that has a word before it gives the
// first one away; a word so common that this takes long stands in enough of these.
const lookedAt = 600

// postgresNamesWith gives the latest names where many have the words.
func postgresNamesWith(ctx context.Context, r reader, q nameQuestion) ([]thing, error) {
	latest, err := q.amongLatest(ctx, r)
	if err != nil || len(latest) >= q.limit {
		return latest, err
	}
	asked, also := q.tsquery(func(rd reading) bool { return !rd.vague() }), q.tsquery(reading.vague)
	if asked == "" {
		return latest, nil
	}
	return list(ctx, r, "names by words", scanThing, `
		select account, kind, id from search_names($1, nullif($2, ''), $3)`, asked, also, q.limit)
}

// vague: a single letter begins so much that it is only asked of what has the
// other words.
func (rd reading) vague() bool { return len(rd.beginning) == 1 }

// amongLatest finds names among the latest ones of each account and kind.
func (q nameQuestion) amongLatest(ctx context.Context, r reader) ([]thing, error) {
	var w filter
	scopes := q.scopes()
	each := w.value(max(lookedAt/max(len(scopes), 1), q.limit))
	ways := make([]string, len(scopes))
	for i, scope := range scopes {
		only := q
		only.accounts, only.kinds = []string{scope.account}, []portal.Sort{scope.kind}
		ways[i] = `select account, kind, id from (select account, kind, id, lexemes from search_name where account = ` + w.value(scope.account) +
			` and kind = ` + w.value(scope.kind) + ` order by place desc limit ` + each +
			`) as latest where lexemes @@ cast(` + w.value(only.tsquery(everyReading)) + `::text as tsquery)`
	}
	return list(ctx, r, "latest names by words", scanThing, strings.Join(ways, " union all ")+w.limit(q.limit), w.args...)
}

func everyReading(reading) bool { return true }

type nameScope struct {
	account string
	kind    portal.Sort
}

func (q nameQuestion) scopes() (all []nameScope) {
	for _, account := range q.accounts {
		for _, kind := range q.kinds {
			all = append(all, nameScope{account, kind})
		}
	}
	return all
}

// tsquery asks for the readings that are chosen; empty: there are none. Each
// lexeme is quoted, so that none is an operator.
func (q nameQuestion) tsquery(chosen func(reading) bool) string {
	var all []string
	for _, rd := range q.readings {
		if !chosen(rd) {
			continue
		}
		var either []string
		for _, scope := range q.scopes() {
			head := scope.account + "/" + string(scope.kind) + "/"
			if rd.beginning != "" {
				either = append(either, lexeme(head+rd.beginning)+":*")
			}
			for _, word := range rd.words {
				either = append(either, lexeme(head+word))
			}
		}
		all = append(all, anyOf(either, " | "))
	}
	return strings.Join(all, " & ")
}

var lexemeQuotes = strings.NewReplacer("'", "''", `\`, `\\`)

func lexeme(text string) string { return "'" + lexemeQuotes.Replace(text) + "'" }
