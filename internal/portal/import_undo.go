package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"time"
)

// What becomes of a row when its import is taken back, in the job's counts.
const (
	RowRestored = "restored" // it is again as it was before
	RowRemoved  = "removed"  // the import had made it
	RowKept     = "kept"     // somebody acted on it, or a later word came, while it was taken back
)

// UndoOutcome says what became of asking for an import to be taken back.
//
//sumtype:decl
type UndoOutcome interface{ undo() }

// UndoBegun: it is being taken back in the background.
type UndoBegun struct{ Job ImportJob }

// UndoActedOn: somebody acted on what the import left, so nothing was changed.
type UndoActedOn struct {
	Rows []ActedRow // the first ones
}

// UndoNot: the import is not over, was a dry run, or is taken back already.
type UndoNot struct{ Job ImportJob }

func (UndoBegun) undo()   {}
func (UndoActedOn) undo() {}
func (UndoNot) undo()     {}

// ActedRow is a row that somebody acted on since.
type ActedRow struct {
	Row ImportRow
	Act string // of the audit trail; "link.opened" for a visit; "mirrored" for a later word
}

// actedShown is how many rows that were acted on are told.
const actedShown = 20

// UndoImport takes an import back if nobody acted on anything it changed: no
// decision, link, mail, visit, request or later word. It looks at every row
// first, then asks for the work that RunImports does. ErrNotFound: no such job.
func (s *Service) UndoImport(ctx context.Context, by Actor, k Key) (UndoOutcome, error) {
	j, err := s.ImportJob(ctx, k)
	if err != nil {
		return nil, err
	}
	if j.DryRun || j.State != ImportDone && j.State != ImportFailed {
		return UndoNot{j}, nil
	}
	acted, err := s.actedRows(ctx, j)
	if err != nil || len(acted) > 0 {
		return UndoActedOn{acted}, err
	}
	from := j.State
	j.State, j.NextAt, j.Attempts, j.UndoneBy, j.UndoneRow = ImportUndoing, s.now(), 0, by, 0
	won := false
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if won, err = tx.SetImportUndo(ctx, j, from, 0); err != nil || !won {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{Account: j.Account, Actor: string(by), Act: "import.undo", Kind: "import", Object: j.ID})
	})
	if err != nil {
		return nil, fmt.Errorf("take import back: %w", err)
	}
	if !won {
		return UndoNot{j}, nil
	}
	return UndoBegun{j}, nil
}

// actedRows finds the first rows of a job that somebody acted on since.
func (s *Service) actedRows(ctx context.Context, j ImportJob) (acted []ActedRow, err error) {
	for before := int64(math.MaxInt64); len(acted) < actedShown; {
		rows, err := s.store.ChangedRows(ctx, Key{j.Account, j.ID}, before, importBatch)
		if err != nil {
			return nil, fmt.Errorf("changed rows: %w", err)
		}
		for _, row := range rows {
			act, err := s.actedOn(ctx, s.store, j, row)
			if err != nil {
				return nil, err
			}
			if act != "" {
				acted = append(acted, ActedRow{row, act})
			}
			before = row.Row
		}
		if len(rows) < importBatch {
			break
		}
	}
	return acted[:min(len(acted), actedShown)], nil
}

// actedOn says what was done to the thing of a row since the import; empty:
// nothing.
func (s *Service) actedOn(ctx context.Context, r Reader, j ImportJob, row ImportRow) (string, error) {
	thing, err := tracedOf(RecordType(row.Kind), row.LeftAs)
	if err != nil {
		return "", err
	}
	now, known, err := thing.read(ctx, r)
	if err != nil {
		return "", err
	}
	if !known || !sameJSON(timeless(now), timeless(thing.value)) {
		return "mirrored", nil
	}
	for _, k := range thing.objects() {
		act, err := r.ActedSince(ctx, k, j.CreatedAt)
		if err != nil || act != "" {
			return act, err
		}
	}
	return "", nil
}

