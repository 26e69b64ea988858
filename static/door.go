package static

// Door is the colour a merchant's page is painted with in one theme. All are
// "#RRGGBB".
type Door struct {
	Colour string // buttons, links, the rest of the bar
	Hover  string
	Ink    string // the text on Colour and on Hover
}

// The neutral doors of tokens.css, for pages of nobody in particular.
var (
	neutralLight = Door{Colour: "#0B5161", Hover: "#083D49", Ink: "#FFFFFF"}
	neutralDark  = Door{Colour: "#8CCBDA", Hover: "#B3DEE8", Ink: "#05242C"}
)

// Doors derives the door of both themes from a merchant's colour, "#RRGGBB" in
// either case with or without the sign. An empty or unreadable colour gives
// the neutral doors.
//
// Hue and chroma stay as far as the gamut lets them; lightness moves in steps
// until the colour can be read on every ground of its theme and the better ink
// can be read on it.
func Doors(colour string) (light, dark Door) {
	hex, ok := readHex(colour)
	if !ok {
		return neutralLight, neutralDark
	}
	return doorOf(hex, lightTheme), doorOf(hex, darkTheme)
}

// theme is one of the two sets of tones a door stands in front of.
type theme struct {
	grounds []rgb   // everything a link may stand on
	step    float64 // lightness change per try: away from the grounds
}

// The themes of tokens.css, whose paper, surface and sunken tones they repeat.
var (
	lightTheme = theme{grounds: []rgb{parse("f3f5f4"), parse("ffffff"), parse("ebefed")}, step: -.01}
	darkTheme  = theme{grounds: []rgb{parse("0d1514"), parse("151f1d"), parse("0f1817")}, step: +.01}
)

// readable is the least contrast of text (WCAG 2.2, 1.4.3).
const readable = 4.5

// hoverShift is how far the lightness of a door moves under the pointer.
const hoverShift = .06

// The two inks: white, and the ink of the light theme.
var inks = []rgb{parse("ffffff"), parse("13201e")}

// doorOf derives the door of one theme from six hex digits.
func doorOf(hex string, theme theme) Door {
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
func (t theme) reads(c rgb) bool {
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
