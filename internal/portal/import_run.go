package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
)

// errLostClaim means that a job went on elsewhere meanwhile.
var errLostClaim = errors.New("another process goes on with it")

// Why something is given up: the reasons that the verdict and the job keep. The
// fault itself is for the log.
var (
	errRowGivenUp = errors.New("a fault of ours kept it from being taken, five times; tell whoever runs this installation")
	errJobGivenUp = errors.New("a fault of ours stopped the import, five times; tell whoever runs this installation")
)

// lasting reports whether a fault could be there at every try: neither work that
// somebody else has, nor a process that is stopped, nor a database that is down.
func lasting(ctx context.Context, err error) bool {
	elsewhere := errors.Is(err, errLostClaim) || errors.Is(err, errSettled)
	return err != nil && ctx.Err() == nil && !elsewhere && !errors.Is(err, ErrUnavailable)
}

// runImport works through one claimed job. It ends it, or leaves it to be
// claimed again, which has an end too.
func (s *Service) runImport(ctx context.Context, j ImportJob, open OpenRows) error {
	if j.State == ImportUndoing {
		return s.runUndo(ctx, j)
	}
	j, err := s.runRows(ctx, j, open)
	switch {
	case errors.Is(err, errLostClaim):
		return nil
	case lasting(ctx, err) && j.Attempts >= importTries:
		return errors.Join(err, s.endImport(ctx, j, errJobGivenUp))
	}
	return err
}

// runRows returns the job as far as it came.
func (s *Service) runRows(ctx context.Context, j ImportJob, open OpenRows) (ImportJob, error) {
	body, err := s.store.Blob(ctx, j.SHA256)
	if err != nil {
		return j, fmt.Errorf("bytes: %w", err)
	}
	rows, err := open(j.Account, j.Format, bytes.NewReader(body))
	if err != nil {
		return j, s.endImport(ctx, j, err)
	}
	last := j.Attempts >= importTries
	for {
		batch, readErr := nextBatch(rows, j.Rows)
		if len(batch) > 0 {
			if j, err = s.takeAll(ctx, j, batch, last); err != nil {
				return j, err
			}
		}
		if errors.Is(readErr, io.EOF) {
			return j, s.endImport(ctx, j, nil)
		}
		if readErr != nil {
			return j, s.endImport(ctx, j, readErr)
		}
		if err := ctx.Err(); err != nil {
			return j, err
		}
	}
}

// nextBatch reads the next rows behind done. The error says that they are the
// last.
func nextBatch(rows Rows, done int64) ([]Row, error) {
	var batch []Row
	for len(batch) < importBatch {
		row, err := rows.Next()
		if err != nil {
			return batch, err
		}
		if row.Number > done {
			batch = append(batch, row)
		}
	}
	return batch, nil
}

// takeAll takes a batch. Where a fault comes up, its rows are taken one by one, so
// that only the row that it is about stays behind; at the last try that one is
// refused.
func (s *Service) takeAll(ctx context.Context, j ImportJob, batch []Row, last bool) (ImportJob, error) {
	next, err := s.takeBatch(ctx, j, batch)
	if !lasting(ctx, err) {
		return next, err
	}
	for _, row := range batch {
		next, err := s.takeBatch(ctx, j, []Row{row})
		if lasting(ctx, err) && last {
			row.Err = errRowGivenUp
			next, err = s.takeBatch(ctx, j, []Row{row})
		}
		if err != nil {
			return j, err
		}
		j = next
	}
	return j, nil
}

// takeBatch takes rows and keeps their verdicts and the cursor with them, all
// or none: a batch that was cut off is done again, one that was not never is.
func (s *Service) takeBatch(ctx context.Context, j ImportJob, batch []Row) (ImportJob, error) {
	var next ImportJob
	var verdicts []ImportRow
	keep := func(tx Tx) error {
		next = counted(j, verdicts)
		next.NextAt, next.Attempts = s.now().Add(importLease), 0
		for _, v := range verdicts {
			if err := tx.AddImportRow(ctx, v); err != nil {
				return fmt.Errorf("verdict on row %d: %w", v.Row, err)
			}
		}
		won, err := tx.SetImportJob(ctx, next, j.Rows)
		if err == nil && !won {
			err = errLostClaim
		}
		return err
	}
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		if verdicts, err = s.takeRows(ctx, tx, j, batch); err != nil {
			return err
		}
		if j.DryRun {
			return errRehearsed
		}
		return keep(tx)
	})
	if j.DryRun && errors.Is(err, errRehearsed) {
		err = s.store.InTx(ctx, keep)
	}
	if err != nil {
		return j, err
	}
	return next, nil
}

func (s *Service) takeRows(ctx context.Context, tx Tx, j ImportJob, batch []Row) ([]ImportRow, error) {
	verdicts := make([]ImportRow, 0, len(batch))
	for _, row := range batch {
		v, err := s.takeRow(ctx, tx, j.Actor, row)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row.Number, err)
		}
		v.Account, v.Job = j.Account, j.ID
		if j.DryRun {
			v.Before, v.LeftAs = "", "" // nothing to take back
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, nil
}

// takeRow takes one row. What is wrong with it is its verdict.
func (s *Service) takeRow(ctx context.Context, tx Tx, by Actor, row Row) (ImportRow, error) {
	v := ImportRow{Row: row.Number, Status: RowRefused, Kind: row.Type, ID: row.ID}
	if row.Err != nil {
		v.Reason = row.Err.Error()
		return v, nil
	}
	var invalid *InvalidError
	record, err := s.Checked(row.Record)
	var t Taken
	if err == nil {
		t, err = s.takeTx(ctx, tx, by, record)
	}
	if errors.As(err, &invalid) {
		v.Reason = invalid.Error()
		return v, nil
	}
	if err != nil {
		return ImportRow{}, err
	}
	v.Status, v.Kind, v.ID = t.Verdict(), string(t.Type), t.ID
	v.Before, v.LeftAs, err = t.traces()
	return v, err
}

// Verdict is the word for it that imports use.
func (t Taken) Verdict() string {
	switch {
	case t.Status == Kept:
		return RowUnchanged
	case t.Status == Older:
		return RowStale
	case t.Created:
		return RowImported
	}
	return RowUpdated
}

// counted is the job behind these verdicts.
func counted(j ImportJob, verdicts []ImportRow) ImportJob {
	j.Counts = maps.Clone(j.Counts)
	if j.Counts == nil {
		j.Counts = map[string]int64{}
	}
	for _, v := range verdicts {
		j.Counts[v.Status]++
		j.Rows = v.Row
	}
	return j
}

// endImport ends a job; why says that its file could not be read to the end.
func (s *Service) endImport(ctx context.Context, j ImportJob, why error) error {
	j.State, j.DoneAt = ImportDone, s.now()
	if why != nil {
		j.State, j.Reason = ImportFailed, why.Error()
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		won, err := tx.SetImportJob(ctx, j, j.Rows)
		if err != nil || !won {
			return err
		}
		data := map[string]any{"rows": j.Rows, "dryRun": j.DryRun}
		for status, n := range j.Counts {
			data[status] = n
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: j.Account, Actor: string(j.Actor), Act: "import." + j.State, Kind: "import", Object: j.ID, Data: facts(data),
		})
	})
}
