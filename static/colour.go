package static

import (
	"fmt"
	"math"
	"strconv"
)

// rgb is a colour of the sRGB space in bytes.
type rgb struct{ r, g, b uint8 }

// parse reads six hex digits.
func parse(hex string) rgb {
	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		panic(err) // callers pass constants or what readHex let through
	}
	return rgb{uint8(n >> 16), uint8(n >> 8), uint8(n)}
}

func (c rgb) String() string { return fmt.Sprintf("#%02X%02X%02X", c.r, c.g, c.b) }

// linear gives the light of each channel, 0 to 1 (IEC 61966-2-1).
func (c rgb) linear() (r, g, b float64) {
	expand := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= .04045 {
			return s / 12.92
		}
		return math.Pow((s+.055)/1.055, 2.4)
	}
	return expand(c.r), expand(c.g), expand(c.b)
}

// luminance is the relative luminance of WCAG 2.
func (c rgb) luminance() float64 {
	r, g, b := c.linear()
	return .2126*r + .7152*g + .0722*b
}

// contrast is the contrast ratio of WCAG 2, 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// oklch is a colour by lightness (0 to 1), chroma and hue (radians): the OKLab
// space of Björn Ottosson in polar form, with his matrices.
type oklch struct{ l, c, h float64 }

func toOKLCH(c rgb) oklch {
	r, g, b := c.linear()
	l := math.Cbrt(.4122214708*r + .5363325363*g + .0514459929*b)
	m := math.Cbrt(.2119034982*r + .6806995451*g + .1073969566*b)
	s := math.Cbrt(.0883024619*r + .2817188376*g + .6299787005*b)
	A := 1.9779984951*l - 2.4285922050*m + .4505937099*s
	B := .0259040371*l + .7827717662*m - .8086757660*s
	return oklch{
		l: .2104542553*l + .7936177850*m - .0040720468*s,
		c: math.Hypot(A, B),
		h: math.Atan2(B, A),
	}
}

// linear gives the light of each channel, outside 0 to 1 where sRGB cannot
// show the colour.
func (o oklch) linear() (r, g, b float64) {
	A, B := o.c*math.Cos(o.h), o.c*math.Sin(o.h)
	l := cube(o.l + .3963377774*A + .2158037573*B)
	m := cube(o.l - .1055613458*A - .0638541728*B)
	s := cube(o.l - .0894841775*A - 1.2914855480*B)
	return 4.0767416621*l - 3.3077115913*m + .2309699292*s,
		-1.2684380046*l + 2.6097574011*m - .3413193965*s,
		-.0041960863*l - .7034186147*m + 1.7076147010*s
}

func cube(v float64) float64 { return v * v * v }

// rgb gives the nearest colour sRGB can show with this lightness and hue:
// chroma is halved towards grey until it fits.
func (o oklch) rgb() rgb {
	o.l = min(max(o.l, 0), 1)
	if !o.shown() {
		low, high := 0.0, o.c
		for range 20 {
			o.c = (low + high) / 2
			if o.shown() {
				low = o.c
			} else {
				high = o.c
			}
		}
		o.c = low
	}
	r, g, b := o.linear()
	return rgb{compand(r), compand(g), compand(b)}
}

// shown says whether sRGB has the colour, give or take half a step.
func (o oklch) shown() bool {
	const slack = .0005
	r, g, b := o.linear()
	return min(r, g, b) >= -slack && max(r, g, b) <= 1+slack
}

// compand turns light into a byte.
func compand(v float64) uint8 {
	v = min(max(v, 0), 1)
	if v <= .0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - .055
	}
	return uint8(math.Round(v * 255))
}
