package document

// cell is one line of text in a column.
type cell struct {
	text  string
	style style
}

// column is a stack of lines from x on.
type column struct {
	x     float64
	cells []cell
}

// draw puts the sheet on the canvas from top to bottom.
func (s sheet) draw(c *canvas) {
	c.lead(s.frame.title, s.lead)
	c.facts(s.facts, 3)
	c.blocks(s.parties)
	c.prose(s.notes)
	c.table(s.rows)
	c.sums(s.sums)
	for _, means := range s.means {
		c.section()
		c.facts(means, 2)
	}
	c.prose(s.terms)
	c.colophon(s.colophon)
}

// lead draws what the document is and its one figure.
func (c *canvas) lead(name string, figure pair) {
	amount := c.clean(figure.value)
	caption := c.clean(figure.label)
	size := huge
	if widest := width / 2; c.ink.width(amount, huge) > widest {
		size.size = max(body.size, huge.size*widest/c.ink.width(amount, huge))
	}
	room := width - c.ink.width(amount, size) - 24
	c.y += 16
	c.textRight(right, amount, size)
	c.textAt(right-c.ink.width(caption, label), c.y-26, caption, label)
	for i, line := range c.ink.wrap(c.clean(name), room, style{bold, 15, black}) {
		if i > 0 {
			c.y += 18
		}
		c.text(left, line, style{bold, 15, black})
	}
	c.y += 12
}

// facts draws pairs so many across, label above value.
func (c *canvas) facts(pairs []pair, across int) {
	const gap = 14
	w := (width - gap*float64(across-1)) / float64(across)
	for start := 0; start < len(pairs); start += across {
		var columns []column
		for i, p := range pairs[start:min(start+across, len(pairs))] {
			col := column{x: left + float64(i)*(w+gap)}
			col.add(c, p.label, w, label)
			col.add(c, p.value, w, body)
			columns = append(columns, col)
		}
		c.y += 6
		c.columns(columns)
	}
	c.y += 4
}

// blocks draws parties in two columns.
func (c *canvas) blocks(blocks []block) {
	const across, gap = 2, 20
	w := (width - gap*(across-1)) / across
	for start := 0; start < len(blocks); start += across {
		var columns []column
		for i, b := range blocks[start:min(start+across, len(blocks))] {
			col := column{x: left + float64(i)*(w+gap)}
			col.add(c, b.heading, w, label)
			for n, line := range b.lines {
				st := body
				if n == 0 {
					st = strong
				}
				col.add(c, line, w, st)
			}
			columns = append(columns, col)
		}
		c.y += 10
		c.columns(columns)
	}
}

// prose draws blocks one below the other over the full width.
func (c *canvas) prose(blocks []block) {
	for _, b := range blocks {
		col := column{x: left}
		col.add(c, b.heading, width, label)
		for _, line := range b.lines {
			col.add(c, line, width, body)
		}
		c.y += 10
		c.columns([]column{col})
	}
}

// section draws a rule with air around it.
func (c *canvas) section() {
	c.need(4 * leading)
	c.y += 10
	c.rule(left, 0)
}

func (c *canvas) colophon(text string) {
	col := column{x: left}
	col.add(c, text, width, small)
	c.y += 14
	c.columns([]column{col})
}

// add cleans, wraps and appends a text.
func (col *column) add(c *canvas, text string, w float64, st style) {
	for _, line := range c.ink.wrap(c.clean(text), w, st) {
		col.cells = append(col.cells, cell{line, st})
	}
}

// columns draws columns beside each other, line by line, so that ones taller
// than a page go on over the next. What fits on one page is not torn apart.
func (c *canvas) columns(columns []column) {
	height := 0
	for _, col := range columns {
		height = max(height, len(col.cells))
	}
	if h := float64(height) * leading; h <= c.room() {
		c.need(h)
	}
	for i := range height {
		c.need(leading)
		c.y += leading
		for _, col := range columns {
			if i < len(col.cells) {
				c.text(col.x, col.cells[i].text, col.cells[i].style)
			}
		}
	}
}
