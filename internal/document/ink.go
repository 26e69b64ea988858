package document

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// omission stands where characters cannot be drawn.
const omission = "[…]"

// blocks are the parts of Unicode that are drawn where both fonts have the
// character: left-to-right scripts whose letters stand side by side unchanged,
// and signs. Arabic and Hebrew are in the fonts too but would come out unjoined
// and backwards, which is worse than a mark that says so.
var blocks = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0020, Hi: 0x007e, Stride: 1}, // ASCII
		{Lo: 0x00a0, Hi: 0x058f, Stride: 1}, // Latin, IPA, Greek, Cyrillic, Armenian
		{Lo: 0x10a0, Hi: 0x10ff, Stride: 1}, // Georgian
		{Lo: 0x1d00, Hi: 0x1fff, Stride: 1}, // phonetic, Latin additional, polytonic Greek
		{Lo: 0x2000, Hi: 0x27bf, Stride: 1}, // punctuation, currencies, signs, arrows
		{Lo: 0xfb00, Hi: 0xfb06, Stride: 1}, // Latin ligatures
	},
	LatinOffset: 1,
}

// ink knows what can be drawn.
type ink struct {
	faces    [2]face
	drawable map[rune]bool
}

// drawableIn lists the characters of blocks that both faces have, in order.
func drawableIn(a, b face) []rune {
	var list []rune
	for _, block := range blocks.R16 {
		for r := rune(block.Lo); r <= rune(block.Hi); r++ {
			if a.glyphs[r] != 0 && b.glyphs[r] != 0 && !unicode.Is(unicode.Cf, r) {
				list = append(list, r)
			}
		}
	}
	return list
}

// clean makes a text drawable and says how many characters it had to leave out.
// Runs of those become one omission. Line ends are kept as "\n", other blanks
// become spaces, and characters without a picture (controls, direction marks,
// soft hyphens) go without being counted.
func (k ink) clean(text string) (string, int) {
	if k.plain(text) {
		return text, 0
	}
	var b strings.Builder
	missing, omitting := 0, false
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\r\n", "\n")
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == '\n' || k.drawable[r]:
			b.WriteRune(r)
		case r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
			continue
		default:
			missing++
			if !omitting {
				b.WriteString(omission)
			}
			omitting = true
			continue
		}
		omitting = false
	}
	return b.String(), missing
}

// plain reports whether a text is printable ASCII, as most are.
func (k ink) plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// width measures a cleaned text in points.
func (k ink) width(text string, st style) float64 {
	w := 0.0
	for _, r := range text {
		w += k.faces[st.weight].width(r)
	}
	return w * st.size
}

// wrap breaks a cleaned text into lines of at most w points, at spaces where it
// can and inside a word where it must. It returns no lines for an empty text.
func (k ink) wrap(text string, w float64, st style) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		line := ""
		for word := range strings.SplitSeq(paragraph, " ") {
			if word == "" {
				continue
			}
			joined := word
			if line != "" {
				joined = line + " " + word
			}
			if k.width(joined, st) <= w {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			whole, rest := k.split(word, w, st)
			lines, line = append(lines, whole...), rest
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// split cuts a word that may be wider than a line into full lines and a rest.
func (k ink) split(word string, w float64, st style) (full []string, rest string) {
	start, used := 0, 0.0
	for i, r := range word {
		step := k.faces[st.weight].width(r) * st.size
		if used+step > w && i > start {
			full = append(full, word[start:i])
			start, used = i, 0
		}
		used += step
	}
	return full, word[start:]
}

// fit shortens a cleaned text to one line of at most w points.
func (k ink) fit(text string, w float64, st style) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if k.width(text, st) <= w {
		return text
	}
	full, _ := k.split(text, w-k.width("…", st), st)
	if len(full) == 0 {
		return text
	}
	return strings.TrimSpace(full[0]) + "…"
}