// runUndo takes the rows of a claimed job back, from the last to the first,
// each batch in one transaction with how far it is.
func (s *Service) runUndo(ctx context.Context, j ImportJob) error {
	for ctx.Err() == nil {
		next, more, err := s.undoBatch(ctx, j)
		if errors.Is(err, errLostClaim) {
			return nil
		}
		if err != nil || !more {
			return err
		}
		j = next
	}
	return ctx.Err()
}

func (s *Service) undoBatch(ctx context.Context, j ImportJob) (next ImportJob, more bool, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		before := j.UndoneRow
		if before == 0 {
			before = math.MaxInt64
		}
		rows, err := tx.ChangedRows(ctx, Key{j.Account, j.ID}, before, importBatch)
		if err != nil {
			return fmt.Errorf("changed rows: %w", err)
		}
		next, more = j, len(rows) == importBatch
		next.Counts, next.Attempts, next.NextAt = maps.Clone(j.Counts), 0, s.now().Add(importLease)
		for _, row := range rows {
			what, err := s.undoRow(ctx, tx, j, row)
			if err != nil {
				return fmt.Errorf("take row %d back: %w", row.Row, err)
			}
			next.Counts[what]++
			next.UndoneRow = row.Row
		}
		if !more {
			next.State, next.UndoneAt = ImportUndone, s.now()
		}
		won, err := tx.SetImportUndo(ctx, next, ImportUndoing, j.UndoneRow)
		if err == nil && !won {
			err = errLostClaim
		}
		if err != nil || more {
			return err
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: j.Account, Actor: string(j.UndoneBy), Act: "import.undone", Kind: "import", Object: j.ID, Data: facts(map[string]any{
				RowRestored: next.Counts[RowRestored], RowRemoved: next.Counts[RowRemoved], RowKept: next.Counts[RowKept],
			}),
		})
	})
	return next, more, err
}

// undoRow takes one row back, unless somebody acted on it since.
func (s *Service) undoRow(ctx context.Context, tx Tx, j ImportJob, row ImportRow) (string, error) {
	if act, err := s.actedOn(ctx, tx, j, row); err != nil || act != "" {
		return RowKept, err
	}
	kind := RecordType(row.Kind)
	left, err := tracedOf(kind, row.LeftAs)
	if err != nil {
		return "", err
	}
	what := RowRemoved
	if row.Before == "" {
		gone, err := tx.Unmirror(ctx, kind, left.key, left.part)
		if err != nil || !gone {
			return RowKept, err
		}
	} else {
		what = RowRestored
		before, err := tracedOf(kind, row.Before)
		if err != nil {
			return "", err
		}
		if err := tx.ForgetSource(ctx, kind, left.key, left.part); err != nil {
			return "", err
		}
		if err := before.put(ctx, tx); err != nil {
			return "", err
		}
	}
	filed := left.objects()[0]
	return what, s.RecordIn(ctx, tx, Entry{
		Account: j.Account, Actor: string(j.UndoneBy), Act: "import." + what, Kind: string(filed.Kind), Object: filed.ID,
	})
}

// traces are what the taking back of a record needs, as JSON; empty where the
// record changed nothing.
func (t Taken) traces() (before, leftAs string, err error) {
	write := func(v any) string {
		if v == nil || err != nil {
			return ""
		}
		var b []byte
		b, err = json.Marshal(traced{ID: t.ID, Value: v})
		return string(b)
	}
	before, leftAs = write(t.before), write(t.now)
	return before, leftAs, err
}

// timeless is a thing without when it was last heard of.
func timeless(v any) any {
	switch v := v.(type) {
	case Purchase:
		v.AsOf = time.Time{}
		return v
	case Subscription:
		v.AsOf = time.Time{}
		return v
	case Offer:
		v.AsOf = time.Time{}
		return v
	case Quote:
		v.AsOf = time.Time{}
		return v
	case PaymentMethod:
		v.AsOf = time.Time{}
		return v
	case Invoice:
		v.AsOf = time.Time{}
		return v
	}
	return v
}
