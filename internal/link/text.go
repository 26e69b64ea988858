package link

import "strconv"

// signed is what goes into a checksum, for both schemes.
type signed struct {
	account    string
	kind       Kind
	pathID     string
	start, end int64
	key        string // V2
	full       bool   // V1: the account signs S and digits
	extras     [maxCovered]string
}

// appendV1 writes "<signed id>:<s>-<e>".
func (t *signed) appendV1(b []byte) []byte {
	b = append(b, signedID(t.kind, t.pathID, t.full)...)
	b = append(b, ':')
	b = strconv.AppendInt(b, t.start, 10)
	b = append(b, '-')
	return strconv.AppendInt(b, t.end, 10)
}

// signedID is the part of a path id that V1 signs.
func signedID(kind Kind, pathID string, full bool) string {
	switch kind {
	case Payment, Upgrade:
		if full {
			return pathID
		}
		return pathID[1:]
	case Methods:
		return pathID[1:]
	}
	return pathID
}

// appendV2 writes eight fields joined by line feeds: LK2, account, kind, path
// id, s, e, k, and the covered parameters that are present.
func (t *signed) appendV2(b []byte) []byte {
	b = append(b, "LK2\n"...)
	b = append(append(b, t.account...), '\n')
	b = append(append(b, t.kind...), '\n')
	b = append(append(b, t.pathID...), '\n')
	b = append(strconv.AppendInt(b, t.start, 10), '\n')
	b = append(strconv.AppendInt(b, t.end, 10), '\n')
	b = append(append(b, t.key...), '\n')
	return appendExtras(b, t.kind, &t.extras)
}

// appendExtras writes "name=value" joined by "&". The names are sorted in the
// rules, and valid values need no escape.
func appendExtras(b []byte, kind Kind, extras *[maxCovered]string) []byte {
	sep := ""
	for i, name := range kind.rule().covered {
		if extras[i] == "" {
			continue
		}
		b = append(append(b, sep...), name...)
		b = append(append(b, '='), extras[i]...)
		sep = "&"
	}
	return b
}
