package link

import "strings"

// Repair undoes what mail programs do to a query: "&" written as "&amp;", "="
// as "=3D", soft line breaks, and whatever punctuation or space was taken into
// the link behind the checksum. Everything else stays as it stands, in its
// order. It works on text alone and proves nothing: whoever follows a repaired
// query does so only when Check finds its checksum right.
func Repair(raw string, kind Kind) (clean string, changed bool) {
	clean = joinSoftBreaks(raw, kind)
	clean = unescapeAmpersands(clean)
	clean = strings.ReplaceAll(clean, "=3D", "=")
	clean = trimChecksum(clean)
	return clean, clean != raw
}

// joinSoftBreaks takes out "=" (also as %3D) in front of a line break, and the
// break (RFC 2045, 6.7). The one "=" between a name of ours and its value stays.
func joinSoftBreaks(s string, kind Kind) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		sign := equalsSign(s[i:])
		size := lineBreak(s[i+sign:])
		if sign == 0 || size == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		i += sign + size
		if sign == 1 && endsInName(b.String(), kind) && !separatorFollows(s[i:]) {
			b.WriteByte('=')
		}
	}
	return b.String()
}

// endsInName reports whether s ends where a name of ours waits for its "=".
func endsInName(s string, kind Kind) bool {
	name := s[strings.LastIndexAny(s, "&;")+1:]
	_, ours := fieldOf(name, kind)
	return ours
}

// separatorFollows reports whether the pair that s continues has its "=" yet to
// come: then what looked like a name was the beginning of a longer one.
func separatorFollows(s string) bool {
	for i := 0; i < len(s) && s[i] != '&' && ampersandEntity(s[i:]) == 0; i++ {
		if sign := equalsSign(s[i:]); sign > 0 && lineBreak(s[i+sign:]) == 0 {
			return true
		}
	}
	return false
}

func equalsSign(s string) int {
	if strings.HasPrefix(s, "=") {
		return 1
	}
	if hasEscape(s, "%3D") {
		return 3
	}
	return 0
}

// lineBreak is the length of the line break s begins with, as it stands or
// escaped; 0 for none.
func lineBreak(s string) int {
	cr := oneOf(s, "\r", "%0D")
	return cr + oneOf(s[cr:], "\n", "%0A")
}

func oneOf(s, plain, escaped string) int {
	if strings.HasPrefix(s, plain) {
		return len(plain)
	}
	if hasEscape(s, escaped) {
		return len(escaped)
	}
	return 0
}

// hasEscape is HasPrefix for escapes, whose hex digits have two spellings.
func hasEscape(s, escape string) bool {
	return len(s) >= len(escape) && strings.EqualFold(s[:len(escape)], escape)
}

// unescapeAmpersands turns "&amp;" into "&", with each of its two signs
// escaped or not.
func unescapeAmpersands(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if size := ampersandEntity(s[i:]); size > 0 {
			b.WriteByte('&')
			i += size
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

func ampersandEntity(s string) int {
	sign := oneOf(s, "&", "%26")
	if sign == 0 || !strings.HasPrefix(s[sign:], "amp") {
		return 0
	}
	end := oneOf(s[sign+len("amp"):], ";", "%3B")
	if end == 0 {
		return 0
	}
	return sign + len("amp") + end
}

// trimChecksum cleans the value of c, wherever it stands.
func trimChecksum(s string) string {
	pairs := strings.Split(s, "&")
	for i, pair := range pairs {
		if value, ok := strings.CutPrefix(pair, "c="); ok {
			pairs[i] = "c=" + trimTail(dropLineBreaks(value))
		}
	}
	return strings.Join(pairs, "&")
}

func dropLineBreaks(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if size := lineBreak(s[i:]); size > 0 {
			i += size
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// tails is what mail programs take into a link behind its last character:
// punctuation, spaces (also as "+"), the no-break space, and the characters
// without width U+200B to U+200D, U+2060 and U+FEFF; plain and escaped.
var tails = [...]string{
	".", ",", ";", ">", ")", "'", `"`, " ", "+",
	"%2E", "%2C", "%3B", "%3E", "%29", "%27", "%22", "%20",
	"\u00a0", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff",
	"%C2%A0", "%E2%80%8B", "%E2%80%8C", "%E2%80%8D", "%E2%81%A0", "%EF%BB%BF",
}

func trimTail(s string) string {
	for {
		shorter := s[:len(s)-tail(s)]
		if shorter == s {
			return s
		}
		s = shorter
	}
}

// tail is the length of one piece of tails at the end of s; 0 for none.
func tail(s string) int {
	for _, t := range tails {
		if len(s) >= len(t) && strings.EqualFold(s[len(s)-len(t):], t) {
			return len(t)
		}
	}
	return 0
}
