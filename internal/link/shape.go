package link

import (
	"encoding/hex"
	"strings"
)

// query turns the values into a Query. The shape decides the scheme: k with
// 32 hex digits is V2, no k with 40 or 64 is V1, anything else is damaged. So
// adding or dropping k never turns one scheme into the other.
func (f *fields) query(kind Kind) (Query, error) {
	q := Query{kind: kind, scheme: SchemeV1, key: f.value[fieldK]}
	copy(q.extras[:], f.value[fieldExtra:])
	var err error
	if q.start, err = f.time(fieldS, "s"); err != nil {
		return Query{}, err
	}
	if q.end, err = f.time(fieldE, "e"); err != nil {
		return Query{}, err
	}
	if f.seen[fieldK] {
		q.scheme = SchemeV2
		if !validKeyID(q.key) {
			return Query{}, damaged("k is no key id")
		}
	}
	if err := q.readSum(f); err != nil {
		return Query{}, err
	}
	if err := q.checkExtras(f); err != nil {
		return Query{}, err
	}
	return q, nil
}

func (f *fields) time(i int, name string) (int64, error) {
	if !f.seen[i] {
		return 0, damaged(name + " is missing")
	}
	t, ok := parseTime(f.value[i])
	if ok {
		return t, nil
	}
	if number(f.value[i], 13) && len(f.value[i]) == 13 {
		return 0, damaged(name + " is in milliseconds, where seconds belong")
	}
	return 0, damaged(name + " is no time in unix seconds")
}

// readSum reads c. In V1 a renewal link carries its item behind the hex
// digits, and that is where its item is taken from.
func (q *Query) readSum(f *fields) error {
	if !f.seen[fieldC] {
		return damaged("c is missing")
	}
	digits := f.value[fieldC]
	if q.scheme == SchemeV1 && q.kind == Renewal {
		var item string
		var ok bool
		if digits, item, ok = strings.Cut(digits, "-"); !ok {
			return damaged("c has no item behind the checksum")
		}
		q.extras[0] = item
		f.seen[fieldExtra] = true
	}
	if !every(digits, lowerHex) || !q.fits(len(digits)) {
		return damaged("c is no checksum: cut, doubled or mistyped")
	}
	var err error
	if q.size, err = hex.Decode(q.sum[:], []byte(digits)); err != nil {
		return damaged("c is no checksum")
	}
	return nil
}

func (q *Query) fits(hexDigits int) bool {
	if q.scheme == SchemeV2 {
		return hexDigits == 32
	}
	return hexDigits == 40 || hexDigits == 64
}

func (q *Query) checkExtras(f *fields) error {
	for i, name := range q.kind.rule().covered {
		if f.seen[fieldExtra+i] && !validExtra(name, q.extras[i]) {
			return damaged(name + " is not of its form")
		}
	}
	return nil
}
