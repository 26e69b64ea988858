package static

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryMerchantColourBecomesAReadableDoor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		colour := fmt.Sprintf("#%06x", rapid.IntRange(0, 0xffffff).Draw(t, "colour"))
		light, dark := Doors(colour)
		readableDoor(t, light, lightTheme)
		readableDoor(t, dark, darkTheme)
	})
}

// readableDoor checks WCAG 2.2, 1.4.3 for all that a door is used for.
func readableDoor(t *rapid.T, d Door, theme theme) {
	door, hover, ink := hexOf(d.Colour), hexOf(d.Hover), hexOf(d.Ink)
	for _, ground := range theme.grounds {
		if c := contrast(door, ground); c < 4.5 {
			t.Errorf("%s on %s: %.2f", d.Colour, ground, c)
		}
	}
	if c := contrast(ink, door); c < 4.5 {
		t.Errorf("%s on door %s: %.2f", d.Ink, d.Colour, c)
	}
	if c := contrast(ink, hover); c < 4.5 {
		t.Errorf("%s on hover %s: %.2f", d.Ink, d.Hover, c)
	}
}

func hexOf(colour string) rgb { return parse(strings.TrimPrefix(colour, "#")) }

func TestADoorKeepsTheMerchantsHue(t *testing.T) {
	for _, colour := range []string{"#F5A623", "#00C2A8", "#635BFF", "#E11D48", "#1DB954", "#FFDE00"} {
		light, dark := Doors(colour)
		want := toOKLCH(hexOf(colour)).h
		for _, door := range []Door{light, dark} {
			turn := math.Abs(toOKLCH(hexOf(door.Colour)).h - want)
			if turn > math.Pi {
				turn = 2*math.Pi - turn
			}
			if turn > .05 {
				t.Errorf("%s became %s, another hue by %.3f", colour, door.Colour, turn)
			}
		}
	}
}

func TestAColourThatCanBeReadStaysAsItIs(t *testing.T) {
	if light, _ := Doors("#0B5161"); light.Colour != "#0B5161" {
		t.Errorf("light door is %s", light.Colour)
	}
	if _, dark := Doors("8ccbda"); dark.Colour != "#8CCBDA" {
		t.Errorf("dark door is %s", dark.Colour)
	}
}

// The contrast figures of the literature: black on white, and the grey that
// just passes.
func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"000000", "ffffff", 21}, {"767676", "ffffff", 4.54}, {"ffffff", "ffffff", 1}} {
		if got := contrast(parse(c.a), parse(c.b)); math.Abs(got-c.want) > .005 {
			t.Errorf("%s on %s is %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// The lightness, chroma and hue of sRGB red as the author of OKLab gives them.
func TestOKLCHOfRed(t *testing.T) {
	red := toOKLCH(parse("ff0000"))
	if math.Abs(red.l-.62796) > .0001 || math.Abs(red.c-.25768) > .0001 || math.Abs(red.h*180/math.Pi-29.2339) > .01 {
		t.Errorf("red is %+v", red)
	}
}

func TestColoursSurviveTheWayThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rgb{rapid.Uint8().Draw(t, "r"), rapid.Uint8().Draw(t, "g"), rapid.Uint8().Draw(t, "b")}
		if back := toOKLCH(c).rgb(); back != c {
			t.Errorf("%s came back as %s", c, back)
		}
	})
}

// The tones in door.go repeat those of the stylesheet.
func TestDoorsKnowTheTonesOfTheStylesheet(t *testing.T) {
	light, dark, found := strings.Cut(string(source("css/tokens.css")), "@media")
	if !found {
		t.Fatal("tokens.css has no dark theme")
	}
	for _, c := range []struct {
		css   string
		theme theme
		door  Door
	}{{light, lightTheme, neutralLight}, {dark, darkTheme, neutralDark}} {
		want := map[string]string{
			"paper": c.theme.grounds[0].String(), "surface": c.theme.grounds[1].String(), "sunken": c.theme.grounds[2].String(),
			"door": c.door.Colour, "door-hi": c.door.Hover, "door-ink": c.door.Ink,
		}
		for token, value := range want {
			if !strings.Contains(c.css, "--"+token+":"+value+";") {
				t.Errorf("--%s is not %s", token, value)
			}
		}
	}
	if !strings.Contains(light, "--ink:"+inks[1].String()+";") {
		t.Errorf("--ink is not %s", inks[1])
	}
}
