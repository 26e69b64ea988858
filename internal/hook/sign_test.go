package hook

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The figures are published vectors, computed by other programs.
func TestSignaturesOfTheVectors(t *testing.T) {
	const numbers = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	const expired = `{"type":"client.link_expired","timestamp":"2025-10-09T08:53:20Z","data":{"id":"lr_01"}}`
	for _, tt := range []struct {
		name, secret, body string
		at                 int64
		style              portal.EndpointStyle
		header, want       string
	}{
		{"standard", numbers, expired, 1760000000, portal.StandardStyle,
			"Webhook-Signature", "v1,gzquEerJqbStwFRaGq+j3SA7zgYKGsjAgrmp6QWev4M="},
		{"timed", numbers, expired, 1760000000, portal.TimedStyle,
			"X-Latchkey-Signature", "t=1760000000,v1=de43a336ca652f3a03404369fbe705d88ba6427e5e7a281b66d0d0c17f839c8d"},
		{"timed, secret without whsec_", "bGF0Y2hrZXktdGVzdC1zZWNyZXQtMzItYnl0ZXMtISE=",
			`{"id":"5b0a3c1e-0000-4000-8000-000000000001","specVersion":"1.0","event":"client.link_expired","timestamp":"2026-03-08T09:30:00Z","data":{"externalTenantId":"tenant-0042"}}`,
			1772962200, portal.TimedStyle,
			"X-Latchkey-Signature", "t=1772962200,v1=299355e752d23c02e2e1dbe4f06df3ed62effc3d085d7903c9e2654c817f5e89"},
	} {
		keys, err := keys([]string{tt.secret})
		if err != nil {
			t.Fatal(err)
		}
		h := sign(tt.style, "", keys, letter{
			id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", kind: portal.EventLinkExpired, body: []byte(tt.body), at: time.Unix(tt.at, 0),
		})
		if got := h.Get(tt.header); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestHeadersOfBothStyles(t *testing.T) {
	l := letter{id: "evt_1", kind: "client.linked", body: []byte("{}"), at: time.Unix(1760000000, 5), replay: true}
	two := [][]byte{[]byte("new"), []byte("old")}

	h := sign(portal.StandardStyle, "", two, l)
	if h.Get("webhook-id") != "evt_1" || h.Get("webhook-timestamp") != "1760000000" || h.Get("webhook-replay") != "true" {
		t.Errorf("standard: %v", h)
	}
	if list := strings.Split(h.Get("webhook-signature"), " "); len(list) != 2 || list[0] == list[1] {
		t.Errorf("two secrets sign %q", list)
	}

	h = sign(portal.TimedStyle, "X-Acme-", two, l)
	if h.Get("X-Acme-Timestamp") != "1760000000" || h.Get("X-Acme-Event") != "client.linked" || h.Get("X-Acme-Replay") != "true" {
		t.Errorf("timed: %v", h)
	}
	if got := h.Get("X-Acme-Signature"); strings.Count(got, ",v1=") != 2 || !strings.HasPrefix(got, "t=1760000000,v1=") {
		t.Errorf("two secrets sign %q", got)
	}

	l.replay = false
	for _, style := range []portal.EndpointStyle{portal.StandardStyle, portal.TimedStyle} {
		for name := range sign(style, "", two, l) {
			if strings.Contains(name, "Replay") {
				t.Errorf("%s: a first delivery says %s", style, name)
			}
		}
	}
}

func TestNewSecretsAreLongAndDiffer(t *testing.T) {
	a, b := NewSecret(), NewSecret()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(a, "whsec_"))
	if err != nil || len(raw) != 32 || !strings.HasPrefix(a, "whsec_") || a == b {
		t.Errorf("%q, %q: %d bytes, %v", a, b, len(raw), err)
	}
}

func TestWithoutASecretNothingIsSigned(t *testing.T) {
	for _, list := range [][]string{nil, {""}, {"whsec_"}, {"whsec_hunter2!"}, {NewSecret(), "whsec_hunter2!"}} {
		if _, err := keys(list); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", list, err)
		}
	}
}

func TestPayloadIsOneEnvelopeForBothStyles(t *testing.T) {
	e := portal.Event{
		ID: "evt_1", Seq: 7, Type: portal.EventLinkExpired, OccurredAt: time.Date(2026, 3, 8, 10, 30, 0, 5000, time.FixedZone("CET", 3600)),
		Data: `{"externalTenantId":"tenant-0042", "url":"https://pay.example/a?s=1&e=2","sequence":2}`,
	}
	const want = `{"id":"evt_1","type":"client.link_expired","specVersion":"1.0","event":"client.link_expired",` +
		`"timestamp":"2026-03-08T09:30:00Z","sequence":7,` +
		`"data":{"externalTenantId":"tenant-0042","url":"https://pay.example/a?s=1&e=2","sequence":2}}`
	for range 2 {
		if got, err := Payload(e); err != nil || string(got) != want {
			t.Errorf("got %s, %v", got, err)
		}
	}
	for _, bad := range []string{"", "null", "[]", `"x"`, "{", `{"a":1}{}`} {
		e.Data = bad
		if got, err := Payload(e); err == nil {
			t.Errorf("%q became %s", bad, got)
		}
	}
}

func TestAnswersAreJudgedByTheirStatus(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		status int
		after  string
		taken  bool
		gone   bool
		pause  time.Duration
	}{
		{200, "", true, false, 0},
		{204, "3600", true, false, 0},
		{299, "", true, false, 0},
		{301, "", false, false, 0},
		{304, "", false, false, 0},
		{400, "", false, false, 0},
		{404, "3600", false, false, 0},
		{410, "", false, true, 0},
		{500, "", false, false, 0},
		{429, "", false, false, time.Minute},
		{429, "7200", false, false, 2 * time.Hour},
		{502, "1", false, false, time.Minute},
		{503, "Sun, 01 Mar 2026 15:00:00 GMT", false, false, 3 * time.Hour},
		{503, "Sun, 01 Mar 2020 15:00:00 GMT", false, false, time.Minute},
		{503, "999999999", false, false, 24 * time.Hour},
		{503, "99999999999999999999", false, false, time.Minute},
		{503, "Sun, 01 Mar 2099 15:00:00 GMT", false, false, 24 * time.Hour},
		{504, "-5", false, false, time.Minute},
	} {
		a := judge(tt.status, tt.after, now)
		if a.Status != tt.status || (a.Error == "") != tt.taken || a.Gone != tt.gone || a.Pause != tt.pause {
			t.Errorf("%d %q: %+v", tt.status, tt.after, a)
		}
	}
}
