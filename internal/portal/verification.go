package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// Finding is something that is not as it was written.
type Finding struct {
	Check string `json:"check"` // "file", "audit trail", "documents", "rows"
	Text  string `json:"text"`
	Do    string `json:"do"`
}

// Verified is what Verify found; no finding: all is whole.
type Verified struct {
	Entries   int64     `json:"entries"`   // of the audit trails
	Documents int64     `json:"documents"` // stored files, each compared with its hash
	Findings  []Finding `json:"findings"`
}

// The steps of a verification, as progress names them.
const (
	VerifyFile      = "file"
	VerifyRows      = "rows"
	VerifyTrails    = "audit trail"
	VerifyDocuments = "documents"
)

// What is to be done about a finding.
const (
	doRestore  = "stop the server, keep the files as they are, and restore the latest backup that verifies (runbook=database-corrupt)"
	doTrail    = "keep the database as it is, compare it with the latest backup, and find out who could write to it (runbook=database-corrupt)"
	doDocument = "import the document again, or restore the latest backup that has it (runbook=database-corrupt)"
	doRows     = "keep the database as it is and compare these rows with the latest backup (runbook=database-corrupt)"
)

// blobPage is how many hashes are read at once.
const blobPage = 500

// Verify reads everything and recomputes what can be recomputed: the file and
// its references, the rules between rows, every audit trail, every stored
// document. It changes nothing. far is told how many things of a step are done.
func (s *Service) Verify(ctx context.Context, far func(step string, done int64)) (Verified, error) {
	v := Verified{Findings: []Finding{}}
	for _, step := range []struct {
		name string
		run  func(context.Context, *Verified, func(int64)) error
	}{
		{VerifyFile, s.verifyFile}, {VerifyRows, s.verifyRows}, {VerifyTrails, s.verifyTrails}, {VerifyDocuments, s.verifyDocuments},
	} {
		far(step.name, 0)
		err := step.run(ctx, &v, func(done int64) { far(step.name, done) })
		if err != nil && (ctx.Err() != nil || !errors.Is(err, ErrDamaged)) {
			return v, fmt.Errorf("verify %s: %w", step.name, err)
		}
		if err != nil { // it cannot even be read
			v.Findings = append(v.Findings, Finding{step.name, err.Error(), doRestore})
		}
	}
	return v, nil
}

func (s *Service) verifyFile(ctx context.Context, v *Verified, _ func(int64)) error {
	found, err := s.store.Damage(ctx)
	for _, text := range found {
		v.Findings = append(v.Findings, Finding{VerifyFile, text, doRestore})
	}
	return err
}

func (s *Service) verifyRows(ctx context.Context, v *Verified, _ func(int64)) error {
	found, err := s.store.Contradictions(ctx)
	for _, c := range found {
		v.Findings = append(v.Findings, Finding{VerifyRows, fmt.Sprintf("%s: %d, %s for one", c.Rule, c.Count, c.Example), doRows})
	}
	return err
}

func (s *Service) verifyTrails(ctx context.Context, v *Verified, far func(int64)) error {
	trails, err := s.Trails(ctx)
	if err != nil {
		return err
	}
	for _, account := range trails {
		before := v.Entries
		n, broken, err := s.VerifyTrail(ctx, account, func(n int64) { far(before + n) })
		v.Entries += n
		if err != nil {
			return err
		}
		if broken != nil {
			v.Findings = append(v.Findings, Finding{VerifyTrails, broken.String(), doTrail})
		}
	}
	return nil
}

// String is a sentence without its full stop.
func (b Break) String() string {
	return fmt.Sprintf("trail %q is broken at entry %d: %s", b.Account, b.Seq, b.Reason)
}

func (s *Service) verifyDocuments(ctx context.Context, v *Verified, far func(int64)) error {
	for after := ""; ; {
		page, err := s.store.BlobsAfter(ctx, after, blobPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, hash := range page {
			body, err := s.store.Blob(ctx, hash)
			if errors.Is(err, ErrNotFound) {
				continue // erased meanwhile
			}
			if err != nil {
				return err
			}
			if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != hash {
				v.Findings = append(v.Findings, Finding{VerifyDocuments, "the bytes of document " + hash + " were changed", doDocument})
			}
			v.Documents++
		}
		far(v.Documents)
		after = page[len(page)-1]
	}
}
