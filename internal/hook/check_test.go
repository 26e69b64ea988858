package hook

import (
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestATryIsCheckedAsItsReceiverDoes(t *testing.T) {
	event := portal.Event{ID: "evt_1", Type: portal.EventLinked, Data: `{"a":1}`}
	secret, other := newTestSecret(1), newTestSecret(2)
	both, err := keys([]string{other, secret})
	if err != nil {
		t.Fatal(err)
	}
	body, err := Payload(event)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []portal.Endpoint{{Style: portal.StandardStyle}, {Style: portal.TimedStyle, HeaderPrefix: "X-Mine-"}} {
		head := headLines(sign(e.Style, e.HeaderPrefix, both, letter{id: event.ID, kind: event.Type, body: body, at: time.Unix(1760000000, 0)}))
		changed := event
		changed.Data = `{"a":2}`
		if !Signed(e, event, []string{secret}, head) {
			t.Errorf("%s: the signature of the second secret was not found", e.Style)
		}
		if Signed(e, changed, []string{secret}, head) || Signed(e, event, []string{newTestSecret(3)}, head) ||
			Signed(e, event, []string{secret}, strings.ReplaceAll(head, "1760000000", "1760000001")) || Signed(e, event, []string{secret}, "") {
			t.Errorf("%s: another body, secret, time or nothing passed", e.Style)
		}
	}
}

func newTestSecret(b byte) string {
	return secretPrefix + string('A'+rune(b)) + "AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
}

func TestOnlyABoundedTextIsKeptOfAnAnswer(t *testing.T) {
	for name, c := range map[string]struct{ kind, body, want string }{
		"text":       {"text/plain; charset=utf-8", "ok\n", "ok\n"},
		"json":       {"application/problem+json", `{"a":1}`, `{"a":1}`},
		"no type":    {"", "taken", "taken"},
		"bytes":      {"", "\xff\xfe", ""},
		"picture":    {"image/png", "ok", ""},
		"nonsense":   {"text/", "ok", ""},
		"a link":     {"text/plain", "see /x?s=1&c=0123456789abcdef0123456789abcdef now", "see /x?s=1&c=… now"},
		"a secret":   {"text/plain", secretPrefix + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", secretPrefix + "…"},
		"control":    {"text/plain", "a\x00b\x1b[31mc\r\n", "ab[31mc\n"},
		"long":       {"text/plain", strings.Repeat("é", maxSaid), strings.Repeat("é", maxSaid/2)},
		"no picture": {"image/svg+xml", "<svg/>", "<svg/>"},
	} {
		if got := said(c.kind, []byte(c.body)); got != c.want {
			t.Errorf("%s: kept %.60q, want %.60q", name, got, c.want)
		}
	}
}
