package intake_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// pdfWith draws a one-page PDF that carries files, name then content.
func pdfWith(t testing.TB, files ...string) []byte {
	t.Helper()
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	doc.SetFont("Helvetica", "", 12)
	doc.Cell(40, 10, "Invoice")
	var attachments []fpdf.Attachment
	for i := 0; i < len(files); i += 2 {
		attachments = append(attachments, fpdf.Attachment{Filename: files[i], Content: []byte(files[i+1])})
	}
	doc.SetAttachments(attachments)
	return output(t, doc)
}

func output(t testing.TB, doc *fpdf.Fpdf) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestInvoiceInsideAPDFIsRead(t *testing.T) {
	for _, name := range []string{"factur-x.xml", "ZUGFeRD-invoice.xml", "zugferd-invoice.xml", "xrechnung.xml"} {
		t.Run(name, func(t *testing.T) {
			body := pdfWith(t, "terms.txt", "be kind", name, minimal)
			p, err := intake.Read(intake.File{Name: "x.pdf", Body: body})
			if err != nil {
				t.Fatal(err)
			}
			if p.Number != "INV-1" || p.Syntax != portal.PartUBL {
				t.Errorf("read %q as %q", p.Number, p.Syntax)
			}
			if string(p.XML) != minimal || !bytes.Equal(p.PDF, body) {
				t.Error("the original bytes were not kept")
			}
		})
	}
}

func TestFacturXComesBeforeOtherNames(t *testing.T) {
	other := strings.Replace(minimal, "INV-1", "INV-2", 1)
	p, err := intake.Read(intake.File{Body: pdfWith(t, "xrechnung.xml", other, "factur-x.xml", minimal)})
	if err != nil || p.Number != "INV-1" {
		t.Errorf("read %q, error %v", p.Number, err)
	}
}

func TestPDFWithoutInvoiceIsPlain(t *testing.T) {
	for name, body := range map[string][]byte{
		"nothing embedded": pdfWith(t),
		"other files":      pdfWith(t, "order-x.xml", minimal, "notes.xml", minimal),
	} {
		p, err := intake.Read(intake.File{Body: body})
		if !errors.Is(err, intake.ErrPlainPDF) || !bytes.Equal(p.PDF, body) || p.Number != "" {
			t.Errorf("%s: read %q, error %v", name, p.Number, err)
		}
	}
}

func TestPDFRefusals(t *testing.T) {
	locked := fpdf.New("P", "mm", "A4", "")
	locked.SetProtection(0, "secret", "more secret")
	locked.AddPage()
	whole := pdfWith(t, "factur-x.xml", minimal)
	for _, c := range []struct {
		name string
		body []byte
		says string
	}{
		{"locked", output(t, locked), "locked with a password"},
		{"cut off", whole[:len(whole)/2], "PDF is damaged"},
		{"bad XML inside", pdfWith(t, "factur-x.xml", "<html/>"), "the e-invoice inside this PDF cannot be read: the root element"},
		{"many files", pdfWith(t, manyFiles(33)...), "more than 32 files"},
		{"a bomb inside", pdfWith(t, "factur-x.xml", strings.Repeat(" ", 64<<20)), "larger than 10 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := intake.Read(intake.File{Body: c.body})
			var refusal intake.Refusal
			if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, c.says) || p.PDF != nil {
				t.Errorf("error %v, want %q", err, c.says)
			}
		})
	}
}

func manyFiles(n int) []string {
	var files []string
	for range n {
		files = append(files, "terms.txt", "be kind")
	}
	return files
}

func TestManyFilesAreAllLookedAt(t *testing.T) {
	p, err := intake.Read(intake.File{Body: pdfWith(t, append(manyFiles(31), "factur-x.xml", minimal)...)})
	if err != nil || p.Number != "INV-1" {
		t.Errorf("read %q, error %v", p.Number, err)
	}
}
