package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// cost is the work of one argon2id hash.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// current is what new hashes cost: the smallest set of the OWASP Password
// Storage cheat sheet. Stored hashes that cost something else are made anew at
// the next sign-in.
var current = cost{memory: 19 * 1024, passes: 2, threads: 1}

// most bounds what a stored hash may cost, so that a changed row cannot make
// one sign-in eat the machine.
var most = cost{memory: 256 * 1024, passes: 16, threads: 8}

const (
	saltLen = 16
	sumLen  = 32
)

// dummy is checked for admins that do not exist, so that they take as long as
// those that do. It is the hash of nothing anybody could type.
const dummy = "$argon2id$v=19$m=19456,t=2,p=1$bm8gc3VjaCBhZG1pbiEhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// HashPassword returns the PHC string of an argon2id hash with a fresh salt. It
// takes about 60 ms of one core and 19 MiB; see CheckPassword for what may pass.
func HashPassword(password string) string {
	salt := make([]byte, saltLen)
	rand.Read(salt) // never fails; see crypto/rand
	sum := current.sum(password, salt, sumLen)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		current.memory, current.passes, current.threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

// VerifyPassword reports whether the password is that of the hash, and whether
// the hash should be made anew because it was made at another cost. An error
// means that the hash is none we could have made.
func VerifyPassword(hash, password string) (ok, stale bool, err error) {
	c, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got := c.sum(password, salt, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, c != current, nil
}

// sum hashes the password in Unicode NFC: keyboards differ in how they write é.
func (c cost) sum(password string, salt []byte, n uint32) []byte {
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, c.passes, c.memory, c.threads, n)
}

var errHash = errors.New("stored password hash is not readable")

// parsePHC reads $argon2id$v=19$m=…,t=…,p=…$salt$sum, both in base64 without padding.
func parsePHC(hash string) (c cost, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v=19" {
		return c, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return c, nil, nil, errHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || !c.sane() || len(salt) < 8 || len(sum) < 16 || len(sum) > 64 {
		return c, nil, nil, errHash
	}
	return c, salt, sum, nil
}

func (c cost) sane() bool {
	return c.memory >= 8*uint32(c.threads) && c.memory <= most.memory &&
		c.passes >= 1 && c.passes <= most.passes && c.threads >= 1 && c.threads <= most.threads
}
