package portal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// MaxImport is the largest body of a bulk import, in bytes.
const MaxImport = 32 << 20

// Row is one record of a bulk import.
type Row struct {
	Number int64  // 1, 2, …; of a CSV file without its head
	Type   string // as far as it could be read
	ID     string
	Record Record // nil: it could not be read
	Err    error  // why
}

// Rows reads the rows of a bulk import one by one. The error is io.EOF at the
// end, or says why the file cannot be read any further.
type Rows interface {
	Next() (Row, error)
}

// OpenRows reads a file of a format, ndjson or csv, as rows of an account. Its
// error says why the file cannot be read at all.
type OpenRows func(account, format string, body io.Reader) (Rows, error)

// The states of an import job.
const (
	ImportQueued  = "queued"
	ImportRunning = "running"
	ImportDone    = "done"
	ImportFailed  = "failed"  // the file could not be read to its end
	ImportUndoing = "undoing" // it is being taken back
	ImportUndone  = "undone"
)

// The verdicts on a row.
const (
	RowImported  = "imported"
	RowUpdated   = "updated"
	RowUnchanged = "unchanged"
	RowStale     = "stale"
	RowRefused   = "refused"
)

// QueueImport keeps a file to be imported by RunImports: its bytes as a blob, and
// the job. Where the caller gave it an ID, one is made however often it is asked
// for: the others get ErrExists. ErrNotFound: no such account.
func (s *Service) QueueImport(ctx context.Context, j ImportJob, body []byte) (ImportJob, error) {
	if _, err := s.store.Account(ctx, j.Account); err != nil {
		return ImportJob{}, fmt.Errorf("account %s: %w", j.Account, err)
	}
	if j.ID == "" {
		j.ID = NewID("imp")
	}
	j.SHA256, j.State = hashOf(body), ImportQueued
	j.CreatedAt, j.NextAt, j.Counts = s.now(), s.now(), map[string]int64{}
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.PutBlob(ctx, j.SHA256, body, s.now()); err != nil {
			return fmt.Errorf("keep bytes: %w", err)
		}
		if err := tx.AddImportJob(ctx, j); err != nil {
			return fmt.Errorf("import job: %w", err)
		}
		return s.RecordIn(ctx, tx, Entry{
			Account: j.Account, Actor: string(j.Actor), Act: "import.queued", Kind: "import", Object: j.ID,
			Data: facts(map[string]any{"sha256": j.SHA256, "dryRun": j.DryRun}),
		})
	})
	return j, err
}

// ImportJob returns one job. ErrNotFound.
func (s *Service) ImportJob(ctx context.Context, k Key) (ImportJob, error) {
	j, err := s.store.ImportJob(ctx, k)
	if err != nil {
		return ImportJob{}, fmt.Errorf("import job: %w", err)
	}
	return j, nil
}

// ImportJobs lists an account's jobs, newest first.
func (s *Service) ImportJobs(ctx context.Context, account string, limit int) ([]ImportJob, error) {
	jobs, err := s.store.ImportJobs(ctx, account, limit)
	if err != nil {
		return nil, fmt.Errorf("import jobs: %w", err)
	}
	return jobs, nil
}

// ImportVerdicts returns the verdicts of a job after a row, in order.
func (s *Service) ImportVerdicts(ctx context.Context, job Key, after int64, limit int) ([]ImportRow, error) {
	rows, err := s.store.ImportRows(ctx, job, after, limit)
	if err != nil {
		return nil, fmt.Errorf("verdicts of an import: %w", err)
	}
	return rows, nil
}

// A claim on a job is renewed with every batch. A process that dies leaves its
// job to the next one when the claim lapses.
const (
	importLease = 2 * time.Minute
	importBatch = 100 // rows in one transaction, with their verdicts and the cursor
	importTries = 5   // claims without a row taken, before what stops it is given up
)

// RunImports works through the jobs that wait, one after another, and says how
// many it ended. What was written of a job that was cut off stays, and it goes
// on behind its last batch. A fault of ours that is there again at every try ends
// the job, or costs the one row that it is about; the other jobs go on.
func (s *Service) RunImports(ctx context.Context, open OpenRows) (ended int, err error) {
	var faults []error
	for ctx.Err() == nil {
		var j ImportJob
		err := s.store.InTx(ctx, func(tx Tx) (err error) {
			j, err = tx.ClaimImportJob(ctx, s.now(), importLease)
			return err
		})
		if errors.Is(err, ErrNotFound) {
			break
		}
		if err != nil {
			return ended, errors.Join(append(faults, fmt.Errorf("claim import job: %w", err))...)
		}
		if err := s.runImport(ctx, j, open); err != nil {
			faults = append(faults, fmt.Errorf("import %s: %w", j.ID, err))
			continue
		}
		ended++
	}
	return ended, errors.Join(append(faults, ctx.Err())...)
}
