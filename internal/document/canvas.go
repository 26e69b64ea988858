package document

import (
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

const family = "sans"

// The page, in points: A4 with margins of 18 mm.
const (
	pageWidth, pageHeight = 595.28, 841.89
	left, right           = 51.0, pageWidth - 51
	width                 = right - left
	top                   = 66.0 // where the body starts, below the head
	leading               = 11.8
)

type weight int

const (
	regular weight = iota
	bold
)

type rgb [3]int

// The neutral tones of the web pages in print.
var (
	black = rgb{0x13, 0x20, 0x1e}
	grey  = rgb{0x44, 0x52, 0x4d}
	hair  = rgb{0xd5, 0xdc, 0xd9}
	amber = rgb{0x7a, 0x47, 0x00}
	door  = rgb{0x0b, 0x51, 0x61} // where the account has no colour
)

type style struct {
	weight weight
	size   float64
	color  rgb
}

var (
	body    = style{regular, 9, black}
	strong  = style{bold, 9, black}
	small   = style{regular, 8, grey}
	label   = style{bold, 8, grey}
	tiny    = style{regular, 7.5, grey}
	title   = style{bold, 11, black}
	heading = style{bold, 15, black}
	huge    = style{bold, 24, black}
	sum     = style{bold, 11, black}
)

// frame is what stands on every page around the body.
type frame struct {
	account   string
	title     string // of the document, on every page but the first
	original  string // what this is a copy of, "The e-invoice (XML)"
	legal     []string
	reference string // speakable, may be empty
	accent    rgb
}

// canvas is a stack of pages with a pen that moves down. What is drawn moves to
// a new page where it would not fit.
type canvas struct {
	pdf     *fpdf.Fpdf
	ink     ink
	frame   frame
	y       float64  // baseline of the last thing drawn, or the top
	bottom  float64  // lowest baseline of the body
	onBreak func()   // drawn at the top of each new page, may be nil
	missing int      // characters that could not be drawn
	legal   []string // the account's legal lines as they stand in the foot
}

// The foot has room for so many legal lines.
const (
	maxLegal    = 8
	tinyLeading = 10.0
)

func newCanvas(f *fpdf.Fpdf, k ink, fr frame) *canvas {
	c := &canvas{pdf: f, ink: k, frame: fr}
	c.frame.account, c.frame.reference = c.clean(fr.account), c.clean(fr.reference)
	c.frame.title, _ = k.clean(fr.title) // the body has the title too and counts it
	c.legal = k.wrap(c.clean(strings.Join(fr.legal, " · ")), width-90, tiny)
	c.legal = c.legal[:min(len(c.legal), maxLegal)]
	c.bottom = pageHeight - 50 - float64(max(len(c.legal), 2))*tinyLeading
	c.pdf.AddPage()
	c.y = top
	return c
}

// clean makes a text drawable and counts what is lost.
func (c *canvas) clean(text string) string {
	text, missing := c.ink.clean(text)
	c.missing += missing
	return text
}

// need starts a new page unless h points are left on this one.
func (c *canvas) need(h float64) {
	if c.y+h <= c.bottom || c.y <= top {
		return
	}
	c.pdf.AddPage()
	c.y = top
	if c.onBreak != nil {
		c.onBreak()
	}
}

// keep is need for what may be taller than a page: that starts where it stands
// and goes on over the next.
func (c *canvas) keep(h float64) {
	if h <= c.bottom-top {
		c.need(h)
	}
}

// text draws one cleaned line with its baseline at the pen.
func (c *canvas) text(x float64, line string, st style) { c.textAt(x, c.y, line, st) }

// textRight draws one cleaned line that ends at x.
func (c *canvas) textRight(x float64, line string, st style) {
	c.textAt(x-c.ink.width(line, st), c.y, line, st)
}

func (c *canvas) textAt(x, y float64, line string, st style) {
	if line == "" {
		return
	}
	face := ""
	if st.weight == bold {
		face = "B"
	}
	c.pdf.SetFont(family, face, st.size)
	c.pdf.SetTextColor(st.color[0], st.color[1], st.color[2])
	c.pdf.Text(x, y, line)
}

// rule draws a hair line from x to the right margin, below the pen.
func (c *canvas) rule(x, below float64) {
	c.pdf.SetDrawColor(hair[0], hair[1], hair[2])
	c.pdf.SetLineWidth(0.6)
	c.pdf.Line(x, c.y+below, right, c.y+below)
}

// finish draws head and foot on every page, now that their number and the
// number of missing characters are known.
func (c *canvas) finish() {
	pages := c.pdf.PageCount()
	for page := 1; page <= pages; page++ {
		c.pdf.SetPage(page)
		c.head(page > 1)
		c.foot(page, pages)
	}
}

func (c *canvas) head(again bool) {
	c.pdf.SetFillColor(c.frame.accent[0], c.frame.accent[1], c.frame.accent[2])
	c.pdf.Rect(0, 0, pageWidth, 4, "F")
	c.y = 36
	statement := "Copy. " + c.frame.original + " is the original."
	c.textRight(right, statement, label)
	c.text(left, c.ink.fit(c.frame.account, width-c.ink.width(statement, label)-16, title), title)
	c.y = 49
	note := missingNote(c.missing, c.frame.original)
	noteStyle := style{bold, 8, amber}
	c.textRight(right, note, noteStyle)
	if again {
		c.text(left, c.ink.fit(c.frame.title, width-c.ink.width(note, noteStyle)-16, small), small)
	}
}

func missingNote(n int, original string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 character cannot be shown here and is marked " + omission + ". " + original + " has it."
	}
	return strconv.Itoa(n) + " characters cannot be shown here and are marked " + omission + ". " + original + " has them."
}

func (c *canvas) foot(page, pages int) {
	c.y = c.bottom + 14
	c.rule(left, -2)
	c.y += tinyLeading
	c.textRight(right, fmt.Sprintf("Page %d of %d", page, pages), tiny)
	for i, line := range c.legal {
		c.textAt(left, c.y+float64(i)*tinyLeading, line, tiny)
	}
	if c.frame.reference != "" {
		c.y += tinyLeading
		c.textRight(right, "Reference "+c.frame.reference, tiny)
	}
}
