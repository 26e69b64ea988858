package static

import "strings"

// Figures are the contrasts (WCAG 2, 1 to 21) of a door, each the least of the
// grounds that it stands on.
type Figures struct {
	Door  Door
	Text  float64 // the colour as text, on the grounds of its theme
	Label float64 // the ink on the colour
}

// Contrasts gives the doors of a colour with what can be measured of them; the
// colour is as in Doors.
func Contrasts(colour string) (light, dark Figures) {
	l, d := Doors(colour)
	return lightTheme.measure(l), darkTheme.measure(d)
}

func (t theme) measure(d Door) Figures {
	door, ink := fromSign(d.Colour), fromSign(d.Ink)
	f := Figures{Door: d, Text: 21, Label: contrast(ink, door)}
	for _, ground := range t.grounds {
		f.Text = min(f.Text, contrast(door, ground))
	}
	return f
}

// fromSign reads a colour of a Door.
func fromSign(colour string) rgb { return parse(strings.ToLower(strings.TrimPrefix(colour, "#"))) }

// Readable reports whether a text is a colour that Doors can read.
func Readable(colour string) bool {
	_, ok := readHex(colour)
	return ok
}
