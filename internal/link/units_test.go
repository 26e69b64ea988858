package link_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// A system that counts in milliseconds is told so, wherever it does.
func TestMillisecondsAreNoticed(t *testing.T) {
	inMillis := func(target string) string {
		for _, second := range []int64{s30, e30} {
			target = strings.Replace(target, "="+strconv.FormatInt(second, 10), "="+strconv.FormatInt(second, 10)+"000", 1)
		}
		return target
	}
	signed := rawV1(acme(), "p", "366332011", s30*1000, e30*1000)
	for why, c := range map[string]struct{ target, note string }{
		"address alone":       {inMillis(purchaseV1), "s and e have to be in seconds instead of milliseconds"},
		"address and message": {signed, "s and e have to be in seconds instead of milliseconds, also where they are signed"},
		"message alone":       {strings.NewReplacer("000&", "&").Replace(signed), "made over milliseconds instead of seconds"},
		"nothing":             {purchaseV1, ""},
		"nobody's":            {strings.Replace(inMillis(purchaseV1), "c=33", "c=34", 1), ""},
	} {
		head, raw, _ := strings.Cut(c.target, "?")
		p, _ := link.ParsePath(head)
		note := ""
		for _, m := range link.DiagnoseUnits(acme(), p, raw) {
			note = strings.Join(m.Notes, "; ")
		}
		if note != c.note {
			t.Errorf("%s: %s: %q, want %q", why, c.target, note, c.note)
		}
	}
}

func TestACutLinkNamesWhereItEnds(t *testing.T) {
	for raw, want := range map[string]string{
		"": "", "s=": "?s=", "s=17594": "?s=", "s=1759492800&e=": "&e=", "s=1759492800&e=1762084800&k=a1": "&k=",
		"s=1759492800&amp;e=17620": "&e=", "s=1759492800&e=1762084800&k=a1&c=": "&c=", "s=1&e=2&k=a1&c=e33ddc6a": "&c=",
	} {
		if name, cut := link.CutAfter(raw); name != want || !cut {
			t.Errorf("%q: %q, %v", raw, name, cut)
		}
	}
	for _, raw := range []string{"s=1&e=2&k=a1&c=e33ddc6a52e966c91bc9f9aef07743e4", "s=1&e=2&c=xyz", "utm_source=x", "c=e33ddc6a&s=1"} {
		if name, cut := link.CutAfter(raw); cut {
			t.Errorf("%q was cut after %q", raw, name)
		}
	}
}
