package link_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

const pastedURL = "https://pay.example.com" + purchaseV2

// Every mangled text here holds the same link.
func TestPastedLinksAreFound(t *testing.T) {
	path, query, _ := strings.Cut(purchaseV2, "?")
	cut := func(at, with string) string { return strings.Replace(pastedURL, at, with, 1) }
	for pasted, mended := range map[string]bool{
		pastedURL:                                false,
		"HTTPS://Pay.Example.com" + purchaseV2:   false,
		"pay.example.com" + purchaseV2:           false,
		" \t\n" + pastedURL + " \r\n":            false,
		"<" + pastedURL + ">":                    true,
		"[Open it](" + pastedURL + ")":           true,
		"**" + pastedURL + "**":                  true,
		"(" + pastedURL + ").":                   true,
		"The customer sent “" + pastedURL + "”.": true,
		"It says this: " + pastedURL + ", and then nothing.\n\nThanks\nAnna": true,
		"see pay.example.com" + purchaseV2 + " as they wrote":                true,
		pastedURL + "#top":            true,
		pastedURL + "\nThanks,\nAnna": true,
		cut("e33d", "e33d\r\n"):       true,
		cut("e33d", "e33d=\n"):        true,
		cut("c=", "c=\n"):             true,
		"> " + cut("&k", "\n>   &k"):  true,
		">> Hello,\n>> " + cut("&e", "\n>> &e") + "\n>> Kind regards":      true,
		"| " + cut("9bc9", "\n| 9bc9"):                                     true,
		cut("example", "exam\u200bple"):                                    true,
		cut("e=", "\u2060e=\u00ad"):                                        true,
		"\ufeff" + pastedURL:                                               true,
		url.QueryEscape(pastedURL):                                         true,
		url.QueryEscape(url.QueryEscape(pastedURL)):                        true,
		strings.NewReplacer("&", "%26", "=", "%3D").Replace(pastedURL):     true,
		strings.NewReplacer("&", "%26").Replace(pastedURL):                 true,
		strings.NewReplacer("&", "%2526", "=", "%253d").Replace(pastedURL): true,
		strings.NewReplacer("?", "%3F", "&", "%26").Replace(pastedURL):     true,
	} {
		p := link.ReadPasted(pasted)
		if p.Host != "pay.example.com" || p.Path != path || p.Query != query || (len(p.Repairs) > 0) != mended {
			t.Errorf("%q: %+v", pasted, p)
		}
	}
}

// What the server undoes itself stays, and so does what may have been opened.
func TestWhatTheServerRepairsIsLeftToIt(t *testing.T) {
	for _, damage := range []string{")", ".", "%3E", ";"} {
		p := link.ReadPasted(pastedURL + damage)
		if !strings.HasSuffix(p.Query, damage) || p.Repairs != nil {
			t.Errorf("%q: %+v", damage, p)
		}
	}
	for old, with := range map[string]string{"&": "&amp;", "=": "=3D"} {
		p := link.ReadPasted(strings.ReplaceAll(pastedURL, old, with))
		clean, changed := link.Repair(p.Query, link.Confirmation)
		if !changed || "/acme/p/366332011?"+clean != purchaseV2 {
			t.Errorf("%s: %+v", with, p)
		}
	}
}

