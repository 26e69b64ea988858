package i18n_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/bojanz/currency"
	"github.com/latchkey-portal/latchkey/internal/i18n"
	"pgregory.net/rapid"
)

var everyTag = []string{"en", "en-US", "en-IN", "de", "da", "fr", "es", "ja", "ar", "ar-EG"}

func TestMoneyKeepsTheIssuersFigures(t *testing.T) {
	for _, c := range []struct{ tag, amount, currency, want string }{
		{"en", "90", "EUR", "€90.00"},
		{"en", "90.5", "EUR", "€90.50"},
		{"en", "0.12345", "EUR", "€0.12345"},
		{"en", "2.500", "EUR", "€2.500"},
		{"en", "1309.00", "JPY", "JP¥1,309.00"},
		{"en", "1.5", "KWD", "KWD\u00a01.500"},
		{"en", "-119.00", "EUR", "−€119.00"},
		{"de", "-119.00", "EUR", "−119,00\u00a0€"},
		{"ar", "-119.00", "EUR", "\u200f\u200e−119.00\u00a0€"},
		{"ja", "1309000", "JPY", "￥1,309,000"},
		{"ar", "442.68", "KWD", "\u200f442.680\u00a0د.ك.\u200f"},
		{"ar-EG", "442.68", "KWD", "\u200f٤٤٢٫٦٨٠\u00a0د.ك.\u200f"},
		{"ar-EG", "-119.00", "EUR", "\u061c−\u200f١١٩٫٠٠\u00a0€"},
		{"en-IN", "1234567.89", "INR", "₹12,34,567.89"},
		{"en-IN", "100000", "INR", "₹1,00,000.00"},
		{"en-IN", "99999.5", "INR", "₹99,999.50"},
		{"en", "1234567.89", "INR", "₹1,234,567.89"},
		{"en-IN", "-1234567.89", "EUR", "−€12,34,567.89"},
		{"en", "+5", "GBP", "£5.00"},
		{"en", ".5", "GBP", "£0.50"},
		{"en", "007", "GBP", "£7.00"},
		{"en", "-0.00", "GBP", "£0.00"},
		{"en", "1234567.89", "EUR", "€1,234,567.89"},
		{"es", "12345.00", "EUR", "12.345,00\u00a0€"},
	} {
		same(t, c.tag+" "+c.amount+" "+c.currency, i18n.For(c.tag).Money(c.amount, c.currency), c.want)
	}
}

func TestAForeignDollarIsNeverABareDollarSign(t *testing.T) {
	l := i18n.For("en")
	same(t, "CAD", l.Money("5", "CAD"), "CA$5.00")
	same(t, "USD in Britain", l.Money("5", "USD"), "US$5.00")
	same(t, "USD in America", i18n.For("en-US").Money("5", "USD"), "$5.00")
	same(t, "DKK in English", l.Money("5", "DKK"), "DKK\u00a05.00")
	same(t, "SEK in Danish", i18n.For("da").Money("5", "SEK"), "5,00\u00a0SEK")
}

func TestNoTwoCurrenciesLookAlike(t *testing.T) {
	for _, tag := range everyTag {
		seen := map[string]string{}
		for _, code := range currency.GetCurrencyCodes() {
			sign := strings.ReplaceAll(i18n.For(tag).Money("1.000", code), "1.000", "")
			if other, dup := seen[sign]; dup {
				t.Errorf("%s: %s and %s are both written %q", tag, code, other, sign)
			}
			seen[sign] = code
		}
	}
}

func TestWhatIsNotMoneyIsShownAsWritten(t *testing.T) {
	l := i18n.For("de")
	long := strings.Repeat("9", 31)
	for _, c := range []struct{ amount, currency, want string }{
		{"1309.00", "QQQ", "1309.00\u00a0QQQ"},
		{"12,50", "EUR", "12,50\u00a0EUR"},
		{"1e999999999", "EUR", "1e999999999\u00a0EUR"},
		{"NaN", "EUR", "NaN\u00a0EUR"},
		{long, "EUR", long + "\u00a0EUR"},
		{"--1", "EUR", "--1\u00a0EUR"},
		{"1309.00", "", "1.309,00"},
		{"", "EUR", ""},
	} {
		same(t, c.amount+" "+c.currency, l.Money(c.amount, c.currency), c.want)
	}
}

func TestNumbersAndQuantities(t *testing.T) {
	en, de := i18n.For("en"), i18n.For("de")
	same(t, "digits as written", en.Number("1000.500"), "1,000.500")
	same(t, "quantity drops zeros", en.Quantity("1000.500"), "1,000.5")
	same(t, "whole quantity", en.Quantity("10.0000"), "10")
	same(t, "quantity of tens", en.Quantity("100"), "100")
	same(t, "negative", de.Quantity("-1000.5"), "−1.000,5")
	same(t, "negative in Arabic", i18n.For("ar").Number("-5"), "\u200e−5")
	same(t, "not a number", de.Number("ten"), "ten")
	same(t, "percent with decimals", de.Percent("7.70"), "7,7\u00a0%")
	same(t, "no percent", de.Percent(""), "")
}

// Whatever an issuer writes, no digit is lost, added or rounded.
func TestMoneyNeverLosesADigit(t *testing.T) {
	digits := func(text string) string {
		kept := strings.Map(func(r rune) rune {
			switch {
			case '٠' <= r && r <= '٩':
				return r - '٠' + '0'
			case unicode.IsDigit(r):
				return r
			}
			return -1
		}, text)
		return kept
	}
	rapid.Check(t, func(t *rapid.T) {
		l := i18n.For(rapid.SampledFrom(everyTag).Draw(t, "tag"))
		amount := rapid.StringMatching(`-?[1-9][0-9]{0,30}\.[0-9]{3,9}`).Draw(t, "amount")
		if got := l.Money(amount, "EUR"); digits(got) != digits(amount) {
			t.Fatalf("Money(%q) = %q", amount, got)
		}
		if got := l.Number(amount); digits(got) != digits(amount) {
			t.Fatalf("Number(%q) = %q", amount, got)
		}
		l.Money(rapid.String().Draw(t, "any amount"), rapid.String().Draw(t, "any currency"))
	})
}
