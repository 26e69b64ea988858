package portal

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Anchor is the last entry of a trail at some time. Kept elsewhere, it shows
// later that the trail was cut or rewritten, even with its head.
type Anchor struct {
	Account string
	Seq     int64
	Hash    []byte
}

// String is a line of a file of anchors: "acme 1284 9f3a…"; the installation's
// trail is named by a dash, which no account is.
func (a Anchor) String() string {
	name := a.Account
	if name == "" {
		name = "-"
	}
	return fmt.Sprintf("%s %d %s", name, a.Seq, hex.EncodeToString(a.Hash))
}

// ErrAnchor means that a line is no anchor.
var ErrAnchor = errors.New("an anchor is a trail, a number and a hash: acme 1284 9f3a…")

// ParseAnchor reads what String wrote.
func ParseAnchor(line string) (a Anchor, err error) {
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return Anchor{}, ErrAnchor
	}
	seq, err1 := strconv.ParseInt(fields[1], 10, 64)
	hash, err2 := hex.DecodeString(fields[2])
	if err1 != nil || err2 != nil || seq < 1 {
		return Anchor{}, ErrAnchor
	}
	return Anchor{Account: strings.TrimPrefix(fields[0], "-"), Seq: seq, Hash: hash}, nil
}

// AnchorOf is where a trail ends now; false: it has no entry.
func (s *Service) AnchorOf(ctx context.Context, account string) (Anchor, bool, error) {
	seq, hash, err := s.store.AuditHead(ctx, account)
	if err != nil {
		return Anchor{}, false, fmt.Errorf("audit head of %q: %w", account, err)
	}
	return Anchor{Account: account, Seq: seq, Hash: hash}, seq > 0, nil
}

// Holds reports whether a trail still has the entry of an anchor. That it is
// unbroken up to there is for VerifyTrail to say.
func (s *Service) Holds(ctx context.Context, a Anchor) (bool, error) {
	found, err := s.store.Audit(ctx, a.Account, a.Seq-1, 1)
	if err != nil {
		return false, fmt.Errorf("audit trail of %q: %w", a.Account, err)
	}
	return len(found) == 1 && found[0].Seq == a.Seq && bytes.Equal(found[0].Hash, a.Hash), nil
}
