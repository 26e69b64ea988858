package main

import (
	"bytes"
	"compress/zlib"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf16"
)

// onPaper checks the copy that is drawn of a document that came without a PDF.
func (i issued) onPaper(answer page) {
	if answer.status != http.StatusOK || !strings.HasPrefix(answer.body, "%PDF-") {
		i.t.Fatalf("the copy: %d, begins %.8q", answer.status, answer.body)
	}
	text := drawn([]byte(answer.body))
	for _, want := range []string{english.Money(i.root.get(i.syntax.due), i.currency), i.root.get(i.syntax.number)} {
		if !strings.Contains(bare(text), bare(want)) {
			i.t.Errorf("the copy does not say %q", want)
		}
	}
}

var (
	pdfStreams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	pdfStrings = regexp.MustCompile(`(?s)Td \(((?:\\.|[^\\)])*)\) Tj`)
	pdfEscapes = regexp.MustCompile(`(?s)\\(.)`)
)

// drawn is the text of a PDF, whose strings are in UTF-16.
func drawn(pdf []byte) string {
	var text strings.Builder
	for _, stream := range pdfStreams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue // a font or a picture of another encoding
		}
		content, err := io.ReadAll(r)
		if err != nil {
			continue
		}
		for _, s := range pdfStrings.FindAllSubmatch(content, -1) {
			raw := pdfEscapes.ReplaceAll(s[1], []byte("$1"))
			var units []uint16
			for n := 0; n+1 < len(raw); n += 2 {
				units = append(units, uint16(raw[n])<<8|uint16(raw[n+1]))
			}
			text.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
	return text.String()
}
