package portal

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// RecordIn appends an entry to its account's audit trail inside a transaction,
// so that a fact and its entry commit together or not at all.
func (s *Service) RecordIn(ctx context.Context, tx Tx, e Entry) error {
	seq, head, err := tx.AuditHead(ctx, e.Account)
	if err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	e.Seq = seq + 1
	if e.At.IsZero() {
		e.At = s.now()
	}
	if e.Data == "" {
		e.Data = "{}"
	}
	e.Hash = chainUnder(s.vault.current.audit, head, e)
	if err := tx.AppendAudit(ctx, e); err != nil {
		return fmt.Errorf("append audit entry: %w", err)
	}
	return nil
}

// Record appends one entry in a transaction of its own, for facts that change
// nothing else: a sign-in, a link copied by an admin.
func (s *Service) Record(ctx context.Context, e Entry) error {
	return s.store.InTx(ctx, func(tx Tx) error { return s.RecordIn(ctx, tx, e) })
}

// chainUnder is the keyed hash of an entry over the one before it: HMAC-SHA-256 of
// the previous hash and every field, each behind its length, so that no two
// different entries have the same text. Times count in microseconds.
func chainUnder(key, prev []byte, e Entry) []byte {
	mac := hmac.New(sha256.New, key)
	number := func(n int64) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n))
		mac.Write(b[:])
	}
	text := func(t string) {
		number(int64(len(t)))
		mac.Write([]byte(t))
	}
	text(string(prev))
	number(e.Seq)
	number(e.At.UnixMicro())
	for _, field := range []string{e.Account, e.Actor, e.Act, e.Kind, e.Object, e.Data} {
		text(field)
	}
	return mac.Sum(nil)
}

// Break is a place where an audit trail does not hold.
type Break struct {
	Account string
	Seq     int64 // the first entry that does not fit
	Reason  string
}

// AuditReport is what VerifyAudit found.
type AuditReport struct {
	Entries  int64
	Accounts int
	Breaks   []Break // empty: every trail is whole
}

// VerifyAudit walks every audit trail and recomputes its chain. A changed,
// missing, swapped or cut-off entry is a Break; one per account is reported.
func (s *Service) VerifyAudit(ctx context.Context) (AuditReport, error) {
	accounts, err := s.store.AuditAccounts(ctx)
	if err != nil {
		return AuditReport{}, fmt.Errorf("list audit trails: %w", err)
	}
	// A trail that was taken away with its head is missing from that list.
	for _, kept := range s.vault.kept {
		accounts = slices.AppendSeq(accounts, maps.Keys(kept.Anchors))
	}
	slices.Sort(accounts)
	return s.VerifyTrails(ctx, slices.Compact(accounts)...)
}

// VerifyTrails is VerifyAudit of some accounts; "" is the installation's trail.
func (s *Service) VerifyTrails(ctx context.Context, accounts ...string) (AuditReport, error) {
	report := AuditReport{Accounts: len(accounts)}
	for _, account := range accounts {
		n, broken, err := s.VerifyTrail(ctx, account, func(int64) {})
		if err != nil {
			return AuditReport{}, err
		}
		report.Entries += n
		if broken != nil {
			report.Breaks = append(report.Breaks, *broken)
		}
	}
	return report, nil
}

// auditPage is how many entries are read at once.
const auditPage = 500

// VerifyTrail walks one trail to its end and says how many entries fit, and the
// first that does not. Every so often it tells how far it has come.
//
// It goes past the head: what stands behind the
// head came in meanwhile, or was put there by somebody else. So the head is read
// before the walk, which must come at least so far, and again after it, when it
// must have come as far as the walk.
func (s *Service) VerifyTrail(ctx context.Context, account string, far func(entries int64)) (int64, *Break, error) {
	seq, head, err := s.store.AuditHead(ctx, account)
	if err != nil {
		return 0, nil, fmt.Errorf("audit head of %q: %w", account, err)
	}
	walk := trailWalk{vault: s.vault, account: account, headSeq: seq, head: head}
	for {
		page, err := s.store.Audit(ctx, account, walk.last, auditPage)
		if err != nil {
			return 0, nil, fmt.Errorf("audit trail of %q: %w", account, err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			if broken := walk.step(e); broken != nil {
				return walk.last, broken, nil
			}
		}
		far(walk.last)
	}
	if walk.last < seq {
		return walk.last, &Break{account, walk.last + 1, "the trail ends before its head"}, nil
	}
	if walk.last < reached(s.vault.kept, account) {
		return walk.last, &Break{account, walk.last + 1, "the trail was longer when the master key was changed"}, nil
	}
	if seq, _, err = s.store.AuditHead(ctx, account); err != nil {
		return 0, nil, fmt.Errorf("audit head of %q: %w", account, err)
	}
	if seq < walk.last {
		return walk.last, &Break{account, walk.last, "the head was moved back or taken away"}, nil
	}
	return walk.last, nil, nil
}

// trailWalk is how far the verification of a trail has come.
type trailWalk struct {
	vault   *Vault
	account string
	headSeq int64 // of the head before the walk
	head    []byte
	last    int64  // the entry before, 0 at the beginning
	prev    []byte // and its hash
}

// step takes the next entry, or says why it does not fit.
func (w *trailWalk) step(e Entry) *Break {
	switch {
	case e.Seq != w.last+1:
		return &Break{w.account, w.last + 1, "an entry is missing"}
	case !w.vault.wrote(w.prev, e):
		return &Break{w.account, e.Seq, "the entry was changed, or another key wrote it"}
	case w.vault.moved(e):
		return &Break{w.account, e.Seq, "another entry stood here when the master key was changed"}
	case e.Seq == w.headSeq && !bytes.Equal(e.Hash, w.head):
		return &Break{w.account, e.Seq, "the head does not match its entry"}
	}
	w.last, w.prev = e.Seq, e.Hash
	return nil
}
