package portal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// taking is what a record's own code found when it was written.
type taking struct {
	before  any // what was kept, as the record would be kept again; nil: nothing
	now     any // what the record is kept as
	applied bool
	object  ObjectKey // what the audit trail files it under
	pathID  string
	flags   []Flag // what does not add up
}

// Take mirrors one record in, if no later word of it is kept, with an audit
// entry, in one transaction. *InvalidError: it is not kept, and this is why.
// ErrNotFound: no such account.
func (s *Service) Take(ctx context.Context, by Actor, r Record) (t Taken, err error) {
	if r, err = s.Checked(r); err != nil {
		return Taken{}, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		t, err = s.takeTx(ctx, tx, by, r)
		return err
	})
	return t, err
}

// Checked is the record as it would be kept. *InvalidError.
func (s *Service) Checked(r Record) (Record, error) {
	var list checklist
	r = r.normal()
	r.check(&list)
	return r, list.err()
}

// takeTx takes a record that was checked.
func (s *Service) takeTx(ctx context.Context, tx Tx, by Actor, r Record) (Taken, error) {
	kind, key := r.Identity()
	if err := s.inOrder(ctx, tx, key.Account); err != nil {
		return Taken{}, err
	}
	if err := s.refuseCollision(ctx, tx, r); err != nil {
		return Taken{}, err
	}
	w, err := r.take(ctx, s, tx)
	if err != nil {
		return Taken{}, fmt.Errorf("%s %s: %w", kind, key.ID, err)
	}
	t := Taken{Status: Applied, Created: w.before == nil, Type: kind, ID: key.ID, PathID: w.pathID}
	switch {
	case w.before != nil && sameJSON(w.before, w.now):
		t.Status = Kept
		return t, nil
	case !w.applied:
		t.Status = Older
		return t, nil
	}
	t.before, t.now = w.before, w.now
	if err := s.endFormer(ctx, tx, by, w.before, w.now); err != nil {
		return Taken{}, err
	}
	if err := s.reportTotals(ctx, tx, r, w.flags); err != nil {
		return Taken{}, err
	}
	return t, s.RecordIn(ctx, tx, Entry{
		Account: key.Account, Actor: string(by), Act: string(kind) + ".mirrored", Kind: string(w.object.Kind), Object: w.object.ID,
	})
}

// kept reads what is there of an object; known is false where nothing is.
func kept[T any](v T, err error) (found T, known bool, _ error) {
	if errors.Is(err, ErrNotFound) {
		return found, false, nil
	}
	return v, err == nil, err
}

// sameJSON compares two values of one type by what they hold: a list that is
// empty is one that is not there.
func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	empty, none := []byte("[]"), []byte("null")
	return errX == nil && errY == nil && bytes.Equal(bytes.ReplaceAll(x, empty, none), bytes.ReplaceAll(y, empty, none))
}
