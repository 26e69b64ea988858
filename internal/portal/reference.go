package portal

import (
	"crypto/sha256"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// crockford is the alphabet of Douglas Crockford's Base 32: no I, L, O, U, so
// that a code survives being read out on the phone.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ReferenceOf is the speakable code of an object, "7F3Q-2M9D": 40 bits of a hash
// of what it names. It is public, opens nothing, and need not be unique: the
// search box lists every object that shares one.
func ReferenceOf(k ObjectKey) string {
	sum := sha256.Sum256([]byte("reference\n" + k.Account + "\n" + string(k.Kind) + "\n" + k.ID))
	var code [8]byte
	for i := range code {
		code[i] = crockford[sum[i]&31]
	}
	return string(code[:4]) + "-" + string(code[4:])
}

// ParseReference reads a reference as people type it: any case, dash and
// spaces optional, O for 0, I and L for 1. False: it is not one.
func ParseReference(s string) (string, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(s)
	if len(s) != 8 || strings.Trim(s, crockford) != "" {
		return "", false
	}
	return s[:4] + "-" + s[4:], true
}

// object names what links to a mirrored thing open; a subscription's have
// several kinds.
func (inv Invoice) object() ObjectKey { return ObjectKey{inv.Account, link.Invoice, inv.ID} }
func (p Purchase) object() ObjectKey  { return ObjectKey{p.Account, link.Confirmation, p.ID} }

func (s Subscription) object(kind link.Kind) ObjectKey {
	return ObjectKey{s.Account, kind, "S" + s.ID}
}
func (q Quote) object() ObjectKey { return ObjectKey{q.Account, link.Quote, q.ID} }
