package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
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

// named finds names that have a word for each reading.
func (s *search) named(ctx context.Context, readings []reading, r rank) error {
	readings, any, err := s.rarestFirst(ctx, readings)
	if err != nil || !any {
		return err
	}
	var w filter
	text := `select distinct c.account, c.kind, c.id from (` + s.postings(&w, readings[0], "account, kind, id") + `) as c`
	for i, more := range readings[1:] {
		glue := " and "
		if i == 0 {
			glue = " where "
		}
		text += glue + `exists (select 1 from search_term t where t.account = c.account and t.kind = c.kind
			and t.id = c.id and t.field = 'word' and (` + more.condition(&w) + `))`
	}
	things, err := list(ctx, s.reader, "search by words", scanThing, text+w.limit(candidates), w.args...)
	s.add(things, r)
	return err
}

// condition is true of the terms that a reading means.
func (rd reading) condition(w *filter) string {
	var either []string
	if rd.beginning != "" {
		either = append(either, "term >= "+w.value(rd.beginning)+" and term < "+w.value(behind(rd.beginning)))
	}
	if len(rd.words) > 0 {
		either = append(either, "term in "+valueList(w, rd.words))
	}
	return strings.Join(either, " or ")
}

// postings selects the rows that a reading means, up to a limit for each way of
// finding them, so that each is a range of the index.
func (s *search) postings(w *filter, rd reading, columns string) string {
	var ways []string
	way := func(only reading) {
		ways = append(ways, `select * from (select `+columns+` from search_term where `+s.scope(w, fieldWord)+
			` and (`+only.condition(w)+`)`+w.limit(commonWord)+`) as way`)
	}
	if rd.beginning != "" {
		way(reading{beginning: rd.beginning})
	}
	if len(rd.words) > 0 {
		way(reading{words: rd.words})
	}
	return strings.Join(ways, " union all ")
}

// rarestFirst puts the reading with the fewest rows in front: the rows of that one
// are walked over, the others are only asked about. False: one of them has none.
func (s *search) rarestFirst(ctx context.Context, readings []reading) ([]reading, bool, error) {
	if len(readings) < 2 {
		return readings, true, nil
	}
	type counted struct {
		reading
		n int
	}
	all := make([]counted, len(readings))
	for i, rd := range readings {
		var w filter
		n, err := one(ctx, s.reader, "rows of a word", scanInt,
			`select count(*) from (`+s.postings(&w, rd, "id")+`) as rows_of_word`, w.args...)
		if err != nil || n == 0 {
			return nil, false, err
		}
		all[i] = counted{rd, n}
	}
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(a.n, b.n) })
	sorted := make([]reading, len(all))
	for i, c := range all {
		sorted[i] = c.reading
	}
	return sorted, true, nil
}

func scanInt(rows *sql.Rows) (n int, err error) {
	err = rows.Scan(&n)
	return n, err
}
