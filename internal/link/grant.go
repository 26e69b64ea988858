package link

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// Errors of a Grant that is asked for more than it gives.
var (
	ErrNoGrant   = errors.New("no link was checked")
	ErrOtherKind = errors.New("the link opens another kind of page")
	ErrLapsed    = errors.New("the link is not open now")
)

// Grant is the proof that a link was checked. Only Check makes one that holds
// anything; the empty Grant opens nothing. What it says about itself was
// covered by the checksum, except where noted.
type Grant struct {
	text   signed
	scheme Scheme
	sha1   bool
	fault  Fault
}

// For returns nil if the link opens a page of kind k now. Every operation on
// behalf of a link's holder asks it first.
func (g Grant) For(k Kind) error {
	if err := g.Genuine(k); err != nil {
		return err
	}
	if g.fault != None {
		return ErrLapsed
	}
	return nil
}

// Genuine returns nil if the link is one for a page of kind k, even when it is
// not open yet, not any more, or its key was revoked. That is enough to tell
// the holder what became of it and to mail a new link to the address on file,
// and for nothing else.
func (g Grant) Genuine(k Kind) error {
	if g.scheme == 0 {
		return ErrNoGrant
	}
	if g.text.kind != k {
		return ErrOtherKind
	}
	return nil
}

// Account is the account whose key signed the link.
func (g Grant) Account() string { return g.text.account }

// Kind is the kind of page. V1 does not sign it: the same checksum opens
// every kind with the same signed id.
func (g Grant) Kind() Kind { return g.text.kind }

// PathID is the id as it stands in the path, with its S or c.
func (g Grant) PathID() string { return g.text.pathID }

// ObjectID is the id the object has in its account: the path id without S or
// c, and without the attempt of an approval.
func (g Grant) ObjectID() string {
	if g.text.kind == Approve {
		request, _, _ := cutAttempt(g.text.pathID)
		return request
	}
	return g.text.pathID[len(g.text.kind.rule().prefix):]
}

// Attempt is the attempt an approval link was made for, from 1; 0 for every
// other kind.
func (g Grant) Attempt() int {
	if g.text.kind != Approve {
		return 0
	}
	_, attempt, _ := cutAttempt(g.text.pathID)
	return attempt
}

// Start is s in unix seconds.
func (g Grant) Start() int64 { return g.text.start }

// End is e in unix seconds; the link is over at that second.
func (g Grant) End() int64 { return g.text.end }

// Scheme is the scheme the link was signed by.
func (g Grant) Scheme() Scheme { return g.scheme }

// KeyID is the id of the key, empty in V1.
func (g Grant) KeyID() string { return g.text.key }

// SHA1 reports whether the link was signed with HMAC-SHA-1.
func (g Grant) SHA1() bool { return g.sha1 }

// Extra is the value of a parameter the kind covers, empty when absent. V2
// signed it; in V1 the visitor may have written it, so it counts only after
// the object turned out to own it.
func (g Grant) Extra(name string) string {
	for i, covered := range g.text.kind.rule().covered {
		if covered == name && name != "" {
			return g.text.extras[i]
		}
	}
	return ""
}

// ID is a name for the link that is safe to log: the first 16 hex digits of
// the SHA-256 of its signed text. V1 links of one id and window share it over
// kinds and accounts, as their text is the same.
func (g Grant) ID() string {
	var buf [textSize]byte
	b := buf[:0]
	switch g.scheme {
	case SchemeV1:
		b = g.text.appendV1(b)
	case SchemeV2:
		b = g.text.appendV2(b)
	default:
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
