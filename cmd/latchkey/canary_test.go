package main

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// A visitor puts a canary into every place where a secret can stand. None is
// heard of again in the log, whatever the answer was.
func TestNoCanaryReachesTheLog(t *testing.T) {
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	p := startProgram(t, env, "serve")
	for _, target := range []string{
		linkB1 + "&x=canary", "/acme/p/1?s=1&e=2&k=a1&c=canary0canary0canary", "/canary?canary", "/acme/invoice/canary.pdf?c=canary",
		"/admin/sign-in?next=canary", "/api/v1/links?key=canary", "/clients/canary?a=canary", "/in/acme/notifications?canary", "/dev/mail/canary",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, "CANARY"} {
			r, err := http.NewRequest(method, p.local(target), strings.NewReader("email=canary@canary.example&password=canary&ask=canary"))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range map[string]string{
				"Authorization": "Bearer lk_live_canarycanary", "XApiKey": "lkp_live_canarycanary", "Cookie": "lk_admin=canary; __Host-lk_admin=canary",
				"Referer": "https://x.example/?c=canary", "User-Agent": "canary", "X-Request-Id": "canary-canary", "Idempotency-Key": "canary",
				"X-Forwarded-For": "canary", "Content-Type": urlencode,
			} {
				r.Header.Set(name, value)
			}
			p.do(r)
		}
	}
	if code := p.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	log := p.stderr.String()
	if n := strings.Count(log, `"msg":"request"`); n < 20 {
		t.Errorf("%d requests were logged: looking through them proves little", n)
	}
	if at := strings.Index(strings.ToLower(log), "canary"); at >= 0 {
		t.Errorf("a canary: %s", log[max(0, at-200):min(len(log), at+100)])
	}
}

// What code logs by mistake is taken out by the logger that servers have.
func TestTheLoggerOfServersTakesCanariesOut(t *testing.T) {
	var out safeBuffer
	a := &app{stderr: &out}
	a.logger().ErrorContext(context.Background(), "request failed", "error", errors.New("Get https://x.example/?c=canary: canary@harbour.example"))
	if log := out.String(); strings.Contains(log, "canary") || !strings.Contains(log, "harbour.example") {
		t.Error(log)
	}
}
