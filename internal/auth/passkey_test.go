package auth_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/auth"
)

func TestPasskeysNeedANameOfTheSite(t *testing.T) {
	for origin, can := range map[string]bool{
		"https://pay.example.com": true, "http://localhost:8080": true,
		"http://127.0.0.1:8080": false, "https://[2001:db8::1]": false, "": false,
	} {
		if _, err := auth.NewPasskeys(newDesk(t).Auth, origin); (err == nil) != can {
			t.Errorf("%q: %v", origin, err)
		}
	}
}
