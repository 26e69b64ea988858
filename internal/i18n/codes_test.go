package i18n_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/i18n"
)

func TestCodesAreSaidInWordsAndUnknownOnesAreKept(t *testing.T) {
	l := i18n.For("en")
	same(t, "hours", l.Unit("HUR", "2.5"), "hours")
	same(t, "one hour", l.Unit("HUR", "1.00"), "hour")
	same(t, "one", l.Unit("C62", "10"), "")
	same(t, "unit not in the list", l.Unit("XYZ", "10"), "XYZ")
	same(t, "tax", l.TaxCategory("AE"), "Reverse charge")
	same(t, "means", l.PaymentMeans("58"), "SEPA transfer")
	same(t, "means not in the list", l.PaymentMeans("999"), "999")
	same(t, "kind", l.DocumentKind("credit_note"), "Credit note")
	same(t, "reference", l.ReferenceLabel("buyer"), "Buyer reference")
	same(t, "note", l.NoteSubject("AAT"), "Payment information")
	same(t, "allowance", l.AllowanceReason("95"), "Discount")
	same(t, "charge", l.ChargeReason("FC"), "Freight")
	same(t, "country", l.Country("DK"), "Denmark")
	same(t, "Northern Ireland", l.Country("XI"), "United Kingdom (Northern Ireland)")
	same(t, "country not in the list", l.Country("QZ"), "QZ")
	same(t, "no country", l.Country(""), "")
}

func TestSizes(t *testing.T) {
	en := i18n.For("en")
	for n, want := range map[int64]string{
		0: "0\u00a0B", 840: "840\u00a0B", 84_112: "84\u00a0KB", 999_600: "1\u00a0MB", 1_234_567: "1.2\u00a0MB", 12_345_678: "12\u00a0MB",
		9_940_000: "9.9\u00a0MB", 9_960_000: "10\u00a0MB", 5_000_000_000_000: "5,000\u00a0GB", -1: "0\u00a0B",
	} {
		same(t, want, en.Bytes(n), want)
	}
	same(t, "French", i18n.For("fr").Bytes(1_234_567), "1,2\u00a0Mo")
}

func TestAnAddressIsRecognisedButNotLearned(t *testing.T) {
	for _, c := range []struct{ email, masked, spoken string }{
		{"anna@harbourpine.example", "a•••@h•••.example", "the address starting with a, at a domain starting with h"},
		{"z@x.co.uk", "z•••@x•••.uk", "the address starting with z, at a domain starting with x"},
		{"øre@localhost", "ø•••@l•••", "the address starting with ø, at a domain starting with l"},
		{"not an address", "•••", "an address we do not show"},
		{"@x.example", "•••", "an address we do not show"},
		{"a@", "•••", "an address we do not show"},
		{"", "•••", "an address we do not show"},
	} {
		masked, spoken := i18n.Reading(c.email)
		same(t, c.email, masked, c.masked)
		same(t, c.email, spoken, c.spoken)
	}
}
