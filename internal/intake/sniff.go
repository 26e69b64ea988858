package intake

import (
	"bytes"
	"strings"
)

// Content says what a file is, by how it begins.
type Content string

// What a file can be.
const (
	ContentPDF    Content = "pdf"
	ContentXML    Content = "xml"
	ContentNDJSON Content = NDJSON
	ContentCSV    Content = CSV
	ContentOther  Content = "other"
)

// SniffSize is how much of a file Sniff wants to see, in bytes.
const SniffSize = 4096

// Sniff tells what a file is by its first SniffSize bytes. A table is one that
// names the columns type and id.
func Sniff(head []byte) Content {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	line, _, _ := strings.Cut(string(text), "\n")
	switch {
	case isPDF(head):
		return ContentPDF
	case bytes.HasPrefix(text, []byte("{")):
		return ContentNDJSON
	case bytes.HasPrefix(text, []byte("<")), utf16Of(head) != nil:
		return ContentXML
	case namesColumn(line, "type") && namesColumn(line, "id"):
		return ContentCSV
	}
	return ContentOther
}

func namesColumn(head, column string) bool {
	for _, name := range strings.FieldsFunc(head, func(r rune) bool { return strings.ContainsRune(",;\t\r", r) }) {
		if strings.Trim(name, `" `) == column {
			return true
		}
	}
	return false
}
