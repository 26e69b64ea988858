package logs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/logs"
)

func TestSecretsAreTakenOutOfTexts(t *testing.T) {
	const sum = "c33ddc6a52e966c91bc9f9aef07743e4"
	for _, c := range []struct{ text, want string }{
		{"ready", "ready"},
		{"what happened? nobody knows", "what happened? nobody knows"},
		{"GET /acme/p/1?s=1&e=2&c=" + sum, "GET /acme/p/1?[cut]"},
		{`open "https://pay.example.com/acme/p/1?c=` + sum + `": gone`, `open "https://pay.example.com/acme/p/1?[cut]": gone`},
		{"/acme/p/1?" + sum, "/acme/p/1?[cut]"},
		{"checksum c=" + sum + " is wrong", "checksum c=[cut] is wrong"},
		{"c%3D" + sum, "c=[cut]"},
		{"Authorization: Bearer lk_live_abcdefgh", "Authorization: [cut]"},
		{"sent bearer abcdefghij to it", "sent bearer [cut] to it"},
		{"Set-Cookie: __Host-lk_admin=MTc2; Path=/\nnext", "Set-Cookie: [cut]\nnext"},
		{"map[Cookie:[a=b]]", "map[Cookie: [cut]"},
		{"key lk_live_abcdefghijkl was used", "key lk_[cut] was used"},
		{"lkp_live_abcdefghijkl, whsec_AbCd+/==, sk_test_1234567, rk_live_1234567", "lkp_[cut], whsec_[cut], sk_[cut], rk_[cut]"},
		{"postgres://lk:hush2@db.example/lk", "postgres://[cut]@db.example/lk"},
		{"host=db password=hush3 user=lk", "host=db password=[cut] user=lk"},
		{"550 <anna.lund@harbourpine.example>: no such user", "550 <…@harbourpine.example>: no such user"},
		{"to anna%40harbour.example", "to …@harbour.example"},
		{"at github.com/jackc/pgx/v5@v5.12.0/conn.go:12", "at github.com/jackc/pgx/v5@v5.12.0/conn.go:12"},
		{"SQLITE_FULL (13): database or disk is full", "SQLITE_FULL (13): database or disk is full"},
	} {
		if got := logs.Scrub(c.text); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, got, c.want)
		}
	}
	if got := logs.Scrub(strings.Repeat("é", 10_000)); len(got) > 9000 {
		t.Errorf("%d bytes are kept of one value", len(got))
	}
}

func TestEveryPartOfALineIsScrubbed(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(logs.Redact(slog.NewJSONHandler(&out, nil)))
	const mail, sum = "anna@harbour.example", "c=c33ddc6a52e966c91bc9f9aef07743e4"
	wrapped := fmt.Errorf("send: %w", &url.Error{Op: "Get", URL: "https://x.example/?" + sum, Err: errors.New(mail)})
	log.With("who", mail).WithGroup("g").ErrorContext(logs.WithRequest(context.Background(), "REQ1"), "failed for "+mail,
		"error", wrapped, slog.Group("deep", "at", mail), "cookie", "abc", "list", []string{mail}, "n", 7, "took", time.Second, "none", nil)
	line := out.String()
	for _, secret := range []string{"anna", "c33ddc6a", "abc"} {
		if strings.Contains(line, secret) {
			t.Errorf("%q stands in %s", secret, line)
		}
	}
	for _, kept := range []string{`"request":"REQ1"`, `"n":7`, `"took":1000000000`, `"none":null`, "harbour.example", `"msg":"failed for …@harbour.example"`} {
		if !strings.Contains(line, kept) {
			t.Errorf("%q is missing in %s", kept, line)
		}
	}
}

// The line of a request is the one that is written most.
func BenchmarkLineOfARequest(b *testing.B) {
	log := slog.New(logs.Redact(slog.DiscardHandler))
	for b.Loop() {
		log.LogAttrs(b.Context(), slog.LevelInfo, "request", slog.String("method", "GET"), slog.String("route", "/{account}/p/{id}"),
			slog.Int("status", 200), slog.Duration("took", time.Millisecond))
	}
}
