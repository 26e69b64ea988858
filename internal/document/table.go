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
	rowAir                  = 5.0 // above and below a row
	sumsLeft, sumsLabelWide = left + 200, 205.0
)

// table draws the lines under a header that is repeated on every page. A row is
// kept whole unless it is taller than half a page.
func (c *canvas) table(rows []row) {
	if len(rows) == 0 {
		return
	}
	c.need(6 * leading)
	c.y += 18
	c.tableHead()
	c.onBreak = c.tableHead
	for _, r := range rows {
		c.row(r)
	}
	c.onBreak = nil
}

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

// row draws a line's name and details on the left and its figures on the right.
func (c *canvas) row(r row) {
	words := column{x: left}
	words.add(c, r.name, nameWidth, strong)
	for _, sub := range r.subs {
		words.add(c, sub, nameWidth, small)
	}
	figures := []column{
		c.figure(r.quantity, quantityEnd, quantityWidth, body),
		c.figure(r.price, priceEnd, priceWidth, body),
		c.figure(r.tax, taxEnd, taxWidth, body),
		c.figure(r.amount, amountEnd, amountWidth, body),
	}
	c.stack(words, figures)
	c.rule(left, rowAir+1)
	c.y += rowAir + 1
}

// figure is a column whose x is its right edge.
func (c *canvas) figure(text string, end, w float64, st style) column {
	col := column{x: end}
	col.add(c, text, w, st)
	return col
}

// stack draws left-aligned words beside right-aligned figures.
func (c *canvas) stack(words column, figures []column) {
	height := len(words.cells)
	for _, col := range figures {
		height = max(height, len(col.cells))
	}
	if h := float64(height)*leading + 2*rowAir; h <= c.room()/2 {
		c.need(h)
	}
	c.y += rowAir - 2
	for i := range height {
		c.need(leading + rowAir)
		c.y += leading
		if i < len(words.cells) {
			c.text(words.x, words.cells[i].text, words.cells[i].style)
		}
		for _, col := range figures {
			if i < len(col.cells) {
				c.textRight(col.x, col.cells[i].text, col.cells[i].style)
			}
		}
	}
}

// sums draws the totals in the right half, together on one page where they fit.
func (c *canvas) sums(list []total) {
	if len(list) == 0 {
		return
	}
	if h := float64(len(list)+2) * (leading + rowAir); h <= c.room()/2 {
		c.need(h)
	}
	c.y += 6
	for _, t := range list {
		name, figure := style{regular, 9, grey}, body
		if t.strong {
			c.y += 4
			c.rule(sumsLeft, 0)
			c.y += 4
			name, figure = sum, sum
		}
		words := column{x: sumsLeft}
		words.add(c, t.label, sumsLabelWide, name)
		for _, sub := range t.subs {
			words.add(c, sub, sumsLabelWide, small)
		}
		c.stack(words, []column{c.figure(t.amount, amountEnd, right-sumsLeft-sumsLabelWide-8, figure)})
	}
	c.y += 4
}
