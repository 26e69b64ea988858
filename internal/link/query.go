package link

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrDamaged is returned for a query that cannot be read. The text behind it
// names the part and never its value, so it may be logged and shown.
var ErrDamaged = errors.New("damaged link")

// Query is what the query of a link says, read strictly. Only ParseQuery
// makes a useful one. It knows its kind, because that decides which names
// are ours.
type Query struct {
	kind       Kind
	scheme     Scheme
	start, end int64
	key        string
	sum        [32]byte // c, decoded
	size       int      // bytes of sum in use: 16 in V2, 20 or 32 in V1
	extras     [maxCovered]string
}

// Scheme is the scheme the shape of the query selects.
func (q Query) Scheme() Scheme { return q.scheme }

// Start is s in unix seconds: unchecked, before Check.
func (q Query) Start() int64 { return q.start }

// End is e in unix seconds: unchecked, before Check.
func (q Query) End() int64 { return q.end }

// KeyID is k, empty in V1: unchecked, before Check.
func (q Query) KeyID() string { return q.key }

// SHA1 reports whether the length of c selects HMAC-SHA-1.
func (q Query) SHA1() bool { return q.scheme == SchemeV1 && q.size == 20 }

// ParseQuery reads the raw query of a link of this kind: at most 32 pairs,
// each decoded once. Of the names that are ours (s, e, c, k and what the kind
// covers) none may stand twice; other names are stepped over. net/url is not
// used, since it leaves out the pairs it cannot read, and a checker must not
// see less than what stands there.
//
// Every error is ErrDamaged.
func ParseQuery(raw string, kind Kind) (Query, error) {
	if !kind.known() {
		return Query{}, damaged("no such kind")
	}
	f, err := readFields(raw, kind)
	if err != nil {
		return Query{}, err
	}
	return f.query(kind)
}

// Own leaves of a query that ParseQuery took only the pairs whose names are
// ours, as they stand and in their order. That is what a page may repeat of the
// address it was opened by: all else was written by whoever passed it on.
func Own(raw string, kind Kind) string {
	var own []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, err := readPair(pair)
		if _, ours := fieldOf(name, kind); ours && err == nil {
			own = append(own, pair)
		}
	}
	return strings.Join(own, "&")
}

func damaged(reason string) error { return fmt.Errorf("%w: %s", ErrDamaged, reason) }

// The places of the names that are ours; what the kind covers comes behind.
const (
	fieldS = iota
	fieldE
	fieldC
	fieldK
	fieldExtra
	fieldCount = fieldExtra + maxCovered
)

// fields are the decoded values of the names that are ours.
type fields struct {
	value [fieldCount]string
	seen  [fieldCount]bool
}

func fieldOf(name string, kind Kind) (int, bool) {
	switch name {
	case "":
		return 0, false
	case "s":
		return fieldS, true
	case "e":
		return fieldE, true
	case "c":
		return fieldC, true
	case "k":
		return fieldK, true
	}
	for i, covered := range kind.rule().covered {
		if name == covered {
			return fieldExtra + i, true
		}
	}
	return 0, false
}

func readFields(raw string, kind Kind) (fields, error) {
	var f fields
	if len(raw) > maxTarget {
		return f, damaged("the query is longer than 2048 bytes")
	}
	for pairs := 0; raw != ""; pairs++ {
		if pairs == maxPairs {
			return f, damaged("more than 32 parameters")
		}
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		name, value, err := readPair(pair)
		if err != nil {
			return f, err
		}
		i, ours := fieldOf(name, kind)
		if !ours {
			continue
		}
		if f.seen[i] {
			return f, damaged(name + " stands twice")
		}
		f.value[i], f.seen[i] = value, true
	}
	return f, nil
}

func readPair(pair string) (name, value string, err error) {
	if strings.IndexByte(pair, ';') >= 0 {
		return "", "", damaged("a semicolon in the query")
	}
	rawName, rawValue, _ := strings.Cut(pair, "=")
	name, okName := decode(rawName)
	value, okValue := decode(rawValue)
	if !okName || !okValue {
		return "", "", damaged("a bad escape or byte in the query")
	}
	return name, value, nil
}

// decode undoes percent escapes once and "+". Control characters and broken
// UTF-8 have no place in any query.
func decode(s string) (string, bool) {
	if strings.ContainsAny(s, "%+") {
		var ok bool
		if s, ok = unescape(s); !ok {
			return "", false
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return "", false
		}
	}
	return s, utf8.ValidString(s)
}

func unescape(s string) (string, bool) {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '+':
			b = append(b, ' ')
		case '%':
			if i+2 >= len(s) {
				return "", false
			}
			var octet [1]byte
			if _, err := hex.Decode(octet[:], []byte(s[i+1:i+3])); err != nil {
				return "", false
			}
			b = append(b, octet[0])
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return string(b), true
}
