package document

// The right edges of the table's figures and the widths they have.
const (
	nameWidth               = 226.0
	quantityEnd             = left + 292
	priceEnd                = left + 366
	taxEnd                  = left + 416
	amountEnd               = right
	quantityWidth           = 62.0
	priceWidth              = 70.0
	taxWidth                = 46.0
	amountWidth             = 73.0
	rowAir                  = 4.0 // above and below a row
	sumsLeft, sumsLabelWide = left + 200, 205.0
)

// line is a row set in type: words on the left, figures by their right edges.
type line struct {
	words   column
	figures []column
}

// height is what the line takes, with the air around it.
func (l line) height() float64 {
	return max(tallest([]column{l.words}), tallest(l.figures)) + 2*rowAir
}

// table draws the rows under a header that is repeated on every page and never
// stands alone at a page's end. Each row is kept whole where a page can hold it.
func (c *canvas) table(rows []row) {
	if len(rows) == 0 {
		return
	}
	var set []line
	for _, r := range rows {
		set = append(set, c.set(r))
	}
	c.keep(18 + headHeight + set[0].height())
	c.y += 18
	c.tableHead()
	c.onBreak = c.tableHead
	for _, l := range set {
		c.line(l)
		c.rule(left, rowAir+1)
		c.y += rowAir + 1
	}
	c.onBreak = nil
}

// headHeight is what the table's header takes.
const headHeight = 10

func (c *canvas) tableHead() {
	c.y += 4
	c.text(left, "Item", label)
	c.textRight(quantityEnd, "Quantity", label)
	c.textRight(priceEnd, "Price", label)
	c.textRight(taxEnd, "VAT", label)
	c.textRight(amountEnd, "Amount", label)
	c.rule(left, 6)
	c.y += 6
}

func (c *canvas) set(r row) line {
	words := column{x: left}
	words.add(c, r.name, nameWidth, strong)
	for _, sub := range r.subs {
		words.add(c, sub, nameWidth, small)
	}
	return line{words, []column{
		c.figure(r.quantity, quantityEnd, quantityWidth, body),
		c.figure(r.price, priceEnd, priceWidth, body),
		c.figure(r.tax, taxEnd, taxWidth, body),
		c.figure(r.amount, amountEnd, amountWidth, body),
	}}
}

// figure is a column whose x is its right edge.
func (c *canvas) figure(text string, end, w float64, st style) column {
	col := column{x: end}
	col.add(c, text, w, st)
	return col
}

// line draws words beside figures.
func (c *canvas) line(l line) {
	if h := l.height(); h <= c.bottom-top-headHeight {
		c.need(h)
	}
	c.y += rowAir - 2
	for i := range max(len(l.words.cells), lines(l.figures)) {
		c.need(leading + rowAir)
		c.y += leading
		if i < len(l.words.cells) {
			c.text(l.words.x, l.words.cells[i].text, l.words.cells[i].style)
		}
		for _, col := range l.figures {
			if i < len(col.cells) {
				c.textRight(col.x, col.cells[i].text, col.cells[i].style)
			}
		}
	}
}

// sums draws the totals in the right half, together on one page where they fit.
func (c *canvas) sums(list []total) {
	var set []line
	height := 20.0
	for _, t := range list {
		set = append(set, c.setTotal(t))
		height += set[len(set)-1].height()
	}
	c.keep(height)
	c.y += 6
	for i, l := range set {
		if list[i].strong {
			c.need(l.height() + 8)
			c.y += 4
			c.rule(sumsLeft, 0)
			c.y += 4
		}
		c.line(l)
	}
	c.y += 4
}

func (c *canvas) setTotal(t total) line {
	name, figure := style{regular, 9, grey}, body
	if t.strong {
		name, figure = sum, sum
	}
	words := column{x: sumsLeft}
	words.add(c, t.label, sumsLabelWide, name)
	for _, sub := range t.subs {
		words.add(c, sub, sumsLabelWide, small)
	}
	return line{words, []column{c.figure(t.amount, amountEnd, right-sumsLeft-sumsLabelWide-8, figure)}}
}
