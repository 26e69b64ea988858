package intake

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxMessage is the largest notification in bytes.
const MaxMessage = 1 << 20

// Bounds on a notification, far above any real one.
const (
	maxMessageParts = 50_000
	maxMessageText  = 2000 // characters of one value that are kept
)

// part is one named thing of a message: an element or attribute of XML, a
// member of a JSON object. Both syntaxes say the same with it, so everything
// behind this file reads parts. Names are in lower case and without their
// namespace: senders change the version in it. A nil part has nothing in it.
type part struct {
	label string // as it was written, without prefix
	name  string
	text  string
	kids  []*part
}

// unique are names that must not stand twice in one place: whichever of the two
// were taken, it could be the wrong one.
var unique = []string{
	"id", "purchaseid", "subscriptionid", "customerid", "statusid", "itemstatusid",
	"lastmodificationtime", "customerpdfdocumenturl", "currencyid", "email",
}

// readMessage reads a body into values. The roots of a batch come one by one.
func readMessage(body []byte) ([]*part, error) {
	if len(body) > MaxMessage {
		return nil, Refusal{"the message is larger than 1 MB; send fewer notifications at once"}
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(body, utf8BOM), " \t\r\n")
	switch {
	case len(start) == 0:
		return nil, Refusal{"the message is empty"}
	case start[0] == '{', start[0] == '[':
		return readMessageJSON(start)
	}
	return readMessageXML(body)
}

var (
	errDeepMessage = Refusal{"the message is nested more than 64 deep, which no notification is"}
	errManyParts   = Refusal{"the message has more than 50,000 values; send fewer notifications at once"}
)

func (v *part) checkUnique() error {
	seen := map[string]bool{}
	for _, k := range v.kids {
		if !slices.Contains(unique, k.name) {
			continue
		}
		if seen[k.name] {
			return Refusal{fmt.Sprintf("%s stands twice in %s, so it is not clear which one counts", k.label, shorten(v.label))}
		}
		seen[k.name] = true
	}
	return nil
}

// tidy makes a foreign text one line of bounded length: control characters
// become spaces.
func tidy(text string) string {
	text = strings.TrimSpace(strings.Map(spaced, text))
	if runes := []rune(text); len(runes) > maxMessageText {
		return string(runes[:maxMessageText])
	}
	return text
}

// spaced is a character as it can stand in one line.
func spaced(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// child returns the first value of one of these names, or nil.
func (v *part) child(names ...string) *part {
	if v == nil {
		return nil
	}
	for _, name := range names {
		for _, k := range v.kids {
			if k.name == name {
				return k
			}
		}
	}
	return nil
}

// get returns the text of the first value of one of these names that has any.
func (v *part) get(names ...string) string {
	if v == nil {
		return ""
	}
	for _, name := range names {
		for _, k := range v.kids {
			if k.name == name && k.text != "" {
				return k.text
			}
		}
	}
	return ""
}

// maxLine is the longest text of a page's line in bytes.
const maxLine = 255

// line is get for a text of one line, cut where it is too long for one.
func (v *part) line(names ...string) string { return cut(v.get(names...)) }

func cut(text string) string {
	if len(text) <= maxLine {
		return text
	}
	end := maxLine - len("…")
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// list returns the entries of a list: XML puts them into an element each within
// one around them, JSON into an array.
func (v *part) list(around, each string) []*part {
	if v == nil {
		return nil
	}
	var all []*part
	for _, k := range v.kids {
		if k.name != around {
			continue
		}
		inner := false
		for _, entry := range k.kids {
			if entry.name == each {
				all, inner = append(all, entry), true
			}
		}
		if !inner && len(k.kids) > 0 {
			all = append(all, k)
		}
	}
	return all
}
