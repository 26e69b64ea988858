package portal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
)

// MasterKeySize is the length of the installation's master key in bytes.
const MasterKeySize = 32

// Vault seals the secrets that the database keeps, and derives the
// installation's other keys. A database without its master key opens nothing.
type Vault struct {
	seal   cipher.AEAD
	audit  []byte
	codes  []byte // for step-up codes
	master []byte
}

// NewVault makes a Vault from a master key of MasterKeySize bytes.
func NewVault(master []byte) (*Vault, error) {
	if len(master) != MasterKeySize {
		return nil, fmt.Errorf("master key has %d bytes, needs %d", len(master), MasterKeySize)
	}
	v := &Vault{master: master}
	sealKey, err := v.Derive("seal")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sealKey)
	if err != nil {
		return nil, fmt.Errorf("sealing cipher: %w", err)
	}
	if v.seal, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return nil, fmt.Errorf("sealing cipher: %w", err)
	}
	if v.codes, err = v.Derive("codes"); err != nil {
		return nil, err
	}
	v.audit, err = v.Derive("audit")
	return v, err
}

// Derive returns the 32-byte key for one purpose (HKDF-SHA-256, RFC 5869).
// Different purposes have unrelated keys.
func (v *Vault) Derive(purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, v.master, nil, "latchkey/"+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	return key, nil
}

// errUnseal is what a wrong master key or a moved row comes out as.
var errUnseal = errors.New("secret does not open: wrong master key, or the row was moved")

// Seal encrypts a secret for exactly one row: its account, kind and id are
// bound to the ciphertext, so a row copied elsewhere does not open.
func (v *Vault) Seal(s Secret, plain []byte) Secret {
	s.Sealed = v.seal.Seal(nil, nil, plain, place(s))
	return s
}

// Open decrypts a sealed secret.
func (v *Vault) Open(s Secret) ([]byte, error) {
	plain, err := v.seal.Open(nil, nil, s.Sealed, place(s))
	if err != nil {
		return nil, fmt.Errorf("%s %s of %s: %w", s.Kind, s.ID, s.Account, errUnseal)
	}
	return plain, nil
}

func place(s Secret) []byte {
	return []byte(s.Account + "\n" + string(s.Kind) + "\n" + s.ID)
}
