package i18n

import (
	"maps"

	"github.com/bojanz/currency"
	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/ar_EG"
	"github.com/go-playground/locales/da"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/en_IN"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/ja"
)

// The table of locales. Patterns follow CLDR, with two decisions of our own:
// British and Indian English have no comma after the weekday, and Arabic uses
// Latin digits, so that amounts and account numbers can be copied, but where its
// region is Egypt: an account that asks for that writes ٠ to ٩. Nothing changes
// these values after the program has started.
var (
	british = row("en-GB", en_GB.New(), spec{pct: "{n}%", sizes: bytesSI, dates: dates{
		long: "{weekday} {d} {month} {y}", date: "{d} {month} {y}", short: "{d} {mon} {y}",
		day: "{d} {mon}", moment: "{date} at {time}", clock: "15:04",
		sameMonth: "{d} to {d2} {month} {y}", sameYear: "{d} {month} to {d2} {month2} {y}",
		between: "{from} to {to}", since: "from {from}", until: "until {to}",
	}})
	indian = row("en-IN", en_IN.New(), spec{pct: "{n}%", sizes: bytesSI, dates: dates{
		long: "{weekday} {d} {month} {y}", date: "{d} {month} {y}", short: "{d} {mon} {y}",
		day: "{d} {mon}", moment: "{date} at {time}", clock: "3:04 pm",
		sameMonth: "{d} to {d2} {month} {y}", sameYear: "{d} {month} to {d2} {month2} {y}",
		between: "{from} to {to}", since: "from {from}", until: "until {to}",
	}})
	american = row("en-US", en.New(), spec{pct: "{n}%", sizes: bytesSI, dates: dates{
		long: "{weekday}, {month} {d}, {y}", date: "{month} {d}, {y}", short: "{mon} {d}, {y}",
		day: "{mon} {d}", moment: "{date} at {time}", clock: "3:04 PM",
		sameMonth: "{month} {d} to {d2}, {y}", sameYear: "{month} {d} to {month2} {d2}, {y}",
		between: "{from} to {to}", since: "from {from}", until: "until {to}",
	}})
	german = row("de", de.New(), spec{pct: "{n}\u00a0%", sizes: bytesSI, dates: dates{
		long: "{weekday}, {d}. {month} {y}", date: "{d}. {month} {y}", short: "{d}. {mon} {y}",
		day: "{d}. {mon}", moment: "{date} um {time}", clock: "15:04",
		sameMonth: "{d}. bis {d2}. {month} {y}", sameYear: "{d}. {month} bis {d2}. {month2} {y}",
		between: "{from} bis {to}", since: "ab {from}", until: "bis {to}",
	}})
	danish = row("da", da.New(), spec{pct: "{n}\u00a0%", sizes: bytesSI, dates: dates{
		long: "{weekday} den {d}. {month} {y}", date: "{d}. {month} {y}", short: "{d}. {mon} {y}",
		day: "{d}. {mon}", moment: "{date} kl. {time}", clock: "15.04",
		sameMonth: "{d}. til {d2}. {month} {y}", sameYear: "{d}. {month} til {d2}. {month2} {y}",
		between: "{from} til {to}", since: "fra {from}", until: "til {to}",
	}})
	french = row("fr", fr.New(), spec{symbols: yenByCode, pct: "{n}\u202f%", sizes: bytesOctets, dates: dates{
		long: "{weekday} {d} {month} {y}", date: "{d} {month} {y}", short: "{d} {mon} {y}",
		day: "{d} {mon}", first: "1er", moment: "{date} à {time}", clock: "15:04",
		sameMonth: "{d} au {d2} {month} {y}", sameYear: "{d} {month} au {d2} {month2} {y}",
		between: "{from} au {to}", since: "à partir du {from}", until: "jusqu’au {to}",
	}})
	spanish = row("es", es.New(), spec{symbols: yenByCode, pct: "{n}\u00a0%", sizes: bytesSI, dates: dates{
		long: "{weekday}, {d} de {month} de {y}", date: "{d} de {month} de {y}", short: "{d} {mon} {y}",
		day: "{d} {mon}", bare: true, moment: "{date}, {time}", clock: "15:04",
		sameMonth: "{d} al {d2} de {month} de {y}", sameYear: "{d} de {month} al {d2} de {month2} de {y}",
		between: "{from} al {to}", since: "desde el {from}", until: "hasta el {to}",
	}})
	japanese = row("ja", ja.New(), spec{pct: "{n}%", sizes: bytesSI, dates: dates{
		long: "{y}年{m}月{d}日{weekday}", date: "{y}年{m}月{d}日", short: "{y}年{m}月{d}日",
		day: "{m}月{d}日", moment: "{date} {time}", clock: "15:04",
		sameMonth: "{y}年{m}月{d}日～{d2}日", sameYear: "{y}年{m}月{d}日～{m2}月{d2}日",
		between: "{from}～{to}", since: "{from}から", until: "{to}まで",
	}})
	arabic = row("ar", ar.New(), spec{pct: "{n}\u200e%\u200e", dir: "rtl", sizes: bytesArabic, dates: dates{
		long: "{weekday}، {d} {month} {y}", date: "{d} {month} {y}", short: "{d} {mon} {y}",
		day: "{d} {mon}", moment: "{date} في {time}", clock: "3:04 PM",
		sameMonth: "{d} إلى {d2} {month} {y}", sameYear: "{d} {month} إلى {d2} {month2} {y}",
		between: "{from} إلى {to}", since: "من {from}", until: "حتى {to}",
	}})
	egyptian = row("ar-EG", ar_EG.New(), spec{digits: arabicIndic, pct: "{n}٪\u061c", dir: "rtl", sizes: bytesArabic, dates: dates{
		long: "{weekday}، {d} {month} {y}", date: "{d} {month} {y}", short: "{d} {mon} {y}",
		day: "{d} {mon}", moment: "{date} في {time}", clock: "3:04 PM",
		sameMonth: "{d} إلى {d2} {month} {y}", sameYear: "{d} {month} إلى {d2} {month2} {y}",
		between: "{from} إلى {to}", since: "من {from}", until: "حتى {to}",
	}})

	specs = map[string]*spec{
		"en": british, "en-gb": british, "en-us": american, "en-in": indian, "de": german, "da": danish,
		"fr": french, "es": spanish, "ja": japanese, "ar": arabic, "ar-eg": egyptian,
	}
)

// arabicIndic are the digits that Egypt writes, zero first.
const arabicIndic = "٠١٢٣٤٥٦٧٨٩"

// yenByCode is what ICU does where ¥ alone could be the yen or the yuan.
var yenByCode = map[string]string{"JPY": "JPY"}

// row completes a spec with what the libraries know about its tag.
func row(tag string, names locales.Translator, s spec) *spec {
	s.tag, s.names = tag, names
	s.money = currency.NewFormatter(currency.NewLocale(tag))
	maps.Copy(s.money.SymbolMap, s.symbols)
	s.words = english
	if s.dir == "" {
		s.dir = "ltr"
	}
	return &s
}
