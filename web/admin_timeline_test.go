package web

import (
	"testing"
	"time"
)

func TestDataOfAnEntryIsPutIntoWords(t *testing.T) {
	c := clock{time.UTC}
	for data, want := range map[string]string{
		`{}`: "",
		`{"generation":2,"start":1795167840,"end":1795772640,"mailed":true}`:  "link 2, 7 days, mailed",
		`{"generation":1,"start":1795167840,"end":1795254240,"mailed":false}`: "link 1, 1 day, shown to be copied",
		`{"generation":3}`:                      "link 3",
		`{"start":1795167840,"end":1795772640}`: "end 27 Nov 09:44, start 20 Nov 09:44",
		`{"verifyUntil":1795772640}`:            "verify until 27 Nov 09:44",
		`{"sessions":1234567}`:                  "sessions 1234567",
		`{"network":"192.0.2.0/24"}`:            "network 192.0.2.0/24",
		`not JSON`:                              "not JSON",
	} {
		if got := c.dataSaid(data); got != want {
			t.Errorf("%s: %q, want %q", data, got, want)
		}
	}
}

func TestAnAddressIsShownAsFarAsSupportMustCompareIt(t *testing.T) {
	for email, want := range map[string]string{
		"anna.lund@harbourpine.example": "a•••@harbourpine.example",
		"Ørn@example.com":               "Ø•••@example.com",
		"@example.com":                  "•••",
		"nobody":                        "•••",
	} {
		if got := shownTo(email); got != want {
			t.Errorf("%s: %s, want %s", email, got, want)
		}
	}
}
