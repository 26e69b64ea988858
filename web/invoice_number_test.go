package web_test

import (
	"bytes"
	"mime"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// numbered imports the sample invoice under another number.
func (w *world) numbered(number string) portal.Verdict {
	w.t.Helper()
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(number)
	return w.invoice("acme", "", bytes.ReplaceAll(sampleFile(w.t, "fjordlight-1-due.xml"), []byte("INV-2026-0417"), []byte(escaped)))
}

// Case 18: a number is whatever its issuer wrote. Its page, its PDF and its XML
// open, whole or in part, under a path of plain characters.
func TestAnInvoiceOfAnyNumberOpens(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		for number, id := range map[string]string{
			"2026/0042":             "2026-0042",
			"2026#0042 B":           "2026-0042-B",
			"018304 / 28865":        "018304-28865",
			"R/é \"1\"":             "R-1-",
			"A.pdf":                 "A-pdf",
			"A.pdf.pdf":             "A.pdf-pdf",
			"..%2e":                 "2e",
			"<b>1</b>":              "b-1-b-",
			"请求书":                   "invoice",
			"ABC-123:4":             "ABC-123-4",
			strings.Repeat("9", 90): strings.Repeat("9", 64),
		} {
			v := w.numbered(number)
			if v.ID != id {
				t.Errorf("%q has the path id %q, want %q", number, v.ID, id)
			}
			w.pdf("acme", v.ID, []byte("%PDF-1.7 0123456789"))
			target := w.linkTo("acme", "invoice", v.ID)
			if a := w.get(target); a.status != 200 || !strings.Contains(readable(a.body), number) || bytes.Contains(a.body, []byte("<b>1")) {
				t.Errorf("%q: status %d, %s", number, a.status, readable(a.body))
			}
			w.inParts(strings.Replace(target, "?", ".pdf?", 1), v.ID+".pdf")
			if a := w.get(strings.Replace(target, "?", ".xml?", 1)); a.status != 200 || a.header.Get("Content-Type") != "application/xml" {
				t.Errorf("%q: the XML answers %d", number, a.status)
			}
		}
	})
}

// Case 50: a part of a file, and a name that no browser misreads.
func (w *world) inParts(target, name string) {
	w.t.Helper()
	for spec, want := range map[string]struct {
		status int
		body   string
	}{
		"":           {200, "%PDF-1.7 0123456789"},
		"bytes=0-3":  {206, "%PDF"},
		"bytes=-4":   {206, "6789"},
		"bytes=15-":  {206, "6789"},
		"bytes=900-": {416, ""},
	} {
		header := map[string]string{}
		if spec != "" {
			header["Range"] = spec
		}
		a := w.visit(visit{method: "GET", target: target, header: header})
		if a.status != want.status || want.body != "" && string(a.body) != want.body {
			w.t.Errorf("%s, %q: status %d, %q", name, spec, a.status, a.body)
		}
		if a.status == 416 {
			continue
		}
		disposition, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if err != nil || disposition != "inline" || params["filename"] != name {
			w.t.Errorf("%s: named by %q", name, a.header.Get("Content-Disposition"))
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
			w.t.Errorf("%s, %q: headers %v", name, spec, a.header)
		}
	}
}
