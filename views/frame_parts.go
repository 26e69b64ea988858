package views

import (
	"slices"
	"strconv"
	"unicode"
)

// documentTitle is the outcome first, then whose page it is.
func (f Frame) documentTitle() string {
	if f.Brand.Name == "" {
		return f.Title
	}
	return f.Title + " – " + f.Brand.Name
}

// wide says whether there is enough in the stub to hang it at the side of a
// wide screen; a bare reference stays below the text.
func (f Frame) wide() bool {
	return f.Stub != nil && (f.Stub.Documents != nil || f.Stub.State != "" || f.Stub.Contact != nil)
}

// monogram is the first letter or digit of the name, as a capital.
func (b Brand) monogram() string {
	for _, r := range b.Name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return ""
}

// afterPhone is the hours, set off from the number before them.
func (c Contact) afterPhone() string {
	if c.Hours == "" {
		return ""
	}
	return ", " + c.Hours
}

// ticks are the places between the parts of the window.
func (b Bar) ticks() []string {
	var at []string
	for i := 1; i < b.Parts; i++ {
		at = append(at, strconv.FormatFloat(float64(b.room())*float64(i)/float64(b.Parts), 'f', 2, 64)+"%")
	}
	return at
}

// late reports whether something happened behind the end.
func (b Bar) late() bool { return slices.ContainsFunc(b.Dots, func(d BarDot) bool { return d.Late }) }

// room is the percentage of the drawing that the window takes.
func (b Bar) room() int {
	if b.late() {
		return 78
	}
	return 100
}

// of is where a percentage of the window is drawn.
func (b Bar) of(n int) string { return percent(n * b.room() / 100) }

// markAt keeps the mark whole at both ends.
func (b Bar) markAt() string { return b.of(min(max(b.Used, 1), 99)) }

func percent(n int) string { return strconv.Itoa(n) + "%" }

func pixels(n int) string { return strconv.Itoa(n) }