// The addresses have the shapes that these products give them.
func TestRedirectorsAreUnwrapped(t *testing.T) {
	escaped := url.QueryEscape(pastedURL)
	lower := strings.NewReplacer("%3A", "%3a", "%2F", "%2f", "%3F", "%3f", "%3D", "%3d").Replace(escaped)
	safe := "https://eur02.safelinks.protection.outlook.com/?url=" + escaped +
		"&data=05%7C02%7Canna%40harbourpine.example%7C5f1c%7C0%7C0%7C638%7CUnknown%7CTWFpbGZsb3d8&sdata=Zm9v%2BbGE%3D&reserved=0"
	for name, c := range map[string]struct{ pasted, by string }{
		"Safe Links":           {safe, "Microsoft Safe Links"},
		"Safe Links, entities": {strings.ReplaceAll(safe, "&", "&amp;"), "Microsoft Safe Links"},
		"Safe Links, in angle brackets and two lines": {"Open it<" + safe[:150] + "\n> " + safe[150:] + ">", "Microsoft Safe Links"},
		"Safe Links, quoted-printable":                {strings.ReplaceAll(safe, "url=", "url=3D"), "Microsoft Safe Links"},
		"Proofpoint v1":                               {"https://urldefense.proofpoint.com/v1/url?u=" + lower + "&k=Vxt5e0Osvvt2gflwSlsJ5DmPGcPvTRKLJyp031rXjhg%3D%0A&r=1", "Proofpoint"},
		"Proofpoint v2": {"https://urldefense.proofpoint.com/v2/url?u=" + strings.NewReplacer("%3A", "-3A", "%2F", "_", "%3F", "-3F", "%3D", "-3D", "%26", "-26").Replace(escaped) +
			"&d=DwMFaQ&c=euGZstcaTDllvimEN8b7jXrwqOf-v5A_CdpgnVfiiMM&r=XY&m=z&s=qO&e=", "Proofpoint"},
		"Proofpoint v3": {"https://urldefense.com/v3/__" + pastedURL + "__;!!Cx0xYt4!Q5$", "Proofpoint"},
		"Proofpoint v3, characters taken out": {"https://urldefense.com/v3/__" + strings.NewReplacer("?", "*", "&", "*").Replace(pastedURL) +
			"__;" + base64.RawURLEncoding.EncodeToString([]byte("?&&&")) + "!!Cx0xYt4!Q5-_a$", "Proofpoint"},
		"Proofpoint v3, one slash": {"https://urldefense.us/v3/__" + strings.Replace(pastedURL, "://", ":/", 1) + "__;!!Cx0xYt4!Q5$ ", "Proofpoint"},
		"Barracuda":                {"https://linkprotect.cudasvc.com/url?a=" + lower + "&c=E,1,8hP-q,&typo=1", "Barracuda"},
		"Google":                   {"https://www.google.com/url?q=" + escaped + "&source=gmail&ust=1763&usg=AOvVaw", "Google"},
		"Google, url":              {"https://www.google.co.uk/url?sa=D&url=" + escaped, "Google"},
		"Cisco":                    {"https://secure-web.cisco.com/1abcDEF-x_y/" + escaped, "Cisco Secure Email"},
		"Trend Micro":              {"https://ca-1234.tmes.trendmicro.com:443/wis/clicktime/v1/query?url=" + lower + "&umid=1-2&auth=3", "Trend Micro"},
		"Symantec":                 {"https://clicktime.symantec.com/3QZ1?u=" + escaped, "Symantec"},
		"Fortinet":                 {"https://mail.acme.example/fmlurlsvc/?fewReq=:B:JVs&url=" + lower, "Fortinet"},
		"Sophos": {"https://eu-central-1.protection.sophos.com/?d=example.com&u=" + base64.StdEncoding.EncodeToString([]byte(pastedURL)) +
			"&p=m&i=NjE&t=x", "Sophos"},
		"Check Point": {"https://protect.checkpoint.com/v2/___" + pastedURL + "___.YXBwOmM6bw", "Check Point"},
		"Safe Links around Proofpoint": {"https://nam.safelinks.protection.outlook.com/?url=" +
			url.QueryEscape("https://urldefense.com/v3/__"+pastedURL+"__;!!Cx!Q$") + "&data=05", "Microsoft Safe Links, Proofpoint"},
		"three": {"https://www.google.com/url?q=" + url.QueryEscape("https://nam.safelinks.protection.outlook.com/?url="+
			url.QueryEscape("https://linkprotect.cudasvc.com/url?a="+escaped+"&c=E,1")+"&data=05") + "&sa=D",
			"Google, Microsoft Safe Links, Barracuda"},
	} {
		p := link.ReadPasted(c.pasted)
		if p.Host+p.Path+"?"+p.Query != "pay.example.com"+purchaseV2 || strings.Join(p.Wraps, ", ") != c.by || p.Opaque != "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestRedirectorsThatHideTheirTargetAreNamed(t *testing.T) {
	for pasted, by := range map[string]string{
		"https://protect-eu.mimecast.com/s/AbCdEfGhIj?domain=pay.example.com": "Mimecast",
		"https://url.uk.m.mimecastprotect.com/s/AbCd":                         "Mimecast",
		"https://bit.ly/3xyz": "a link shortener",
		"https://www.google.com/url?q=https%3A%2F%2Fprotect-us.mimecast.com%2Fs%2FAb": "Mimecast",
	} {
		if p := link.ReadPasted(pasted); p.Opaque != by {
			t.Errorf("%s: %+v", pasted, p)
		}
	}
}

func TestPastedTextWithoutHostPathOrQuery(t *testing.T) {
	for pasted, want := range map[string][3]string{
		"":                          {},
		purchaseV2[:10] + "?" + "x": {"", purchaseV2[:10], "x"},
		"/acme/p/1":                 {"", "/acme/p/1", ""},
		"//acme/p/1":                {"", "//acme/p/1", ""},
		"https://pay.example.com":   {"pay.example.com", "", ""},
		"pay.example.com?s=1":       {"pay.example.com", "", "s=1"},
		"/acme/p/1?s=1?x":           {"", "/acme/p/1", "s=1?x"},
	} {
		p := link.ReadPasted(pasted)
		if got := [3]string{p.Host, p.Path, p.Query}; got != want || p.Repairs != nil || p.Wraps != nil {
			t.Errorf("%q: %+v", pasted, p)
		}
	}
}

// Whatever is pasted is read without a fault, and reading what came out changes
// nothing more.
func FuzzReadPasted(f *testing.F) {
	f.Add(pastedURL)
	f.Add("> <https://eur02.safelinks.protection.outlook.com/?url=" + url.QueryEscape(pastedURL) + "&data=05>")
	f.Add("https://urldefense.com/v3/__" + strings.ReplaceAll(pastedURL, "?", "**A") + "__;4piD!!a!b$")
	f.Add("https://urldefense.proofpoint.com/v2/url?u=https-3A__pay.example.com_acme_p_1-3Fs-3D1&d=x")
	f.Add("a\n\nb=\r\n?s=%25253D%26")
	f.Fuzz(func(t *testing.T, text string) {
		p := link.ReadPasted(text)
		if len(p.Wraps) > 3 || strings.ContainsAny(p.Host+p.Path, "?#") {
			t.Fatalf("%q: %+v", text, p)
		}
		if len(p.Host+p.Path+p.Query) > 4*len(text)+8 {
			t.Fatalf("%q grew: %+v", text, p)
		}
	})
}
