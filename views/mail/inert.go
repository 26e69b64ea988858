package mail

import (
	"strings"
	"unicode"
)

// gap is a space without width. It cannot be seen, and no mail program takes
// what stands around it for one address.
const gap = "\u200b"

// inert is text of a stranger that no mail program makes clickable: web
// addresses and domains get a gap. Control characters and marks that turn the
// direction of what follows are left out; line breaks stay.
func inert(text string) string {
	var out strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			continue
		}
		out.WriteRune(r)
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if joins(r, next) {
			out.WriteString(gap)
		}
	}
	return out.String()
}

// joins reports whether a web address could go on from r to next.
func joins(r, next rune) bool {
	switch r {
	case '.', '．', '。':
		return unicode.IsLetter(next)
	case ':':
		return next == '/' || unicode.IsLetter(next)
	case '@', '/':
		return next != 0 && !unicode.IsSpace(next) && !unicode.IsDigit(next)
	}
	return false
}

// inertAll is inert for the values of facts that hold what was typed.
func inertAll(facts []Fact) []Fact {
	all := make([]Fact, 0, len(facts))
	for _, f := range facts {
		all = append(all, Fact{f.Name, inert(f.Value)})
	}
	return all
}
