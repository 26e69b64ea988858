package i18n

import (
	"strings"

	"github.com/bojanz/currency"
	"github.com/go-playground/locales"
)

// Locale formats for one language and region. The zero Locale is British English.
type Locale struct{ spec *spec }

// spec is everything a Locale knows. Rows stand in locales.go and never change.
type spec struct {
	tag     string              // BCP 47 with region where formats depend on it
	dir     string              // "ltr" or "rtl"
	names   locales.Translator  // month and day names, plural rules
	money   *currency.Formatter // copied before each use, never changed
	symbols map[string]string   // currency signs that differ from the library's
	dates   dates
	sizes   sizes
	digits  string // zero to nine, where they are not 0 to 9
	pct     string // pattern of a percentage, "{n}%"
	words   *words
}

// For returns the locale for a BCP 47 tag ("de", "de-AT", "en_US"). A region we
// have no row for falls back to its language, an unknown language to English;
// "en" alone is British.
func For(tag string) Locale {
	tag = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if s, ok := specs[tag]; ok {
		return Locale{s}
	}
	language, _, _ := strings.Cut(tag, "-")
	if s, ok := specs[language]; ok {
		return Locale{s}
	}
	return Locale{british}
}

// Tag returns the BCP 47 tag of the locale's formats, "en-GB" for English.
func (l Locale) Tag() string { return l.get().tag }

// Dir returns the writing direction, "ltr" or "rtl", as HTML spells it.
func (l Locale) Dir() string { return l.get().dir }

func (l Locale) get() *spec {
	if l.spec == nil {
		return british
	}
	return l.spec
}

// form picks the form of a word that the language uses with a whole number.
func (s *spec) form(n int64, forms plural) string {
	rule := s.words.names.CardinalPluralRule(float64(n), 0)
	if form, ok := forms[rule]; ok {
		return form
	}
	return forms[locales.PluralRuleOther]
}

// local writes the digits of a text as the locale does.
func (s *spec) local(text string) string {
	if s.digits == "" {
		return text
	}
	digits := []rune(s.digits)
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return digits[r-'0']
		}
		return r
	}, text)
}
