package main

import (
	"context"
	"log/slog"
	"os"
	"time"
)

const (
	verifyEvery = time.Minute    // a piece of the walk over the audit trail
	walkEvery   = 24 * time.Hour // from the end of a walk to the next
	walkPages   = 20             // of 500 entries in a piece
)

// wholeSize is the size in bytes up to which SQLite's file is read as a whole
// when a server starts: it takes seconds, beside the pages. A larger one is
// what `latchkey verify` is for.
const wholeSize = 256 << 20

// verifier compares what is kept with what was written, while the server runs:
// once all of it, if it is not too much, then the audit trails piece by piece.
type verifier struct {
	i     *installation
	log   *slog.Logger
	whole bool // it was read as a whole since the start
	told  int  // breaks of the walk that were logged
}

func newVerifier(i *installation, log *slog.Logger) *verifier { return &verifier{i: i, log: log} }

func (v *verifier) round(ctx context.Context) error {
	if !v.whole {
		if err := v.all(ctx); err != nil {
			return err
		}
		v.whole = true
	}
	w, err := v.i.service.WalkAudit(ctx, walkEvery, walkPages)
	if err != nil {
		return err
	}
	known := append(w.Ended.Breaks, w.Breaks...)
	if len(known) > v.told {
		for _, b := range known[v.told:] {
			v.log.Error("the audit trail does not hold", "what", b.String(), "runbook", "database-corrupt")
		}
	}
	v.told = len(known)
	return nil
}

func (v *verifier) all(ctx context.Context) error {
	file := v.i.store.File()
	if file == "" {
		return nil
	}
	if info, err := os.Stat(file); err != nil || info.Size() > wholeSize {
		return err
	}
	found, err := v.i.service.Verify(ctx, func(string, int64) {})
	if err != nil {
		return err
	}
	for _, f := range found.Findings {
		v.log.Error("the database is not what was written", "check", f.Check, "what", f.Text, "do", f.Do, "runbook", "database-corrupt")
	}
	v.log.Info("the database is verified", "entries", found.Entries, "documents", found.Documents, "findings", len(found.Findings))
	return nil
}
