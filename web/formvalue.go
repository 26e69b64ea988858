package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// A form value proves that a page was drawn for one link, or for one public
// form, and when: 8 bytes of unix seconds, 16 random bytes, 16 bytes of
// HMAC-SHA-256 over both and what it is for. It is no secret and keeps no state;
// it names the form, so that a second click is known to be the same one.
const (
	formBytes = 8 + 16 + 16
	formLife  = 24 * time.Hour
)

// purpose is what the forms of a link are for.
func purpose(g link.Grant) string { return "form\n" + g.Account() + "\n" + g.ID() + "\n" }

func (s *server) formValue(g link.Grant) string { return s.valueFor(purpose(g)) }

// readForm says when the form of a value was drawn; false: it is no value of
// this link's forms, or a day old.
func (s *server) readForm(g link.Grant, value string) (drawn time.Time, ok bool) {
	return s.readValue(purpose(g), value)
}

func (s *server) valueFor(purpose string) string {
	b := make([]byte, formBytes)
	binary.BigEndian.PutUint64(b, uint64(s.Portal.Now().Unix()))
	rand.Read(b[8:24]) // never fails: crypto/rand ends the program instead
	copy(b[24:], formMAC(s.FormKey, purpose, b[:24]))
	return hex.EncodeToString(b)
}

func formMAC(key []byte, purpose string, head []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose))
	mac.Write(head)
	return mac.Sum(nil)[:16]
}

func (s *server) readValue(purpose, value string) (drawn time.Time, ok bool) {
	b, err := hex.DecodeString(value)
	if err != nil || len(b) != formBytes || hex.EncodeToString(b) != value {
		return time.Time{}, false
	}
	if !s.underAFormKey(func(key []byte) bool { return hmac.Equal(b[24:], formMAC(key, purpose, b[:24])) }) {
		return time.Time{}, false
	}
	drawn = time.Unix(int64(binary.BigEndian.Uint64(b)), 0)
	age := s.Portal.Now().Sub(drawn)
	return drawn, age >= 0 && age < formLife
}
