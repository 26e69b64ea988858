package document

import "slices"

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
	c.facts(s.facts)
	c.blocks(s.parties)
	c.prose(s.notes)
	c.table(s.rows)
	c.sums(s.sums)
	for _, means := range s.means {
		c.way(means)
	}
	c.prose(s.terms)
	c.colophon(s.colophon)
}

// lead draws what the document is and its one figure.
func (c *canvas) lead(name string, figure pair) {
	caption, amount := c.clean(figure.label), c.clean(figure.value)
	size := huge
	if w := c.ink.width(amount, huge); w > width/2 {
		size.size = max(body.size, huge.size*width/2/w)
	}
	c.y += 26 // the caption stands between the head and the figure
	names := c.ink.wrap(c.clean(name), width-c.ink.width(amount, size)-24, heading)
	if len(names) > 0 {
		c.text(left, names[0], heading)
	}
	c.textAt(right-c.ink.width(caption, label), c.y-26, caption, label)
	c.textRight(right, amount, size)
	for _, more := range names[min(1, len(names)):] {
		c.need(18)
		c.y += 18
		c.text(left, more, heading)
	}
	c.y += 12
}

// facts draws pairs three across, kept together.
func (c *canvas) facts(pairs []pair) {
	ranks := c.ranks(pairs, 3)
	c.keep(heightOf(ranks))
	c.ranked(ranks)
}

// way draws one way to pay under a rule, kept together.
func (c *canvas) way(means []pair) {
	ranks := c.ranks(means, 2)
	c.keep(heightOf(ranks) + 10)
	c.y += 10
	c.rule(left, 0)
	c.ranked(ranks)
}

// rankAir is the space above a rank of pairs.
const rankAir = 6

// ranks sets pairs so many across, label above value.
func (c *canvas) ranks(pairs []pair, across int) [][]column {
	const gap = 14
	w := (width - gap*float64(across-1)) / float64(across)
	var ranks [][]column
	for rank := range slices.Chunk(pairs, across) {
		var columns []column
		for i, p := range rank {
			col := column{x: left + float64(i)*(w+gap)}
			col.add(c, p.label, w, label)
			col.add(c, p.value, w, body)
			columns = append(columns, col)
		}
		ranks = append(ranks, columns)
	}
	return ranks
}

func (c *canvas) ranked(ranks [][]column) {
	for _, columns := range ranks {
		c.y += rankAir
		c.columns(columns)
	}
	c.y += 4
}

func heightOf(ranks [][]column) float64 {
	h := 0.0
	for _, columns := range ranks {
		h += rankAir + tallest(columns)
	}
	return h
}

// blocks draws parties beside each other, two or three across.
func (c *canvas) blocks(blocks []block) {
	const gap = 14
	across := 2
	if len(blocks) > 2 {
		across = 3
	}
	w := (width - gap*float64(across-1)) / float64(across)
	for rank := range slices.Chunk(blocks, across) {
		var columns []column
		for i, b := range rank {
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

// columns draws columns beside each other: one after the other, which is how
// they are read aloud, or line by line where they are taller than the page and
// go on over the next.
func (c *canvas) columns(columns []column) {
	h := tallest(columns)
	c.keep(h)
	if c.y+h > c.bottom {
		c.interleaved(columns)
		return
	}
	start := c.y
	for _, col := range columns {
		for i, cell := range col.cells {
			c.textAt(col.x, start+float64(i+1)*leading, cell.text, cell.style)
		}
	}
	c.y = start + h
}

func (c *canvas) interleaved(columns []column) {
	for i := range lines(columns) {
		c.need(leading)
		c.y += leading
		for _, col := range columns {
			if i < len(col.cells) {
				c.text(col.x, col.cells[i].text, col.cells[i].style)
			}
		}
	}
}

// lines is the number of lines of the longest column.
func lines(columns []column) int {
	most := 0
	for _, col := range columns {
		most = max(most, len(col.cells))
	}
	return most
}

// tallest is the height of the longest column.
func tallest(columns []column) float64 { return float64(lines(columns)) * leading }
