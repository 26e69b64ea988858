package document

import (
	"bytes"
	_ "embed" // the fonts
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/latchkey-portal/latchkey/internal/i18n"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// DejaVu Sans Condensed 2.37, unmodified; see font/LICENSE.
var (
	//go:embed font/DejaVuSansCondensed.ttf
	regularTTF []byte
	//go:embed font/DejaVuSansCondensed-Bold.ttf
	boldTTF []byte
)

// Printer holds the fonts, made ready for drawing. It does not change after New
// and may be used by many goroutines at once.
type Printer struct {
	regular, bold []byte // cut down to what a document may hold
	ink           ink
}

// New reads the fonts. It takes some milliseconds: call it once.
func New() (*Printer, error) {
	regular, err := readFace(regularTTF)
	if err != nil {
		return nil, fmt.Errorf("read the regular font: %w", err)
	}
	bold, err := readFace(boldTTF)
	if err != nil {
		return nil, fmt.Errorf("read the bold font: %w", err)
	}
	drawable := drawableIn(regular, bold)
	p := &Printer{
		regular: fpdf.UTF8CutFont(regularTTF, string(drawable)),
		bold:    fpdf.UTF8CutFont(boldTTF, string(drawable)),
		ink:     ink{faces: [2]face{regular, bold}, drawable: map[rune]bool{}},
	}
	for _, r := range drawable {
		p.ink.drawable[r] = true
	}
	return p, nil
}

// Draw returns the copy of an invoice as a PDF. It draws from the invoice's
// Content, or from its totals alone where there is none.
func (p *Printer) Draw(inv portal.Invoice, acct portal.Account) ([]byte, error) {
	s := newSheet(inv, acct, p.locale(acct.Locale))
	f := fpdf.New("P", "pt", "A4", "")
	f.AddUTF8FontFromBytes(family, "", p.regular)
	f.AddUTF8FontFromBytes(family, "B", p.bold)
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)

	c := newCanvas(f, p.ink, s.frame)
	s.draw(c)
	c.finish()

	made := inv.AsOf
	if made.IsZero() {
		made = inv.CreatedAt
	}
	describe(f, c.frame.title, c.frame.account, made)
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("draw the copy of invoice %s: %w", inv.ID, err)
	}
	return out.Bytes(), nil
}

// locale is the account's, or English where the fonts cannot write its dates:
// figures must not be lost to a missing letter.
func (p *Printer) locale(tag string) i18n.Locale {
	l := i18n.For(tag)
	if _, missing := p.ink.clean(l.DateLong("2026-11-30")); missing > 0 {
		return i18n.For("en")
	}
	return l
}

// describe sets the document's metadata. Both dates are fixed, and the catalog
// sorted, so that a document drawn again has the same bytes.
func describe(f *fpdf.Fpdf, title, author string, made time.Time) {
	f.SetTitle(title, true)
	f.SetAuthor(author, true)
	f.SetSubject("Copy made from the e-invoice", true)
	f.SetCreator("Latchkey", true)
	f.SetProducer("Latchkey", true)
	f.SetLang(i18n.For("en").Tag())
	f.SetCreationDate(made.UTC())
	f.SetModificationDate(made.UTC())
	f.SetCatalogSort(true)
}
