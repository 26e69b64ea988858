package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// reindexBatch is how many objects are put into the search index at a time.
const reindexBatch = 500

// reindex puts what was searchable before migration 7 into the new form, batch by
// batch, and takes the old form away. If it is cut short, the next migrate goes on:
// the old table is there until its last row has gone.
func reindex(ctx context.Context, d *dialect, db *sql.DB) error {
	var waiting bool
	if err := db.QueryRowContext(ctx, d.hasSchema, "search_term_before").Scan(&waiting); err != nil || !waiting {
		return d.translate(ctx, err)
	}
	s := &Store{reader: reader{d: d}, writer: &single{db: db, d: d, count: &counter{}}}
	for more := true; more; {
		err := s.InTx(ctx, func(t portal.Tx) (err error) {
			more, err = t.(*tx).reindexSome(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("fill the search index: %w", err)
		}
	}
	_, err := db.ExecContext(ctx, `drop table search_term_before`)
	return d.translate(ctx, err)
}

func (t *tx) reindexSome(ctx context.Context) (more bool, err error) {
	batch, err := list(ctx, t.reader, "what is to be indexed", scanThing,
		`select distinct account, kind, id from search_term_before limit $1`, reindexBatch)
	for _, o := range batch {
		terms, err := list(ctx, t.reader, "old search terms", scanTerm, `
			select field, term from search_term_before where account = $1 and kind = $2 and id = $3`,
			o.key.Account, o.sort, o.key.ID)
		if err != nil {
			return false, err
		}
		var keys, names []string
		for _, term := range terms {
			if term.field == fieldName {
				names = append(names, term.term)
			} else {
				keys = append(keys, term.term)
			}
		}
		if err := t.index(ctx, o.sort, o.key, keys, names); err != nil {
			return false, err
		}
		err = t.do(ctx, "leave old search terms", `
			delete from search_term_before where account = $1 and kind = $2 and id = $3`,
			o.key.Account, o.sort, o.key.ID)
		if err != nil {
			return false, err
		}
	}
	return len(batch) > 0, err
}
