package config_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/latchkey-portal/latchkey/internal/config"
)

var key = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))

// load parses args with kong, as the program does, under the given environment.
func load(t *testing.T, env map[string]string, args ...string) (*config.Config, error) {
	t.Helper()
	var flags config.Flags
	parser, err := kong.New(&flags, kong.Exit(func(int) { t.Fatal("kong ended the program") }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	return flags.Load(func(name string) string { return env[name] })
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latchkey.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaultsAreThoseOfProduction(t *testing.T) {
	c, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Mode != config.Production || c.Addr != "127.0.0.1:8080" || c.Database != "sqlite:latchkey.db" ||
		c.OpsAddr != "" || c.TrustedProxies != nil || c.WebhookAllowPrivate || c.TestClock != 0 {
		t.Errorf("defaults: %+v", c)
	}
	if err := c.Check(); err != nil {
		t.Errorf("a command that needs nothing is refused: %v", err)
	}
}

func TestFlagWinsOverEnvironmentOverFile(t *testing.T) {
	file := writeFile(t, "# settings\nADDR=file:1\nLATCHKEY_OPS_ADDR = \"file:2\"\nDATABASE=sqlite:file.db\nMODE=test\n")
	env := map[string]string{"LATCHKEY_ADDR": "env:1", "LATCHKEY_OPS_ADDR": "env:2", "LATCHKEY_DATABASE": ""}
	c, err := load(t, env, "--config", file, "--addr", "flag:1")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range c.Settings() {
		got[s.Name] = s.Value + " " + s.Source
	}
	want := map[string]string{
		"ADDR": "flag:1 flag", "OPS_ADDR": "env:2 environment", "DATABASE": "sqlite:file.db file",
		"MODE": "test file", "TRUSTED_PROXIES": "none default",
	}
	for name, w := range want {
		if got[name] != w {
			t.Errorf("%s: got %q, want %q", name, got[name], w)
		}
	}
}

func TestStrongerSourceSwitchesOff(t *testing.T) {
	env := map[string]string{"LATCHKEY_OPS_ADDR": "127.0.0.1:9", "LATCHKEY_TRUSTED_PROXIES": "10.0.0.0/8",
		"LATCHKEY_WEBHOOK_ALLOW_PRIVATE": "on"}
	c, err := load(t, env, "--ops-addr=off", "--trusted-proxies=none", "--webhook-allow-private=off")
	if err != nil {
		t.Fatal(err)
	}
	if c.OpsAddr != "" || len(c.TrustedProxies) != 0 || c.WebhookAllowPrivate {
		t.Errorf("still on: %+v", c)
	}
}

func TestFileWithUnknownOrRepeatedNamesIsRefusedWithoutShowingValues(t *testing.T) {
	file := writeFile(t, "ADDR=a:1\nMASTER_KEYS=c2VjcmV0\nADDR=b:2\njust s3cret\n")
	_, err := load(t, nil, "--config", file)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"line 2", "line 3", "line 4"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in: %v", want, err)
		}
	}
	for _, secret := range []string{"c2VjcmV0", "s3cret"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("error repeats a value: %v", err)
		}
	}
}

func TestLoadNamesEveryValueItCannotRead(t *testing.T) {
	_, err := load(t, map[string]string{
		"LATCHKEY_MODE": "prod", "LATCHKEY_TRUSTED_PROXIES": "10.0.0.0/8,nine", "LATCHKEY_TEST_CLOCK": "noon",
		"LATCHKEY_WEBHOOK_ALLOW_PRIVATE": "maybe",
	})
	for _, name := range []string{"MODE", "TRUSTED_PROXIES", "TEST_CLOCK", "WEBHOOK_ALLOW_PRIVATE"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("no word about %s in: %v", name, err)
		}
	}
}

