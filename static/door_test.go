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

// The trial of the algorithm, each against the surface alone: the colour that
// came out, here by its lightness. Half a step is what two ways of staying in
// the gamut may differ.
func TestDoorsAreThoseOfTheTrial(t *testing.T) {
	light := theme{grounds: []rgb{parse("ffffff")}, step: lightTheme.step}
	dark := theme{grounds: []rgb{parse("151f1d")}, step: darkTheme.step}
	for _, c := range []struct{ colour, light, dark string }{
		{"f5a623", "a26b0c", "f5a623"},
		{"ffde00", "867506", ""},
		{"00c2a8", "0f8372", ""},
		{"635bff", "635bff", "7578fe"},
		{"e11d48", "e11d48", "f73a59"},
		{"000000", "", "878787"},
		{"ffffff", "747474", ""},
		{"1db954", "018939", ""},
	} {
		for _, side := range []struct {
			theme theme
			want  string
		}{{light, c.light}, {dark, c.dark}} {
			if side.want == "" {
				continue
			}
			have, want := toOKLCH(fromSign(doorOf(c.colour, side.theme).Colour)), toOKLCH(parse(side.want))
			if math.Abs(have.l-want.l) > .005 {
				t.Errorf("%s became lightness %.3f, want %.3f as %s has", c.colour, have.l, want.l, side.want)
			}
		}
	}
}

func TestFiguresAreThoseOfTheDoors(t *testing.T) {
	light, dark := Contrasts("#F5A623")
	wantLight, wantDark := Doors("#F5A623")
	if light.Door != wantLight || dark.Door != wantDark {
		t.Errorf("figures of %v and %v", light.Door, dark.Door)
	}
	if math.Abs(light.Label-contrast(fromSign(wantLight.Ink), fromSign(wantLight.Colour))) > .001 || light.Text < 4.5 || light.Text > 4.8 {
		t.Errorf("light: %+v", light)
	}
}

func TestASampleShowsBothThemesWhateverTheReaders(t *testing.T) {
	light, dark := Doors("#F5A623")
	body := string(read(t, ask("GET", Sample("#F5A623"), "").Body))
	for _, want := range []string{
		".sample.light{color-scheme:light;--paper:#F3F5F4;", ".sample.dark{color-scheme:dark;--paper:#0D1514;",
		"--door:" + light.Colour + ";", "--door:" + dark.Colour + ";",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	if _, sample, _ := strings.Cut(body, ".sample{"); strings.Contains(sample, "prefers-color-scheme") {
		t.Error("the sample follows the reader's theme")
	}
	if Sample("") == Sample("#000000") || ask("GET", strings.Replace(Sample(""), "neutral", "f5a623", 1), "").StatusCode != 404 {
		t.Error("samples are not told apart")
	}
}

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
