package portal

import (
	"bytes"
	"crypto/hmac"
	"encoding/json"
	"fmt"
)

// A master key that was taken away leaves two keys behind that nothing can be
// made without again: the one that the audit trail was written with, and the one
// that recognises erased addresses. They are sealed under the master key that
// came after it. With them goes how far each trail had come: behind that place
// the old key writes nothing that is believed, and up to it nothing may be
// missing or be another entry.

// KeptKey is such a row.
type KeptKey struct {
	ID     string // of the master key that was taken away, 16 hex digits
	Sealed []byte
}

func (k KeptKey) place() Secret {
	return Secret{Kind: "kept-key", ID: k.ID, Sealed: k.Sealed}
}

// keptKeys is what is sealed in it.
type keptKeys struct {
	Audit   []byte              `json:"audit"`
	Erased  []byte              `json:"erased"`
	Anchors map[string]keptHead `json:"anchors"` // by account; "" is the installation's trail
}

type keptHead struct {
	Seq  int64  `json:"seq"`
	Hash []byte `json:"hash"`
}

// Recall opens what is left of earlier master keys. It belongs before any other
// use of the Vault.
func (v *Vault) Recall(rows []KeptKey) error {
	kept, err := v.openKept(rows)
	v.kept = kept
	return err
}

func (v *Vault) openKept(rows []KeptKey) ([]keptKeys, error) {
	var all []keptKeys
	for _, row := range rows {
		plain, err := v.Open(row.place())
		if err != nil {
			return nil, err
		}
		var kept keptKeys
		if err := json.Unmarshal(plain, &kept); err != nil {
			return nil, fmt.Errorf("what is kept of master key %s: %w", row.ID, err)
		}
		all = append(all, kept)
	}
	return all, nil
}

// wrote reports whether an entry was written here: with the key in force, with
// one that is still accepted, or, as far as a trail had come by then, with one
// that was taken away.
func (v *Vault) wrote(prev []byte, e Entry) bool {
	for _, k := range v.masters() {
		if k.under(prev, e) {
			return true
		}
	}
	for _, kept := range v.kept {
		if e.Seq <= kept.Anchors[e.Account].Seq && hmac.Equal(e.Hash, chainUnder(kept.Audit, prev, e)) {
			return true
		}
	}
	return false
}

// moved reports whether another entry stands where a trail had come when a
// master key was taken away.
func (v *Vault) moved(e Entry) bool {
	for _, kept := range v.kept {
		if head := kept.Anchors[e.Account]; head.Seq == e.Seq && !bytes.Equal(head.Hash, e.Hash) {
			return true
		}
	}
	return false
}

// reached is how far a trail had come at least, by what is kept; 0: nothing is.
func reached(all []keptKeys, account string) int64 {
	var most int64
	for _, kept := range all {
		most = max(most, kept.Anchors[account].Seq)
	}
	return most
}

// erasedKeys are all keys that marks of erased addresses can have been made
// with, the one in force first.
func (v *Vault) erasedKeys() [][]byte {
	var all [][]byte
	for _, k := range v.masters() {
		all = append(all, k.erased)
	}
	for _, kept := range v.kept {
		all = append(all, kept.Erased)
	}
	return all
}

// under reports whether an entry was written with a master key.
func (k *masterKey) under(prev []byte, e Entry) bool {
	return hmac.Equal(e.Hash, chainUnder(k.audit, prev, e))
}
