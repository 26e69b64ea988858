package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSingleSignOnIsWholeOrOff(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("hush\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := map[string]string{"OIDC_ISSUER": "https://id.example.com/realms/staff", "OIDC_CLIENT_ID": "latchkey", "OIDC_CLIENT_SECRET": "hush"}
	for name, c := range map[string]struct {
		change map[string]string
		says   string // empty: it is good
	}{
		"off":            {map[string]string{"OIDC_ISSUER": "", "OIDC_CLIENT_ID": "", "OIDC_CLIENT_SECRET": ""}, ""},
		"on":             {nil, ""},
		"from a file":    {map[string]string{"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_SECRET_FILE": file}, ""},
		"second factors": {map[string]string{"OIDC_SECOND_FACTOR": "amr=mfa, acr=urn:gold"}, ""},
		"no issuer":      {map[string]string{"OIDC_ISSUER": ""}, "OIDC_ISSUER is not set"},
		"no scheme":      {map[string]string{"OIDC_ISSUER": "id.example.com"}, "OIDC_ISSUER must be"},
		"plain http":     {map[string]string{"OIDC_ISSUER": "http://id.example.com"}, "beginning with https"},
		"no client":      {map[string]string{"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID is not set"},
		"no secret":      {map[string]string{"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET are not set"},
		"two secrets":    {map[string]string{"OIDC_CLIENT_SECRET_FILE": file}, "both set"},
		"no such file":   {map[string]string{"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_SECRET_FILE": file + "x"}, "cannot be read"},
	} {
		env := map[string]string{}
		for _, from := range []map[string]string{good, c.change} {
			for k, v := range from {
				env["LATCHKEY_"+k] = v
			}
		}
		conf, err := load(t, env)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		err = conf.Check()
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if err == nil && conf.OIDC.Issuer != "" {
			if label := conf.OIDC.Label(); label != "id.example.com" {
				t.Errorf("%s: it is called %q", name, label)
			}
			if secret, err := conf.OIDC.Secret(); secret != "hush" || err != nil {
				t.Errorf("%s: secret %q, %v", name, secret, err)
			}
		}
		for _, s := range conf.Settings() {
			if strings.Contains(s.Value, "hush") {
				t.Errorf("%s: %s shows the secret", name, s.Name)
			}
		}
	}
	for _, wrong := range []string{"mfa", "amr", "amr=", "sub=1"} {
		if _, err := load(t, map[string]string{"LATCHKEY_OIDC_SECOND_FACTOR": wrong}); err == nil || !strings.Contains(err.Error(), "amr=mfa") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
