package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrOneMasterKey means that there is no second master key to change from.
var ErrOneMasterKey = errors.New("there is no second master key: put the new one into MASTER_KEY_FILE and the one before into " +
	"MASTER_KEY_PREVIOUS_FILE, on every node")

// rewrapBatch is how many values one transaction seals anew. A notification can
// have a megabyte, and others wait for SQLite's one writer.
const rewrapBatch = 50

// Rewrapped is how far sealing everything under the master key in force has
// come.
type Rewrapped struct {
	Resealed int64 // values sealed anew
	Foreign  int64 // values that no master key opens; they stay as they are
	Left     int64 // values that came meanwhile under another master key
}

// Done reports whether the other master key can be taken away.
func (r Rewrapped) Done() bool { return r.Foreign == 0 && r.Left == 0 }

// Rewrap seals every value anew that is not under the master key in force, and
// keeps what the other one is needed for for good. It may run beside servers and
// beside itself, and where it was cut off it goes on when it is run again: each
// value is replaced by a statement that asks for the bytes that were read, and
// each batch commits with its entry in the installation's trail. far is told
// how many values were gone through. ErrOneMasterKey.
func (s *Service) Rewrap(ctx context.Context, by Actor, far func(values int64)) (Rewrapped, error) {
	var done Rewrapped
	if len(s.vault.others) == 0 {
		return done, ErrOneMasterKey
	}
	for _, place := range SealedPlaces() {
		if err := s.rewrapPlace(ctx, by, place, &done, far); err != nil {
			return done, fmt.Errorf("seal %s anew: %w", place, err)
		}
	}
	under, err := s.MasterKeys(ctx)
	if err != nil {
		return done, err
	}
	done.Left = max(0, under.Otherwise()-done.Foreign)
	if !done.Done() {
		return done, nil
	}
	return done, s.keepKeys(ctx, by)
}

func (s *Service) rewrapPlace(ctx context.Context, by Actor, place SealedPlace, done *Rewrapped, far func(int64)) error {
	var after SealedRow
	for {
		batch, err := s.store.SealedOtherwise(ctx, place, s.vault.SealHead(), after, rewrapBatch)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		after = batch[len(batch)-1]
		resealed, foreign, err := s.rewrapBatch(ctx, by, place, batch)
		if err != nil {
			return err
		}
		done.Resealed, done.Foreign = done.Resealed+resealed, done.Foreign+foreign
		far(done.Resealed + done.Foreign)
	}
}

func (s *Service) rewrapBatch(ctx context.Context, by Actor, place SealedPlace, batch []SealedRow) (resealed, foreign int64, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		resealed, foreign = 0, 0
		for _, row := range batch {
			secret := row.secret()
			plain, err := s.vault.Open(secret)
			if err != nil {
				foreign++
				continue
			}
			won, err := tx.Reseal(ctx, row, s.vault.Seal(secret, plain).Sealed)
			if err != nil {
				return err
			}
			if won { // else it was replaced meanwhile, under the key in force of whoever did
				resealed++
			}
		}
		if resealed == 0 {
			return nil
		}
		return s.RecordIn(ctx, tx, Entry{
			Actor: string(by), Act: "master-key.rewrapped", Kind: "key", Object: s.vault.current.name(),
			Data: facts(map[string]any{"place": string(place), "values": resealed}),
		})
	})
	return resealed, foreign, err
}

// keepKeys keeps what is left of the other master keys, with how far every trail
// has come. Run again, it moves that place on.
func (s *Service) keepKeys(ctx context.Context, by Actor) error {
	accounts, err := s.store.AuditAccounts(ctx)
	if err != nil {
		return fmt.Errorf("list audit trails: %w", err)
	}
	anchors := map[string]keptHead{}
	for _, account := range accounts {
		seq, hash, err := s.store.AuditHead(ctx, account)
		if err != nil {
			return fmt.Errorf("audit head of %q: %w", account, err)
		}
		anchors[account] = keptHead{seq, hash}
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		for _, k := range s.vault.others {
			plain, err := json.Marshal(keptKeys{Audit: k.audit, Erased: k.erased, Anchors: anchors})
			if err != nil {
				return fmt.Errorf("keys of an earlier master key: %w", err)
			}
			row := KeptKey{ID: k.name()}
			row.Sealed = s.vault.Seal(row.place(), plain).Sealed
			if err := tx.PutKeptKey(ctx, row); err != nil {
				return err
			}
			err = s.RecordIn(ctx, tx, Entry{
				Actor: string(by), Act: "master-key.changed", Kind: "key", Object: s.vault.current.name(),
				Data: facts(map[string]any{"before": k.name()}),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// SealedCount is how many values of a place there are, and how many of them are
// not under the master key in force.
type SealedCount struct {
	Place          SealedPlace
	All, Otherwise int64
}

// MasterReport is what is under which master key.
type MasterReport struct {
	Key    string // id of the master key in force
	Second string // id of the one that only opens and checks; empty: there is none
	Counts []SealedCount
	Kept   bool // what has to stay of the second one is kept
}

// Otherwise counts the values that are not under the master key in force.
func (r MasterReport) Otherwise() int64 {
	var n int64
	for _, c := range r.Counts {
		n += c.Otherwise
	}
	return n
}

// MasterKeys counts what is sealed under the master key in force and what is
// not. Without a second key, values without a head are its own.
func (s *Service) MasterKeys(ctx context.Context) (MasterReport, error) {
	report := MasterReport{Key: s.vault.current.name()}
	for _, place := range SealedPlaces() {
		all, otherwise, err := s.store.CountSealed(ctx, place, s.vault.SealHead())
		if err != nil {
			return MasterReport{}, fmt.Errorf("count %s: %w", place, err)
		}
		report.Counts = append(report.Counts, SealedCount{place, all, otherwise})
	}
	if len(s.vault.others) == 0 {
		return report, nil
	}
	report.Second = s.vault.others[0].name()
	kept, err := s.store.KeptKeys(ctx)
	if err != nil {
		return MasterReport{}, fmt.Errorf("keys of earlier master keys: %w", err)
	}
	for _, k := range kept {
		report.Kept = report.Kept || k.ID == report.Second
	}
	return report, nil
}

// WrittenLate counts the trails that have entries of another key than the one in
// force behind the place up to which that key is believed.
func (s *Service) WrittenLate(ctx context.Context) (trails int, err error) {
	accounts, err := s.store.AuditAccounts(ctx)
	if err != nil {
		return 0, fmt.Errorf("list audit trails: %w", err)
	}
	rows, err := s.store.KeptKeys(ctx)
	if err != nil {
		return 0, fmt.Errorf("keys of earlier master keys: %w", err)
	}
	kept, err := s.vault.openKept(rows)
	if err != nil {
		return 0, err
	}
	for _, account := range accounts {
		late, err := s.writtenLate(ctx, account, reached(kept, account))
		if err != nil {
			return 0, err
		}
		if late {
			trails++
		}
	}
	return trails, nil
}

func (s *Service) writtenLate(ctx context.Context, account string, believed int64) (bool, error) {
	// The entry at that place tells the hash that the next one builds on.
	last, prev := max(0, believed-1), []byte(nil)
	for {
		page, err := s.store.Audit(ctx, account, last, auditPage)
		if err != nil {
			return false, fmt.Errorf("audit trail of %q: %w", account, err)
		}
		for _, e := range page {
			if e.Seq > believed && !s.vault.current.under(prev, e) {
				return true, nil
			}
			last, prev = e.Seq, e.Hash
		}
		if len(page) < auditPage {
			return false, nil
		}
	}
}
