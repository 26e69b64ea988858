package portal

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"fmt"
)

// masterIDSize is the length of what names a master key.
const masterIDSize = 8

// masterKey is one master key with what is derived from it all the time.
type masterKey struct {
	id     [masterIDSize]byte // derived like a key: it tells nothing of the key itself
	aead   cipher.AEAD
	audit  []byte
	codes  []byte // for step-up codes
	erased []byte // for the marks of erased addresses
	master []byte
}

func newMasterKey(master []byte) (*masterKey, error) {
	if len(master) != MasterKeySize {
		return nil, fmt.Errorf("master key has %d bytes, needs %d", len(master), MasterKeySize)
	}
	k := &masterKey{master: master}
	var seal, id []byte
	for purpose, key := range map[string]*[]byte{
		"seal": &seal, "audit": &k.audit, "codes": &k.codes, "erased addresses": &k.erased, "id of the master key": &id,
	} {
		derived, err := derive(master, purpose)
		if err != nil {
			return nil, err
		}
		*key = derived
	}
	copy(k.id[:], id)
	block, err := aes.NewCipher(seal)
	if err != nil {
		return nil, fmt.Errorf("sealing cipher: %w", err)
	}
	if k.aead, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return nil, fmt.Errorf("sealing cipher: %w", err)
	}
	return k, nil
}

func (k *masterKey) derive(purpose string) ([]byte, error) { return derive(k.master, purpose) }

// name is the id of a master key as people and rows have it: 16 hex digits.
func (k *masterKey) name() string { return hex.EncodeToString(k.id[:]) }
