package link

import (
	"crypto/sha256"
	"crypto/subtle"
)

// Check says whether the link is genuine and open at now (unix seconds). It
// looks at the key and the checksum first, then Policy, Revoked, NotYet and
// Expired, so only the holder of a genuine link learns more than Tampered.
//
// None comes with a full Grant; Revoked, NotYet and Expired with a lapsed one,
// good for telling its holder what became of it (Grant.Genuine); the others
// with the empty Grant. The window is half open, whole seconds, and opens 60
// seconds early: s-60 <= now < e.
//
// A nil ring is an unknown account. It, an unknown or outdated key, and a
// scheme, algorithm or kind that is switched off all cost the same: two HMACs
// in V1, of the algorithm that the length of c selects, and one in V2, with a
// constant key where there is no usable one. A match under that constant key
// never counts.
func Check(r *Ring, p Path, q Query, now int64) (Grant, Fault) {
	var m macs
	return check(&m, r, &p, &q, now)
}

func check(m *macs, r *Ring, p *Path, q *Query, now int64) (Grant, Fault) {
	if q.scheme == 0 || q.kind != p.Kind || !validPathID(p.Kind, p.ID) {
		return Grant{}, Damaged
	}
	if r == nil {
		r = &Ring{Account: p.Account}
	}
	text := signed{
		account: r.Account, kind: p.Kind, pathID: p.ID,
		start: q.start, end: q.end, key: q.key, full: r.V1.FullSubscription, extras: q.extras,
	}
	right, revoked := false, false
	if q.scheme == SchemeV2 {
		right, revoked = checkV2(m, r, q, &text, now)
	} else {
		right = checkV1(m, r, q, &text, now)
	}
	if !right || p.Account != "" && p.Account != r.Account {
		return Grant{}, Tampered
	}
	g := Grant{text: text, scheme: q.scheme, sha1: q.SHA1()}
	g.fault = judge(p.Kind, q.start, q.end, now, revoked)
	if g.fault == Policy {
		return Grant{}, Policy
	}
	return g, g.fault
}

// judge is everything about a genuine link that is no secret from its holder.
func judge(kind Kind, start, end, now int64, revoked bool) Fault {
	switch {
	case end <= start, end-start > int64(kind.MaxDays())*day:
		return Policy
	case revoked:
		return Revoked
	case now < start-skew:
		return NotYet
	case now >= end:
		return Expired
	}
	return None
}

// noKey takes the place of a key that is missing or does not count.
var noKey [keySize]byte

func checkV2(m *macs, r *Ring, q *Query, text *signed, now int64) (right, revoked bool) {
	secret, usable := noKey[:], 0
	if k := r.key(q.key); k != nil && k.usable(now) {
		secret, usable, revoked = k.Secret, 1, k.State == KeyRevoked
	}
	var buf [textSize]byte
	sum := m.hmac256(secret, text.appendV2(buf[:0]))
	return subtle.ConstantTimeCompare(sum[:tagSize], q.sum[:tagSize])&usable == 1, revoked
}

func checkV1(m *macs, r *Ring, q *Query, text *signed, now int64) bool {
	allowed := r.V1.allows(q.kind, q.SHA1(), now)
	current, countsC := seedOrNone(r.V1.Current, allowed)
	previous, countsP := seedOrNone(r.V1.Previous, allowed && before(now, r.V1.PreviousUntil))
	var buf [textSize]byte
	b := text.appendV1(buf[:0])
	return matchV1(m, q, current, b)&countsC|matchV1(m, q, previous, b)&countsP == 1
}

func seedOrNone(seed []byte, counts bool) ([]byte, int) {
	if counts && len(seed) > 0 {
		return seed, 1
	}
	return noKey[:], 0
}

func matchV1(m *macs, q *Query, seed, text []byte) int {
	if q.size == sha256.Size {
		sum := m.hmac256(seed, text)
		return subtle.ConstantTimeCompare(sum[:], q.sum[:])
	}
	sum := m.hmac1(seed, text)
	return subtle.ConstantTimeCompare(sum[:], q.sum[:len(sum)])
}
