package static

// Door is the colour a merchant's page is painted with in one theme. All are
// "#RRGGBB".
type Door struct {
	Colour string // buttons, links, the rest of the bar
	Hover  string
	Ink    string // the text on Colour and on Hover
}

// Theme is one of the two sets of tones a door stands in front of.
type Theme struct {
	grounds []rgb   // everything a link may stand on
	step    float64 // lightness change per try: away from the grounds
}

// The themes of tokens.css, whose paper, surface and sunken tones they repeat.
var (
	Light = Theme{grounds: []rgb{parse("f3f5f4"), parse("ffffff"), parse("ebefed")}, step: -.01}
	Dark  = Theme{grounds: []rgb{parse("0d1514"), parse("151f1d"), parse("0f1817")}, step: +.01}
)

// readable is the least contrast of text (WCAG 2.2, 1.4.3).
const readable = 4.5

// hoverShift is how far the lightness of a door moves under the pointer.
const hoverShift = .06

// The two inks: white, and the ink of the light theme.
var inks = []rgb{parse("ffffff"), parse("13201e")}

// DoorOf derives the door from a merchant's colour of six hex digits or
// "#RRGGBB"; an unreadable colour counts as black. Hue and chroma stay as far
// as the gamut lets them; lightness moves in steps until the colour can be
// read on every ground of the theme and the better ink can be read on it.
func DoorOf(colour string, theme Theme) Door {
	hex, ok := readHex(colour)
	if !ok {
		hex = "000000"
	}
	start := toOKLCH(parse(hex))
	door, at := parse(hex), start
	for !theme.reads(door) {
		at.l += theme.step
		door = at.rgb()
	}
	ink := betterInk(door)
	hover := start
	hover.l = toOKLCH(door).l + hoverShift
	if ink == inks[0] {
		hover.l = toOKLCH(door).l - hoverShift
	}
	return Door{Colour: door.String(), Hover: hover.rgb().String(), Ink: ink.String()}
}

// reads says whether a colour can be read on all grounds and written on. Near
// black (light theme) and near white (dark theme) always can, so that stepping
// towards them ends.
func (t Theme) reads(c rgb) bool {
	for _, ground := range t.grounds {
		if contrast(c, ground) < readable {
			return false
		}
	}
	return contrast(c, betterInk(c)) >= readable
}

// betterInk is the ink with the higher contrast.
func betterInk(c rgb) rgb {
	if contrast(c, inks[0]) >= contrast(c, inks[1]) {
		return inks[0]
	}
	return inks[1]
}
