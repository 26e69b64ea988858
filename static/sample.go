package static

import (
	"regexp"
	"strings"
)

// Sample returns the address of the admin stylesheet with a colour to look at:
// what stands in class "sample light" or "sample dark" has the tones
// and the door of that theme, whatever the theme of the reader. The colour is
// as in Stylesheet; one that cannot be read gives the neutral doors.
func Sample(colour string) string {
	hex, ok := readHex(colour)
	if !ok {
		hex = neutralSample
	}
	return sample(hex).url
}

// neutralSample stands for no colour in the name of a sample.
const neutralSample = "neutral"

var samplePath = regexp.MustCompile(`^` + prefix + `sample-([0-9a-f]{6}|` + neutralSample + `)\.[0-9a-f]{12}\.css$`)

// sampleFile finds the file of an address that Sample has returned.
func sampleFile(url string) (file, bool) {
	match := samplePath.FindStringSubmatch(url)
	if match == nil {
		return file{}, false
	}
	f := sample(match[1])
	return f, f.url == url
}

func sample(hex string) file {
	light, dark := Doors(hex)
	lightTones, darkTones := tones()
	rules := func(class, tones string, d Door) string {
		return ".sample." + class + "{color-scheme:" + class + ";" + tones + "--door:" + d.Colour + ";--door-hi:" + d.Hover + ";--door-ink:" + d.Ink + "}"
	}
	body := string(files()["admin.css"].body) + string(minify(source("css/sample.css"))) + rules("light", lightTones, light) + rules("dark", darkTones, dark)
	return newFile("sample-"+hex+".css", []byte(body))
}

// tones are the custom properties of both themes in tokens.css, each with its
// semicolon, but the doors that follow them.
func tones() (light, dark string) {
	first, second, _ := strings.Cut(string(minify(source("css/tokens.css"))), "@media")
	return properties(first), properties(second)
}

var property = regexp.MustCompile(`--(?:paper|surface|sunken|ink2?|line2?|focus):[^;}]+`)

func properties(css string) string { return strings.Join(property.FindAllString(css, -1), ";") + ";" }
