package portal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
)

// MasterKeySize is the length of the installation's master key in bytes.
const MasterKeySize = 32

// Vault seals the secrets that the database keeps, and derives the
// installation's other keys. A database without its master key opens nothing.
//
// While the master key is changed there are two: the one in force seals and
// signs, and what the other one sealed or signed is accepted beside it.
type Vault struct {
	current *masterKey
	others  []*masterKey // open and check only
	kept    []keptKeys   // what is left of master keys that were taken away
}

// NewVault makes a Vault from the master key in force and those that are only
// to open and check, each of MasterKeySize bytes.
func NewVault(master []byte, others ...[]byte) (*Vault, error) {
	current, err := newMasterKey(master)
	if err != nil {
		return nil, err
	}
	v := &Vault{current: current}
	for _, other := range others {
		k, err := newMasterKey(other)
		if err != nil {
			return nil, err
		}
		v.others = append(v.others, k)
	}
	return v, nil
}

// Derive returns the 32-byte key for one purpose (HKDF-SHA-256, RFC 5869).
// Different purposes have unrelated keys.
func (v *Vault) Derive(purpose string) ([]byte, error) { return v.current.derive(purpose) }

// DeriveAll returns the keys for one purpose that are accepted. The first one is
// that of Derive; the others sign nothing any more.
func (v *Vault) DeriveAll(purpose string) ([][]byte, error) {
	var all [][]byte
	for _, k := range v.masters() {
		key, err := k.derive(purpose)
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	return all, nil
}

// masters are all master keys there are, the one in force first.
func (v *Vault) masters() []*masterKey { return append([]*masterKey{v.current}, v.others...) }

// ErrUnseal is what a wrong master key or a moved row comes out as.
var ErrUnseal = errors.New("secret does not open: another master key than MASTER_KEY and MASTER_KEY_PREVIOUS sealed it, or the row was moved")

// sealMark begins what is sealed since master keys can be changed; the id of the
// master key follows. What does not begin so was sealed under the first one.
var sealMark = []byte("LKS\x01")

// SealHeadSize is how many bytes of a sealed value name its master key.
const SealHeadSize = 4 + masterIDSize

// Seal encrypts a secret for exactly one row: its account, kind and id are
// bound to the ciphertext, so a row copied elsewhere does not open.
//
// An installation that never changed its master key gets no head: programs from
// before there were any can read what is sealed.
func (v *Vault) Seal(s Secret, plain []byte) Secret {
	s.Sealed = nil
	if len(v.others)+len(v.kept) > 0 {
		s.Sealed = v.SealHead()
	}
	s.Sealed = append(s.Sealed, v.current.aead.Seal(nil, nil, plain, place(s))...)
	return s
}

// SealHead begins everything that is sealed under the master key in force.
func (v *Vault) SealHead() []byte { return append(bytes.Clone(sealMark), v.current.id[:]...) }

// Open decrypts a sealed secret, under whichever master key it was sealed.
func (v *Vault) Open(s Secret) ([]byte, error) {
	if len(s.Sealed) >= SealHeadSize && bytes.HasPrefix(s.Sealed, sealMark) {
		id, body := s.Sealed[len(sealMark):SealHeadSize], s.Sealed[SealHeadSize:]
		for _, k := range v.masters() {
			if !bytes.Equal(id, k.id[:]) {
				continue
			}
			if plain, err := k.aead.Open(nil, nil, body, place(s)); err == nil {
				return plain, nil
			}
		}
	}
	for _, k := range v.masters() {
		if plain, err := k.aead.Open(nil, nil, s.Sealed, place(s)); err == nil {
			return plain, nil
		}
	}
	return nil, fmt.Errorf("%s %s of %s: %w", s.Kind, s.ID, s.Account, ErrUnseal)
}

func place(s Secret) []byte {
	return []byte(s.Account + "\n" + string(s.Kind) + "\n" + s.ID)
}

// derive returns the 32-byte key of a master key for one purpose.
func derive(master []byte, purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, master, nil, "latchkey/"+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	return key, nil
}
