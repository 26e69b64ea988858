package hook

import (
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// headLines writes headers one per line, by name.
func headLines(h http.Header) string {
	var lines []string
	for name, values := range h {
		for _, v := range values {
			lines = append(lines, name+": "+v)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// opening finds what must not be kept of an answer, should it repeat what it was
// sent or knows: the checksums of links, and secrets of endpoints.
var opening = regexp.MustCompile(`(?i)(c(?:=|%3d|\\u003d)|` + secretPrefix + `)[0-9a-z+/=_-]{16,}`)

// said is the beginning of a body that is text, to be shown to people; empty: it
// is none.
func said(contentType string, body []byte) string {
	kind, _, err := mime.ParseMediaType(contentType)
	text := strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml") || kind == "application/x-www-form-urlencoded"
	if contentType == "" {
		text = utf8.Valid(body)
	} else if err != nil {
		return ""
	}
	if !text {
		return ""
	}
	plain := opening.ReplaceAllString(strings.ToValidUTF8(string(body), "�"), "${1}…")
	plain = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, plain)
	if len(plain) > maxSaid {
		plain = strings.ToValidUTF8(plain[:maxSaid], "")
	}
	return plain
}