func TestCheckSaysWhatToDo(t *testing.T) {
	for _, tt := range []struct {
		name  string
		env   string // NAME=value, space between
		args  []string
		needs []string
		says  []string // none: accepted
	}{
		{"serve without anything", "", nil, []string{config.BaseURL, config.MasterKey},
			[]string{"BASE_URL is not set", "openssl rand -base64 32"}},
		{"complete", "BASE_URL=https://Pay.Example.com:443/ MASTER_KEY=" + key, nil,
			[]string{config.BaseURL, config.MasterKey}, nil},
		{"plain http", "BASE_URL=http://pay.example.com", nil, nil, []string{"need https"}},
		{"plain http in development", "MODE=development BASE_URL=http://127.0.0.1:8080", nil, nil, nil},
		{"path", "BASE_URL=https://example.com/pay", nil, nil, []string{"no origin"}},
		{"query", "BASE_URL=https://example.com?x", nil, nil, []string{"no origin"}},
		{"user", "BASE_URL=https://me@example.com", nil, nil, []string{"no origin"}},
		{"no scheme", "BASE_URL=example.com", nil, nil, []string{"no origin"}},
		{"other scheme", "BASE_URL=ftp://example.com", nil, nil, []string{"must begin with https"}},
		{"clock in production", "TEST_CLOCK=1780000000", nil, nil, []string{"TEST_CLOCK", "MODE=test"}},
		{"clock in development", "MODE=development TEST_CLOCK=1780000000", nil, nil, []string{"TEST_CLOCK"}},
		{"clock in test", "MODE=test TEST_CLOCK=1780000000", nil, nil, nil},
		{"short key", "MASTER_KEY=c2hvcnQ=", nil, nil, []string{"32 bytes", "openssl"}},
		{"key in hex", "MASTER_KEY=" + strings.Repeat("07", 32), nil, nil, []string{"32 bytes"}},
		{"two keys", "MASTER_KEY=x MASTER_KEY_FILE=y", nil, nil, []string{"both set"}},
		{"the key before is the key", "MASTER_KEY=" + key + " MASTER_KEY_PREVIOUS=" + key, nil, nil, []string{"hold the same key"}},
		{"the key before is short", "MASTER_KEY=" + key + " MASTER_KEY_PREVIOUS=c2hvcnQ=", nil, nil, []string{"MASTER_KEY_PREVIOUS does not hold 32 bytes"}},
		{"key file missing", "MASTER_KEY_FILE=/nowhere/key", nil, nil, []string{"/nowhere/key"}},
		{"smtp without sender", "SMTP_URL=smtp://host", nil, nil, []string{"MAIL_FROM is not set"}},
		{"smtp with sender", "SMTP_URL=smtp://u:p@host:587 MAIL_FROM=a@b.example", nil, nil, nil},
		{"smtp as web address", "SMTP_URL=https://host MAIL_FROM=a@b.example", nil, nil, []string{"SMTP_URL"}},
		{"sender is no address", "MAIL_FROM=Acme", nil, nil, []string{"MAIL_FROM"}},
		{"database of another make", "DATABASE=mysql://x", nil, nil, []string{"DATABASE"}},
		{"no port", "ADDR=localhost OPS_ADDR=x", nil, nil, []string{"ADDR is \"localhost\"", "OPS_ADDR is \"x\""}},
		{"password as argument", "MAIL_FROM=a@b.example",
			[]string{"--smtp-url=smtp://u:hush@host", "--database=postgres://u:hush@host/db"}, nil,
			[]string{"LATCHKEY_SMTP_URL", "LATCHKEY_DATABASE"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			env := map[string]string{}
			for _, pair := range strings.Fields(tt.env) {
				name, value, _ := strings.Cut(pair, "=")
				env["LATCHKEY_"+name] = value
			}
			c, err := load(t, env, tt.args...)
			if err != nil {
				t.Fatal(err)
			}
			err = c.Check(tt.needs...)
			if tt.says == nil && err != nil {
				t.Errorf("refused: %v", err)
			}
			for _, want := range tt.says {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("does not say %q: %v", want, err)
				}
			}
			if err != nil && strings.Contains(err.Error(), "hush") {
				t.Errorf("repeats the password: %v", err)
			}
		})
	}
}

func TestOriginIsWrittenAsBrowsersSendIt(t *testing.T) {
	c, err := load(t, map[string]string{"LATCHKEY_BASE_URL": "HTTPS://Pay.Example.com:443/"})
	if err != nil {
		t.Fatal(err)
	}
	if c.BaseURL != "https://pay.example.com" || c.Host() != "pay.example.com" || !c.Secure() {
		t.Errorf("got %q, host %q, secure %v", c.BaseURL, c.Host(), c.Secure())
	}
}

func TestMasterKeyComesFromItsFile(t *testing.T) {
	c := &config.Config{MasterKeyFile: writeFile(t, key+"\n")}
	got, err := c.MasterKeyBytes()
	if err != nil || !bytes.Equal(got, bytes.Repeat([]byte{7}, 32)) {
		t.Errorf("got %x, %v", got, err)
	}
}

func TestTrustedProxiesTakeNetworksAndSingleAddresses(t *testing.T) {
	c, err := load(t, map[string]string{"LATCHKEY_TRUSTED_PROXIES": "10.1.2.3/8, 192.0.2.1 fd00::/8"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range c.TrustedProxies {
		got = append(got, p.String())
	}
	if want := []string{"10.0.0.0/8", "192.0.2.1/32", "fd00::/8"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDumpShowsNoSecret(t *testing.T) {
	c, err := load(t, map[string]string{
		"LATCHKEY_MASTER_KEY": key,
		"LATCHKEY_SMTP_URL":   "smtp://robot:hush1@mail.example:587",
		"LATCHKEY_DATABASE":   "postgres://lk:hush2@db.example/lk?password=hush3&sslmode=require",
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := c.Dump(&out); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{key, "hush1", "hush2", "hush3"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("shows %q:\n%s", secret, &out)
		}
	}
	for _, want := range []string{"mail.example:587", "db.example", "sslmode=require", "robot"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("does not show %q:\n%s", want, &out)
		}
	}
}

func TestEveryFlagReachesItsSetting(t *testing.T) {
	fields := reflect.TypeFor[config.Flags]()
	for i := range fields.NumField() {
		if fields.Field(i).Name == "Config" {
			continue
		}
		var flags config.Flags
		reflect.ValueOf(&flags).Elem().Field(i).SetString("1")
		c, _ := flags.Load(func(string) string { return "" }) // "1" is not good for all of them
		var fromFlag int
		for _, s := range c.Settings() {
			if s.Source == "flag" {
				fromFlag++
			}
		}
		if fromFlag != 1 {
			t.Errorf("flag %s set %d settings", fields.Field(i).Name, fromFlag)
		}
	}
}
