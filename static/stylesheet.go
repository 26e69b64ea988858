package static

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Stylesheet returns the address of the customer stylesheet in the merchant's
// colour, given as "#RRGGBB" in either case, with or without the sign. An
// empty or unreadable colour gives the neutral one.
func Stylesheet(colour string) string {
	hex, ok := readHex(colour)
	if !ok {
		return URL("customer.css")
	}
	return brand(hex).url
}

// brandPath is the address of a merchant's stylesheet.
var brandPath = regexp.MustCompile(`^` + prefix + `customer-([0-9a-f]{6})\.[0-9a-f]{12}\.css$`)

// brandFile finds the file of an address Stylesheet has returned, also before
// a restart.
func brandFile(url string) (file, bool) {
	match := brandPath.FindStringSubmatch(url)
	if match == nil {
		return file{}, false
	}
	f := brand(match[1])
	return f, f.url == url
}

// brands remembers what brand has made. It changes no result, only how soon it
// comes; an address can be made up by anybody, so it is emptied when full.
var brands = struct {
	sync.Mutex
	made map[string]file
}{made: make(map[string]file)}

// maxBrands bounds the memory, at about 20 KB each.
const maxBrands = 128

// brand makes the stylesheet of a colour of six lower-case hex digits.
func brand(hex string) file {
	brands.Lock()
	f, ok := brands.made[hex]
	brands.Unlock()
	if ok {
		return f
	}
	f = newFile("customer-"+hex+".css", slices.Concat(files()["customer.css"].body, []byte(doorCSS(hex))))
	brands.Lock()
	defer brands.Unlock()
	if len(brands.made) >= maxBrands {
		clear(brands.made)
	}
	brands.made[hex] = f
	return f
}

// doorCSS sets the door colours over those of tokens.css.
func doorCSS(hex string) string {
	light, dark := Doors(hex)
	rules := func(d Door) string {
		return ":root{--door:" + d.Colour + ";--door-hi:" + d.Hover + ";--door-ink:" + d.Ink + "}"
	}
	return rules(light) +
		"@media screen and (prefers-color-scheme:dark){" + rules(dark) + "}"
}

// readHex returns the six lower-case digits of a colour.
func readHex(colour string) (string, bool) {
	hex := strings.ToLower(strings.TrimPrefix(colour, "#"))
	return hex, hexDigits.MatchString(hex)
}

var hexDigits = regexp.MustCompile(`^[0-9a-f]{6}$`)
