package portal

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
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
	e.Hash = s.vault.chain(head, e)
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

// chain is the keyed hash of an entry over the one before it: HMAC-SHA-256 of
// the previous hash and every field, each behind its length, so that no two
// different entries have the same text. Times count in microseconds.
func (v *Vault) chain(prev []byte, e Entry) []byte {
	mac := hmac.New(sha256.New, v.audit)
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
	report := AuditReport{Accounts: len(accounts)}
	for _, account := range accounts {
		n, broken, err := s.verifyTrail(ctx, account)
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

func (s *Service) verifyTrail(ctx context.Context, account string) (int64, *Break, error) {
	// The head is read first: entries that arrive meanwhile lie behind it.
	seq, head, err := s.store.AuditHead(ctx, account)
	if err != nil {
		return 0, nil, fmt.Errorf("audit head of %q: %w", account, err)
	}
	var last int64
	var prev []byte
	for last < seq {
		page, err := s.store.Audit(ctx, account, last, auditPage)
		if err != nil {
			return 0, nil, fmt.Errorf("audit trail of %q: %w", account, err)
		}
		if len(page) == 0 {
			return last, &Break{account, last + 1, "the trail ends before its head"}, nil
		}
		for _, e := range page {
			if e.Seq > seq {
				break
			}
			if e.Seq != last+1 {
				return last, &Break{account, last + 1, "an entry is missing"}, nil
			}
			if !hmac.Equal(e.Hash, s.vault.chain(prev, e)) {
				return last, &Break{account, e.Seq, "the entry was changed, or another key wrote it"}, nil
			}
			last, prev = e.Seq, e.Hash
		}
	}
	if !bytes.Equal(prev, head) {
		return last, &Break{account, last, "the head does not match the last entry"}, nil
	}
	return last, nil, nil
}
