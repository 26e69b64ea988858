package portal

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
)

// ErrNoRehearsal means that an import was no dry run, or its dry run is not over.
var ErrNoRehearsal = errors.New("this import was no dry run that came to its end")

// ImportNow imports what a dry run has read: the same bytes, for good, as a job
// of its own. A dry run leads to one import however often it is asked for; began
// is whether this was the asking that made it. ErrNotFound, ErrNoRehearsal.
func (s *Service) ImportNow(ctx context.Context, by Actor, rehearsal Key) (j ImportJob, began bool, err error) {
	dry, err := s.ImportJob(ctx, rehearsal)
	if err != nil {
		return ImportJob{}, false, err
	}
	if !dry.DryRun || dry.State != ImportDone {
		return ImportJob{}, false, ErrNoRehearsal
	}
	body, err := s.store.Blob(ctx, dry.SHA256)
	if err != nil {
		return ImportJob{}, false, fmt.Errorf("bytes of a dry run: %w", err)
	}
	j, err = s.QueueImport(ctx, ImportJob{ID: afterRehearsal(dry.ID), Account: dry.Account, Name: dry.Name, Format: dry.Format, Actor: by}, body)
	if errors.Is(err, ErrExists) {
		j, err = s.ImportJob(ctx, Key{dry.Account, afterRehearsal(dry.ID)})
		return j, false, err
	}
	return j, err == nil, err
}

// ImportAfter is the import that a dry run led to. ErrNotFound: none yet.
func (s *Service) ImportAfter(ctx context.Context, rehearsal Key) (ImportJob, error) {
	return s.ImportJob(ctx, Key{rehearsal.Account, afterRehearsal(rehearsal.ID)})
}

// afterRehearsal is the id of the import that a dry run leads to. It follows
// from the dry run's, so that a second one cannot be added.
func afterRehearsal(id string) string {
	sum := sha256.Sum256([]byte("import after " + id))
	return "imp_" + base32.StdEncoding.EncodeToString(sum[:])[:26]
}

// ImportHistory lists the imports of accounts behind a cursor, newest first.
func (s *Service) ImportHistory(ctx context.Context, accounts Accounts, before Cursor, limit int) ([]ImportJob, error) {
	jobs, err := s.store.ImportHistory(ctx, accounts, before, limit)
	if err != nil {
		return nil, fmt.Errorf("history of imports: %w", err)
	}
	return jobs, nil
}

// ImportVerdictsOf is ImportVerdicts of one verdict; "" is all of them.
func (s *Service) ImportVerdictsOf(ctx context.Context, job Key, status string, after int64, limit int) ([]ImportRow, error) {
	if status == "" {
		return s.ImportVerdicts(ctx, job, after, limit)
	}
	rows, err := s.store.ImportRowsOf(ctx, job, status, after, limit)
	if err != nil {
		return nil, fmt.Errorf("verdicts of an import: %w", err)
	}
	return rows, nil
}

// RowObject is the object that a row of an import is about, where it has a page
// of its own that rows name by another id: of a document its invoice. ErrNotFound.
func (s *Service) RowObject(ctx context.Context, row ImportRow) (ObjectKey, error) {
	if RecordType(row.Kind) != DocumentRecord {
		return ObjectKey{}, ErrNotFound
	}
	doc, err := s.store.DocumentByID(ctx, row.Account, row.ID)
	if err != nil {
		return ObjectKey{}, fmt.Errorf("document of a row: %w", err)
	}
	return ObjectKey{row.Account, "invoice", doc.Invoice}, nil
}
