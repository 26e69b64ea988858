package document_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// The tests read the PDFs twice: with the small reader below, which knows just
// what the drawing library writes, and with pdftotext where it is installed.

var (
	streams = regexp.MustCompile(`(?s)<</Filter /FlateDecode /Length \d+>>\nstream\n(.*?)\nendstream`)
	strs    = regexp.MustCompile(`(?s)Td \(((?:\\.|[^\\)])*)\) Tj`)
	escapes = regexp.MustCompile(`(?s)\\(.)`)
)

// pagesOf returns the text of each page, one drawn line after the other.
func pagesOf(t testing.TB, pdf []byte) []string {
	t.Helper()
	var pages []string
	for _, stream := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(content, []byte(" Tf ET")) {
			continue
		}
		var page strings.Builder
		for _, s := range strs.FindAllSubmatch(content, -1) {
			page.WriteString(decode(s[1]) + "\n")
		}
		pages = append(pages, page.String())
	}
	if len(pages) == 0 {
		t.Fatal("the PDF has no pages that can be read")
	}
	return pages
}

// decode reads a PDF string in UTF-16BE.
func decode(escaped []byte) string {
	raw := escapes.ReplaceAllFunc(escaped, func(m []byte) []byte {
		if m[1] == 'r' {
			return []byte{'\r'}
		}
		return m[1:]
	})
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

func textOf(t testing.TB, pdf []byte) string {
	t.Helper()
	return strings.Join(pagesOf(t, pdf), "\f")
}

// pdftotext reads a PDF with poppler, an independent reader.
func pdftotext(t testing.TB, pdf []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("skipped: pdftotext is not installed (apt-get install poppler-utils)")
	}
	cmd := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// says fails unless the text holds all the words, whatever its blanks and line
// ends are.
func says(t testing.TB, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !holds(text, w) {
			t.Errorf("the text does not say %q:\n%s", w, text)
		}
	}
}

func holds(text, word string) bool {
	return strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(word), " "))
}

func pageOf(n, of int) string { return fmt.Sprintf("Page %d of %d", n, of) }

func tag(i int) string { return fmt.Sprintf("<%d>", i) }
