package hook_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/hook"
)

func TestPublicAddressesMayBeEndpoints(t *testing.T) {
	for _, raw := range []string{
		"https://hooks.example.com/in", "https://hooks.example.com", "https://hooks.example.com:443/x?token=a%20b",
		"https://hooks.example.com:8443/x", "https://HOOKS.Example.COM/", "https://xn--bcher-kva.example/in",
		"https://hooks.partner.example/in", "https://1and1.com/", "https://8.8.8.8/", "https://[2606:4700::1111]/",
		"https://localhost.example.com/", "https://mylocal.example.org/",
		"https://a.example/" + strings.Repeat("x", 1024-len("https://a.example/")),
	} {
		if err := hook.CheckURL(raw, false); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

func TestOtherAddressesAreRefusedWithAWayOut(t *testing.T) {
	for raw, says := range map[string]string{
		"":                                               "https://",
		"http://hooks.example.com/x":                     "https://",
		"ftp://hooks.example.com/x":                      "https://",
		"file:///etc/passwd":                             "https://",
		"gopher://127.0.0.1:6379/_x":                     "https://",
		"//hooks.example.com/x":                          "https://",
		"hooks.example.com":                              "https://",
		"https:hooks.example.com":                        "name a host",
		"https:///x":                                     "name a host",
		"https://:443/x":                                 "name a host",
		"https://user:pass@hooks.example.com/":           "password",
		"https://user@hooks.example.com/":                "password",
		"https://@hooks.example.com/":                    "password",
		"https://hooks.example.com/#x":                   "#",
		"https://hooks.example.com/x#":                   "#",
		`https://hooks.example.com\@evil/`:               `"\"`,
		"https://hooks.example.com/a b":                  "ASCII",
		"https://hooks.example.com/a\r\nb":               "ASCII",
		"https://hooks.example.com/\x00":                 "ASCII",
		"https://bücher.example/":                        "xn--",
		"https://hooks.example.com:22/":                  "443",
		"https://hooks.example.com:0443/":                "443",
		"https://hooks.example.com:/":                    ":",
		"https://hooks.example.com:80443/":               "443",
		"https://printer/x":                              "full public name",
		"https://localhost/":                             "full public name",
		"https://LOCALHOST/":                             "full public name",
		"https://localhost./":                            "none at the end",
		"https://a..example.com/":                        "single dots",
		"https://-a.example.com/":                        "hyphens",
		"https://a_b.example.com/":                       "hyphens",
		"https://a%2eexample.com/":                       "cannot be read",
		"https://api.localhost/":                         "reserved",
		"https://nas.local/":                             "reserved",
		"https://metadata.google.internal/":              "reserved",
		"https://x.test/":                                "reserved",
		"https://x.invalid/":                             "reserved",
		"https://x.onion/":                               "reserved",
		"https://router.home.arpa/":                      "reserved",
		"https://1.0.0.127.in-addr.arpa/":                "reserved",
		"https://server.lan/":                            "reserved",
		"https://2130706433/":                            "decimal",
		"https://0x7f000001/":                            "decimal",
		"https://017700000001/":                          "decimal",
		"https://127.1/":                                 "decimal",
		"https://0177.0.0.1/":                            "decimal",
		"https://0x7f.0.0.1/":                            "decimal",
		"https://127.0.0.0x1/":                           "decimal",
		"https://1.2.3.4.5/":                             "decimal",
		"https://example.0x/":                            "decimal",
		"https://0.0.0.0/":                               "public",
		"https://0.1.2.3/":                               "public",
		"https://10.0.0.1/":                              "public",
		"https://100.64.0.1/":                            "public",
		"https://127.0.0.1/":                             "public",
		"https://169.254.169.254/latest":                 "public",
		"https://172.16.0.1/":                            "public",
		"https://172.31.255.255/":                        "public",
		"https://192.0.0.1/":                             "public",
		"https://192.0.2.1/":                             "public",
		"https://192.88.99.1/":                           "public",
		"https://192.168.1.1/":                           "public",
		"https://198.18.0.1/":                            "public",
		"https://198.51.100.1/":                          "public",
		"https://203.0.113.1/":                           "public",
		"https://224.0.0.1/":                             "public",
		"https://240.0.0.1/":                             "public",
		"https://255.255.255.255/":                       "public",
		"https://168.63.129.16/":                         "public",
		"https://[::]/":                                  "public",
		"https://[::1]/":                                 "public",
		"https://[::127.0.0.1]/":                         "public",
		"https://[::ffff:127.0.0.1]/":                    "public",
		"https://[::ffff:8.8.8.8]/":                      "public",
		"https://[64:ff9b::7f00:1]/":                     "public",
		"https://[64:ff9b:1::1]/":                        "public",
		"https://[100::1]/":                              "public",
		"https://[2001::1]/":                             "public",
		"https://[2001:db8::1]/":                         "public",
		"https://[2002:7f00:1::]/":                       "public",
		"https://[3fff::1]/":                             "public",
		"https://[fc00::1]/":                             "public",
		"https://[fd00::1]/":                             "public",
		"https://[fe80::1]/":                             "public",
		"https://[fe80::1%25eth0]/":                      "public",
		"https://[fec0::1]/":                             "public",
		"https://[ff02::1]/":                             "public",
		"https://a.example/" + strings.Repeat("x", 1024): "1024",
	} {
		if err := hook.CheckURL(raw, false); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want something about %q", raw, err, says)
		}
	}
}

func TestOperatorMayOpenPrivateAddressesButNotMetadata(t *testing.T) {
	for _, raw := range []string{
		"http://localhost:3000/in", "http://127.0.0.1:3000/", "https://10.1.2.3/", "http://[::1]:9000/", "https://[fd12::1]/",
		"http://receiver:8080/", "https://x.test/", "http://nas.local/", "http://192.168.0.7/", "https://hooks.example.com/",
	} {
		if err := hook.CheckURL(raw, true); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
	for _, raw := range []string{
		"https://169.254.169.254/", "https://[fd00:ec2::254]/", "https://100.100.100.200/", "https://168.63.129.16/",
		"https://0.0.0.0/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://224.0.0.1/", "https://[fe80::1]/",
		"ftp://127.0.0.1/", "http://user:pass@127.0.0.1/", "http://127.1/",
	} {
		if err := hook.CheckURL(raw, true); err == nil {
			t.Errorf("%s was allowed", raw)
		}
	}
}

func TestHeaderPrefixCannotSetAnotherHeader(t *testing.T) {
	for _, p := range []string{"X-Latchkey-", "X-Acme-Portal-", "X-A1-"} {
		if err := hook.CheckPrefix(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	for _, p := range []string{"", "X-", "X--", "Content-", "X-Latchkey", "X-A b-", "X-A\r\nHost:-", "X-Ä-", "x-a-b-c-d-"} {
		if hook.CheckPrefix(p) == nil {
			t.Errorf("%q was allowed", p)
		}
	}
}
