package link

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Errors of signing. They say what the caller has to change.
var (
	ErrNoActiveKey = errors.New("the account has no key to sign with")
	ErrAccount     = errors.New("no valid account name")
	ErrKind        = errors.New("no link of this kind can be made this way")
	ErrID          = errors.New("the id does not fit the kind")
	ErrWindow      = errors.New("the window is not possible")
	ErrParam       = errors.New("the parameter does not fit the kind")
	ErrSchemeOff   = errors.New("the account has this scheme or algorithm switched off")
)

// Spec is what a link is to say.
type Spec struct {
	Kind       Kind
	PathID     string            // with its S or c; an approval "{request}.{attempt}"
	Start, End int64             // unix seconds
	Params     map[string]string // only names the kind covers; nil for none
	Legacy     bool              // an invoice's PDF at /invoice/{number}.pdf
}

// SignV2 makes a link with the active key and returns its path and query:
// "/acme/p/366332011?s=…&e=…&k=…&c=…", then the parameters sorted by name.
// An invoice's checksum is good for its PDF and XML paths too.
//
// Errors: ErrNoActiveKey, ErrAccount, ErrKind, ErrID, ErrWindow, ErrParam.
func (r *Ring) SignV2(s Spec) (target string, err error) {
	text, err := r.text(s)
	if err != nil {
		return "", err
	}
	key := r.active()
	if key == nil {
		return "", ErrNoActiveKey
	}
	text.key = key.ID
	var m macs
	var buf [textSize]byte
	sum := m.hmac256(key.Secret, text.appendV2(buf[:0]))
	b := text.appendTarget(nil, s.Legacy)
	b = append(append(b, "&k="...), key.ID...)
	b = append(append(b, "&c="...), hex.EncodeToString(sum[:tagSize])...)
	return string(text.appendQueryExtras(b)), nil
}

// SignV1 makes a link with the current seed. The parameters are appended
// unsigned, but a renewal's item, which it must have, stands behind the
// checksum. A V1 link opens every kind with the same signed id.
//
// Errors: those of SignV2, and ErrSchemeOff. ErrKind is also returned for an
// approval, and for Methods where the account has that kind switched off.
func (r *Ring) SignV1(s Spec, sha1 bool) (target string, err error) {
	text, err := r.text(s)
	if err != nil {
		return "", err
	}
	if err := r.V1.refuses(s.Kind, sha1); err != nil {
		return "", err
	}
	text.full = r.V1.FullSubscription
	b := text.appendTarget(nil, s.Legacy)
	b = append(append(b, "&c="...), sumV1(r.V1.Current, &text, sha1)...)
	if s.Kind != Renewal {
		return string(text.appendQueryExtras(b)), nil
	}
	if text.extras[0] == "" {
		return "", fmt.Errorf("%w: item is required", ErrParam)
	}
	return string(append(append(b, '-'), text.extras[0]...)), nil
}

func (v *V1) refuses(kind Kind, sha1 bool) error {
	switch {
	case !v.On, sha1 && !v.SHA1:
		return ErrSchemeOff
	case kind == Approve, kind == Methods && !v.Methods:
		return ErrKind
	case len(v.Current) == 0:
		return ErrNoActiveKey
	}
	return nil
}

func sumV1(seed []byte, text *signed, sha1 bool) string {
	var m macs
	var buf [textSize]byte
	b := text.appendV1(buf[:0])
	if sha1 {
		sum := m.hmac1(seed, b)
		return hex.EncodeToString(sum[:])
	}
	sum := m.hmac256(seed, b)
	return hex.EncodeToString(sum[:])
}

// text checks a Spec against everything Check will ask of the link.
func (r *Ring) text(s Spec) (signed, error) {
	t := signed{account: r.Account, kind: s.Kind, pathID: s.PathID, start: s.Start, end: s.End}
	switch {
	case !ValidAccount(r.Account):
		return signed{}, ErrAccount
	case !s.Kind.known(), s.Legacy && s.Kind != Invoice:
		return signed{}, ErrKind
	case !validPathID(s.Kind, s.PathID):
		return signed{}, ErrID
	}
	if err := checkWindow(s); err != nil {
		return signed{}, err
	}
	covered := s.Kind.rule().covered[:]
	for name, value := range s.Params {
		i := slices.Index(covered, name)
		if name == "" || i < 0 {
			return signed{}, fmt.Errorf("%w: %s has no %q", ErrParam, s.Kind, name)
		}
		if !validExtra(name, value) {
			return signed{}, fmt.Errorf("%w: %s is not of its form", ErrParam, name)
		}
		t.extras[i] = value
	}
	return t, nil
}

func checkWindow(s Spec) error {
	switch {
	case s.Start < 1 || s.End > maxTime:
		return fmt.Errorf("%w: times are unix seconds up to the year 2100", ErrWindow)
	case s.End <= s.Start:
		return fmt.Errorf("%w: it ends before it starts", ErrWindow)
	case s.End-s.Start > int64(s.Kind.MaxDays())*day:
		return fmt.Errorf("%w: a link of this kind lasts %d days at most", ErrWindow, s.Kind.MaxDays())
	}
	return nil
}

// appendTarget writes the path, s and e.
func (t *signed) appendTarget(b []byte, legacy bool) []byte {
	p := Path{Account: t.account, Kind: t.kind, ID: t.pathID, Legacy: legacy}
	b = append(append(b, p.target()...), "?s="...)
	b = append(strconv.AppendInt(b, t.start, 10), "&e="...)
	return strconv.AppendInt(b, t.end, 10)
}

func (t *signed) appendQueryExtras(b []byte) []byte {
	if t.extras == [maxCovered]string{} {
		return b
	}
	return appendExtras(append(b, '&'), t.kind, &t.extras)
}
