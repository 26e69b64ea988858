package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

func TestDoctorAsksTheSignOnProvider(t *testing.T) {
	var issuer string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":"https://x/a","token_endpoint":"https://x/t","jwks_uri":"https://x/k"}`, issuer)
	}))
	defer server.Close()
	issuer = server.URL
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	furnishedDatabase(t, env)
	if _, said := doctor(t, env); strings.Contains(said, "sign-on") {
		t.Errorf("without a provider: %s", said)
	}
	env["LATCHKEY_OIDC_ISSUER"], env["LATCHKEY_OIDC_CLIENT_ID"], env["LATCHKEY_OIDC_CLIENT_SECRET"] = server.URL, "latchkey", "hush"
	if code, said := doctor(t, env); code != exitDone || !strings.Contains(said, "ok    single sign-on\n") {
		t.Errorf("exit code %d: %s", code, said)
	}
	issuer = "https://other.example"
	if code, said := doctor(t, env); code == exitDone || !strings.Contains(said, "FAIL  single sign-on: ") || !strings.Contains(said, "calls itself https://other.example") {
		t.Errorf("another issuer: exit code %d: %s", code, said)
	}
	server.Close()
	if code, said := doctor(t, env); code == exitDone || !strings.Contains(said, "gives no discovery document") || !strings.Contains(said, "audit trail") {
		t.Errorf("down: exit code %d: %s", code, said)
	}
}
