package i18n_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/i18n"
)

// The values are what ICU writes, but for the weekday's comma in British
// English; U+00A0 and U+202F are spelled out because they cannot be seen.
func TestEveryLocaleWritesDatesAndMoneyAsItsReadersDo(t *testing.T) {
	at := time.Date(2026, 11, 27, 15, 5, 0, 0, time.UTC)
	for _, want := range []struct{ tag, moment, short, eur, jpy, number, percent, period string }{
		{"en-GB", "Friday 27 November 2026 at 16:05", "27 Nov 2026", "€1,309.00", "JP¥1,309", "1,309.5", "19%", "1 to 31 October 2026"},
		{"en-US", "Friday, November 27, 2026 at 4:05 PM", "Nov 27, 2026", "€1,309.00", "¥1,309", "1,309.5", "19%", "October 1 to 31, 2026"},
		{"en-IN", "Friday 27 November 2026 at 4:05 pm", "27 Nov 2026", "€1,309.00", "JP¥1,309", "1,309.5", "19%", "1 to 31 October 2026"},
		{"de", "Freitag, 27. November 2026 um 16:05", "27. Nov. 2026", "1.309,00\u00a0€", "1.309\u00a0¥", "1.309,5", "19\u00a0%", "1. bis 31. Oktober 2026"},
		{"da", "fredag den 27. november 2026 kl. 16.05", "27. nov. 2026", "1.309,00\u00a0€", "1.309\u00a0JP¥", "1.309,5", "19\u00a0%", "1. til 31. oktober 2026"},
		{"fr", "vendredi 27 novembre 2026 à 16:05", "27 nov. 2026", "1\u202f309,00\u00a0€", "1\u202f309\u00a0JPY", "1\u202f309,5", "19\u202f%", "1er au 31 octobre 2026"},
		{"es", "viernes, 27 de noviembre de 2026, 16:05", "27 nov 2026", "1309,00\u00a0€", "1309\u00a0JPY", "1309,5", "19\u00a0%", "1 al 31 de octubre de 2026"},
		{"ja", "2026年11月27日金曜日 16:05", "2026年11月27日", "€1,309.00", "￥1,309", "1,309.5", "19%", "2026年10月1日～31日"},
		{"ar", "الجمعة، 27 نوفمبر 2026 في 4:05 م", "27 نوفمبر 2026", "\u200f1,309.00\u00a0€", "\u200f1,309\u00a0JP¥", "1,309.5", "19\u200e%\u200e", "1 إلى 31 أكتوبر 2026"},
		{"ar-EG", "الجمعة، ٢٧ نوفمبر ٢٠٢٦ في ٤:٠٥ م", "٢٧ نوفمبر ٢٠٢٦", "\u200f١٬٣٠٩٫٠٠\u00a0€", "\u200f١٬٣٠٩\u00a0JP¥", "١٬٣٠٩٫٥", "١٩٪\u061c", "١ إلى ٣١ أكتوبر ٢٠٢٦"},
	} {
		t.Run(want.tag, func(t *testing.T) {
			l := i18n.For(want.tag)
			same(t, "Tag", l.Tag(), want.tag)
			same(t, "Moment", l.Moment(at, copenhagen(t)), want.moment)
			same(t, "DateShort", l.DateShort("2026-11-27"), want.short)
			same(t, "Money EUR", l.Money("1309", "EUR"), want.eur)
			same(t, "Money JPY", l.Money("1309", "JPY"), want.jpy)
			same(t, "Number", l.Number("1309.5"), want.number)
			same(t, "Percent", l.Percent("19.00"), want.percent)
			same(t, "Period", l.Period("2026-10-01", "2026-10-31"), want.period)
		})
	}
}

func TestALocaleIsFoundByTagThenLanguageThenEnglish(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en-GB", "EN_us": "en-US", "en-AU": "en-GB", "de-AT": "de", "da": "da", "fr-CA": "fr",
		"zh-TW": "en-GB", "": "en-GB", "*": "en-GB", "-": "en-GB",
	} {
		same(t, tag, i18n.For(tag).Tag(), want)
	}
	var zero i18n.Locale
	same(t, "zero", zero.Tag()+" "+zero.Date("2026-11-30"), "en-GB 30 November 2026")
	same(t, "direction of Arabic", i18n.For("ar").Dir(), "rtl")
	same(t, "direction of Danish", i18n.For("da").Dir(), "ltr")
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got %q\nwant %q", what, got, want)
	}
}

func copenhagen(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
