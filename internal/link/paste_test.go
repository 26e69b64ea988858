package link_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func TestPastedLinksAreFound(t *testing.T) {
	path, query, _ := strings.Cut(purchaseV2, "?")
	for pasted, notes := range map[string]int{
		"https://pay.example.com" + purchaseV2:                                         0,
		"HTTPS://Pay.Example.com" + purchaseV2:                                         0,
		"pay.example.com" + purchaseV2:                                                 0,
		" \t\nhttps://pay.example.com" + purchaseV2 + " \r\n":                          0,
		"<https://pay.example.com" + purchaseV2 + ">":                                  1,
		"https://pay.example.com" + purchaseV2 + "#top":                                1,
		"https://pay.example.com" + strings.Replace(purchaseV2, "e33d", "e33d\r\n", 1): 1,
		"https://pay.example.com" + strings.Replace(purchaseV2, "e33d", "e33d=\n", 1):  1,
		"https://pay.example.com" + strings.Replace(purchaseV2, "c=", "c=\n", 1):       1,
		"> https://pay.example.com" + strings.Replace(purchaseV2, "&k", "\n>   &k", 1): 1,
	} {
		host, gotPath, gotQuery, gotNotes := link.ParseTarget(pasted)
		if host != "pay.example.com" || gotPath != path || gotQuery != query || len(gotNotes) != notes {
			t.Errorf("%q: %q %q %q %q", pasted, host, gotPath, gotQuery, gotNotes)
		}
	}
}

func TestPastedTextWithoutHostPathOrQuery(t *testing.T) {
	for pasted, want := range map[string][3]string{
		"":                          {},
		purchaseV2[:10] + "?" + "x": {"", purchaseV2[:10], "x"},
		"/acme/p/1":                 {"", "/acme/p/1", ""},
		"//acme/p/1":                {"", "//acme/p/1", ""},
		"https://pay.example.com":   {"pay.example.com", "", ""},
		"pay.example.com?s=1":       {"pay.example.com", "", "s=1"},
		"/acme/p/1?s=1?x":           {"", "/acme/p/1", "s=1?x"},
	} {
		host, path, query, notes := link.ParseTarget(pasted)
		if got := [3]string{host, path, query}; got != want || notes != nil {
			t.Errorf("%q: %q, %q", pasted, got, notes)
		}
	}
}
