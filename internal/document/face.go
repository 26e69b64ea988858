package document

import (
	"encoding/binary"
	"errors"
)

// face knows which characters a font has and how wide they are.
type face struct {
	glyphs map[rune]uint16
	widths []uint16 // by glyph, in font units
	em     float64  // font units per em
}

var errFont = errors.New("not a TrueType font with a Unicode character map")

// readFace reads the tables cmap (format 4, the Basic Multilingual Plane),
// hmtx, hhea and head of a TrueType file, as the OpenType specification lays
// them out. The fonts are ours, so offsets inside the tables are trusted.
func readFace(ttf []byte) (face, error) {
	tables := tablesOf(ttf)
	cmap, ok := unicodeMap(tables["cmap"])
	if !ok || len(tables["head"]) < 54 || len(tables["hhea"]) < 36 {
		return face{}, errFont
	}
	f := face{glyphs: glyphsOf(cmap), em: float64(be16(tables["head"], 18))}
	hmtx := tables["hmtx"]
	for i := range int(be16(tables["hhea"], 34)) {
		f.widths = append(f.widths, be16(hmtx, 4*i))
	}
	if len(f.widths) == 0 || f.em == 0 {
		return face{}, errFont
	}
	return f, nil
}

// width returns a character's width in em.
func (f face) width(r rune) float64 {
	// Glyphs beyond the table share its last width.
	glyph := min(int(f.glyphs[r]), len(f.widths)-1)
	return float64(f.widths[glyph]) / f.em
}

func tablesOf(ttf []byte) map[string][]byte {
	tables := map[string][]byte{}
	if len(ttf) < 12 {
		return tables
	}
	for i := range int(be16(ttf, 4)) {
		entry := ttf[12+16*i:]
		offset, size := be32(entry, 8), be32(entry, 12)
		tables[string(entry[:4])] = ttf[offset : offset+size]
	}
	return tables
}

// unicodeMap finds the format 4 subtable for platform 3, encoding 1.
func unicodeMap(cmap []byte) ([]byte, bool) {
	if len(cmap) < 4 {
		return nil, false
	}
	for i := range int(be16(cmap, 2)) {
		entry := cmap[4+8*i:]
		table := cmap[be32(entry, 4):]
		if be16(entry, 0) == 3 && be16(entry, 2) == 1 && be16(table, 0) == 4 {
			return table, true
		}
	}
	return nil, false
}

// glyphsOf walks the segments of a format 4 subtable.
func glyphsOf(table []byte) map[rune]uint16 {
	glyphs := map[rune]uint16{}
	size := int(be16(table, 6)) // twice the number of segments
	ends, starts := 14, 16+size
	deltas, offsets := starts+size, starts+2*size
	for i := 0; i < size; i += 2 {
		offset := int(be16(table, offsets+i))
		for r := int(be16(table, starts+i)); r <= int(be16(table, ends+i)) && r < 0xffff; r++ {
			glyph := uint16(r)
			if offset != 0 {
				glyph = be16(table, offsets+i+offset+2*(r-int(be16(table, starts+i))))
			}
			if glyph += be16(table, deltas+i); glyph != 0 {
				glyphs[rune(r)] = glyph
			}
		}
	}
	return glyphs
}

func be16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func be32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
