package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// The states of a Fetch.
const (
	FetchQueued  = "queued" // the page says that the file is being prepared
	FetchDone    = "done"
	FetchMissing = "missing" // its address has ended
)

// DocumentFetcher gets a file from one of the hosts. Its errors are in words
// that may be kept: they hold nothing of the address.
type DocumentFetcher interface {
	Fetch(ctx context.Context, address string, hosts []string) ([]byte, error)
}

// place is the row that the address is sealed for.
func (f Fetch) place() Secret {
	return Secret{Account: f.Account, Kind: "fetch", ID: f.Document + "/" + string(f.Role)}
}

// MaxFetched is the largest file that is fetched, in bytes.
const MaxFetched = 10 << 20

// Limits of the worker.
const (
	fetchBatch = 5
	fetchLease = 10 * time.Minute
)

// fetchPauses are the waits after each try; the last one repeats.
var fetchPauses = []time.Duration{
	time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour,
}

// FetchDocuments gets the files that are due, once each, and says how many it
// got. A file whose address has ended is missing from then on. A fault of ours
// with one keeps none of the others waiting.
func (s *Service) FetchDocuments(ctx context.Context, from DocumentFetcher) (int, error) {
	got := 0
	var faults []error
	for {
		var claimed []Fetch
		err := s.store.InTx(ctx, func(tx Tx) (err error) {
			claimed, err = tx.ClaimFetches(ctx, s.now(), fetchLease, fetchBatch)
			return err
		})
		if err != nil {
			return got, errors.Join(append(faults, fmt.Errorf("claim files to fetch: %w", err))...)
		}
		for _, f := range claimed {
			done, err := s.fetch(ctx, f, from)
			if err != nil {
				faults = append(faults, fmt.Errorf("file of %s: %w", f.Document, err))
			}
			if done && err == nil {
				got++
			}
		}
		if len(claimed) < fetchBatch || ctx.Err() != nil {
			return got, errors.Join(faults...)
		}
	}
}

func (s *Service) fetch(ctx context.Context, f Fetch, from DocumentFetcher) (bool, error) {
	body, err := s.fetchBody(ctx, f, from)
	if ctx.Err() != nil {
		return false, ctx.Err() // we are being stopped: the lease passes, and it is tried again
	}
	var ours *vaultFault
	if errors.As(err, &ours) {
		return false, err
	}
	if err != nil {
		return false, s.fetchFailed(ctx, f, err)
	}
	return true, s.fetched(ctx, f, body)
}

// vaultFault is a fault of ours on the way to a file, not one of its host.
type vaultFault struct{ error }

func (f *vaultFault) Unwrap() error { return f.error }

func (s *Service) fetchBody(ctx context.Context, f Fetch, from DocumentFetcher) ([]byte, error) {
	place := f.place()
	place.Sealed = f.Sealed
	address, err := s.vault.Open(place)
	if err != nil {
		return nil, &vaultFault{err}
	}
	account, err := s.store.Account(ctx, f.Account)
	if err != nil {
		return nil, &vaultFault{fmt.Errorf("account %s: %w", f.Account, err)}
	}
	hosts := account.Billing.FetchHosts
	// The list may have changed since the message came.
	if err := fetchable(string(address), hosts); err != nil {
		return nil, err
	}
	body, err := from.Fetch(ctx, string(address), hosts)
	if err != nil {
		return nil, err
	}
	if !wholePDF(body) {
		return nil, errors.New("what came is no whole PDF")
	}
	return body, nil
}

// wholePDF looks at both ends of a file: a page that says "error" and a PDF that
// was cut off are none.
func wholePDF(body []byte) bool {
	end := body[max(0, len(body)-1024):]
	return bytes.HasPrefix(body, []byte("%PDF-")) && bytes.Contains(end, []byte("%%EOF"))
}

func (s *Service) fetchFailed(ctx context.Context, f Fetch, why error) error {
	f.Reason = why.Error()
	f.NextAt = s.now().Add(fetchPauses[min(max(f.Attempts-1, 0), len(fetchPauses)-1)])
	if !f.NextAt.Before(f.Until) {
		f.State = FetchMissing
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		won, err := tx.FinishFetch(ctx, f)
		if err != nil {
			return fmt.Errorf("finish fetch: %w", err)
		}
		if !won || f.State != FetchMissing {
			return nil
		}
		return s.recordFetch(ctx, tx, f, "document.missing")
	})
}

// fetched keeps the file, unless the document has one by now, or another process
// took the fetch over.
func (s *Service) fetched(ctx context.Context, f Fetch, body []byte) error {
	f.State, f.Reason = FetchDone, ""
	return s.store.InTx(ctx, func(tx Tx) error {
		if won, err := tx.FinishFetch(ctx, f); err != nil || !won {
			return err
		}
		doc, err := tx.DocumentByID(ctx, f.Account, f.Document)
		if err != nil {
			return fmt.Errorf("document: %w", err)
		}
		part, err := s.keep(ctx, tx, IncomingFile{Role: f.Role, Body: body, MIME: "application/pdf", Filename: doc.Invoice + ".pdf"})
		if err != nil {
			return err
		}
		err = tx.AddPart(ctx, f.Account, f.Document, part)
		if err != nil && !errors.Is(err, ErrExists) {
			return fmt.Errorf("add part: %w", err)
		}
		return s.recordFetch(ctx, tx, f, "document.fetched")
	})
}

func (s *Service) recordFetch(ctx context.Context, tx Tx, f Fetch, act string) error {
	doc, err := tx.DocumentByID(ctx, f.Account, f.Document)
	if err != nil {
		return fmt.Errorf("document: %w", err)
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: f.Account, Actor: string(BySystem), Act: act, Kind: string(link.Invoice), Object: doc.Invoice,
		Data: facts(map[string]any{"document": f.Document}),
	})
}
