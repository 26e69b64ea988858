package link

import (
	"crypto/sha1"
	"crypto/sha256"
)

const (
	keySize   = 32  // bytes of a V2 key
	tagSize   = 16  // bytes of a V2 checksum: HMAC-SHA-256 cut to 128 bits
	blockSize = 64  // of SHA-1 and SHA-256 alike
	textSize  = 256 // room for every text that is signed
)

// macs computes HMACs (RFC 2104) and counts them, because the work of a check
// must not depend on what it finds. The zero macs is ready.
//
// crypto/hmac would do, but costs five allocations and twice the time; one
// call of a hash over a buffer on the stack costs none. A key over one block
// is hashed first, which takes one hash more.
type macs struct{ sha1, sha256 int }

func (m *macs) hmac256(key, text []byte) [sha256.Size]byte {
	m.sha256++
	if len(key) > blockSize {
		short := sha256.Sum256(key)
		key = short[:]
	}
	var inner [blockSize + textSize]byte
	var outer [blockSize + sha256.Size]byte
	pad(inner[:blockSize], outer[:blockSize], key)
	sum := sha256.Sum256(append(inner[:blockSize], text...))
	copy(outer[blockSize:], sum[:])
	return sha256.Sum256(outer[:])
}

func (m *macs) hmac1(key, text []byte) [sha1.Size]byte {
	m.sha1++
	if len(key) > blockSize {
		short := sha1.Sum(key)
		key = short[:]
	}
	var inner [blockSize + textSize]byte
	var outer [blockSize + sha1.Size]byte
	pad(inner[:blockSize], outer[:blockSize], key)
	sum := sha1.Sum(append(inner[:blockSize], text...))
	copy(outer[blockSize:], sum[:])
	return sha1.Sum(outer[:])
}

func pad(inner, outer, key []byte) {
	copy(inner, key)
	copy(outer, key)
	for i := range inner {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
}
