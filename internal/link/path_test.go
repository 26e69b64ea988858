package link_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func TestPathGuard(t *testing.T) {
	for path, want := range map[string]bool{
		"/": true, "/acme/p/366332011": true, "/robots.txt": true, "/.well-known/security.txt": true, "/static/a~b_c-d.1.css": true,
		"/" + strings.Repeat("a", 2047): true,
		"/" + strings.Repeat("a", 2048): false,
		"":                              false, "*": false, "acme": false, "//": false, "//acme/p/1": false, "/acme//p/1": false,
		"/acme/": false, "/acme/p/1/": false, "/./acme": false, "/acme/..": false, "/x/../acme/p/1": false, "/acme/.": false,
		"/acme/p/%31": false, "/acme%2Fp/1": false, `/acme\p\1`: false, "/acme/p/1;x": false, "/acme/p/1?": false, "/acme/p/ 1": false,
		"/acme/p/1\x00": false, "/acme/p/\u202e1": false, "/acme/p/\xc0\xaf": false, "http://evil.example/acme/p/1": false,
		"/...": true, "/a..b": true,
	} {
		if got := link.CleanPath(path); got != want {
			t.Errorf("CleanPath(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestParsePathReadsEveryRoute(t *testing.T) {
	for path, want := range map[string]link.Path{
		"/acme/approve/lr-open.1":      {Account: "acme", Kind: link.Approve, ID: "lr-open.1"},
		"/acme/approve/a.b.12":         {Account: "acme", Kind: link.Approve, ID: "a.b.12"},
		"/acme/p/366332011":            {Account: "acme", Kind: link.Confirmation, ID: "366332011"},
		"/acme/invoice/ABC-1":          {Account: "acme", Kind: link.Invoice, ID: "ABC-1"},
		"/acme/invoice/ABC-1.pdf":      {Account: "acme", Kind: link.Invoice, ID: "ABC-1", Form: link.PDF},
		"/acme/invoice/ABC-1.xml":      {Account: "acme", Kind: link.Invoice, ID: "ABC-1", Form: link.XML},
		"/acme/invoice/ABC.PDF":        {Account: "acme", Kind: link.Invoice, ID: "ABC.PDF"},
		"/invoice/ABC-1.pdf":           {Kind: link.Invoice, ID: "ABC-1", Form: link.PDF, Legacy: true},
		"/a/cq/1":                      {Account: "a", Kind: link.Quote, ID: "1"},
		"/acme/scp/S49694473":          {Account: "acme", Kind: link.Payment, ID: "S49694473"},
		"/acme/usi/S1":                 {Account: "acme", Kind: link.Upgrade, ID: "S1"},
		"/acme/urb/1":                  {Account: "acme", Kind: link.Renewal, ID: "1"},
		"/2-x/ccp/c366332011":          {Account: "2-x", Kind: link.Methods, ID: "c366332011"},
		"/acme/redop/1234567890123456": {Account: "acme", Kind: link.Redo, ID: "1234567890123456"},
		"/acme/invoice/" + strings.Repeat("9", 64) + ".pdf": {Account: "acme", Kind: link.Invoice, ID: strings.Repeat("9", 64), Form: link.PDF},
	} {
		if got, ok := link.ParsePath(path); !ok || got != want {
			t.Errorf("ParsePath(%q) = %+v, %v", path, got, ok)
		}
		if !link.CleanPath(path) {
			t.Errorf("the guard does not let %q through", path)
		}
	}
}

func TestParsePathKnowsNoOtherRoute(t *testing.T) {
	for _, path := range []string{
		"", "/", "acme/p/1", "/acme", "/acme/p", "/acme/p/", "/acme/p/1/", "/acme/p/1/x.css", "//acme/p/1", "/acme//p/1",
		"/ACME/p/1", "/-acme/p/1", "/ac_me/p/1", "/" + strings.Repeat("a", 33) + "/p/1", "/admin/p/1", "/api/p/1", "/in/p/1",
		"/acme/x/1", "/acme/P/1", "/acme/inv/1", "/acme/ap/1", "/acme//1",
		"/acme/p/-1", "/acme/p/01", "/acme/p/0", "/acme/p/+1", "/acme/p/1.pdf", "/acme/p/1a", "/acme/p/%31", "/acme/p/" + strings.Repeat("9", 20),
		"/acme/scp/49694473", "/acme/scp/s49694473", "/acme/scp/SS49694473", "/acme/scp/S", "/acme/scp/S01",
		"/acme/ccp/366332011", "/acme/ccp/C366332011", "/acme/ccp/S366332011", "/acme/p/S1", "/acme/usi/c1",
		"/acme/approve/lr-open", "/acme/approve/lr-open.", "/acme/approve/lr-open.0", "/acme/approve/lr-open.01", "/acme/approve/.1",
		"/acme/approve/1", "/acme/approve/lr-open.1x", "/acme/approve/lr-open.1234567890", "/acme/approve/lr-open.1/approve",
		"/acme/invoice/", "/acme/invoice/.pdf", "/acme/invoice/-1", "/acme/invoice/A.pdf.pdf", "/acme/invoice/A.xml.pdf", "/acme/invoice/" + strings.Repeat("9", 65),
		"/invoice/", "/invoice/A", "/invoice/A.xml", "/invoice/A.pdf.exe", "/invoice/A.pdf/x", "/invoice/p/1", "/invoice/invoice/A", "/invoice/.pdf",
	} {
		if got, ok := link.ParsePath(path); ok {
			t.Errorf("ParsePath(%q) = %+v", path, got)
		}
	}
}

func TestReservedWordsNameNoAccount(t *testing.T) {
	for _, word := range []string{"admin", "api", "static", "in", "dev", "healthz", "readyz", "invoice", "clients", "test", "docs", "brand", "problems", "well-known", "robots"} {
		if !link.Reserved(word) || link.ValidAccount(word) {
			t.Errorf("%q can name an account", word)
		}
	}
	for _, name := range []string{"acme", "a", "v2only", "x-1-", "testing", strings.Repeat("z", 32)} {
		if link.Reserved(name) || !link.ValidAccount(name) {
			t.Errorf("%q cannot name an account", name)
		}
	}
}

func TestPathIDOfInvoiceNumbers(t *testing.T) {
	for number, want := range map[string]string{
		"ABC-123456789":                    "ABC-123456789",
		"018304 / 28865":                   "018304-28865",
		"2025/10/0001":                     "2025-10-0001",
		"R_1.x-":                           "R_1.x-",
		" 12 ":                             "12-",
		"#-._12":                           "12",
		"Rechnung Nr. 7 (Köln)":            "Rechnung-Nr.-7-K-ln-",
		"A.pdf":                            "A-pdf",
		"A.pdf.xml":                        "A.pdf-xml",
		"A.PDF":                            "A.PDF",
		"":                                 "invoice",
		"№ —":                              "invoice",
		".pdf":                             "pdf",
		strings.Repeat("a", 65):            strings.Repeat("a", 64),
		strings.Repeat("a", 60) + ".pdf/1": strings.Repeat("a", 60) + "-pdf",
	} {
		got := link.PathID(number)
		if got != want {
			t.Errorf("PathID(%q) = %q, want %q", number, got, want)
		}
		if again := link.PathID(got); again != got {
			t.Errorf("PathID(%q) = %q, want it unchanged", got, again)
		}
	}
}

func TestSecondDocumentOfOnePathIDGetsASuffixThatFits(t *testing.T) {
	for number, want := range map[string]string{
		"018304 / 28865":        "018304-28865-0a1b2c",
		strings.Repeat("a", 64): strings.Repeat("a", 57) + "-0a1b2c",
	} {
		got := link.PathIDWith(number, "0a1b2c")
		if got != want || link.PathID(got) != got {
			t.Errorf("PathIDWith(%q) = %q, want %q", number, got, want)
		}
	}
}

func TestKindsAndTheirRules(t *testing.T) {
	action := map[link.Kind]bool{link.Approve: true, link.Payment: true, link.Upgrade: true, link.Renewal: true, link.Methods: true, link.Redo: true}
	covered := map[link.Kind]string{link.Invoice: "documentid", link.Upgrade: "cart subscriptionrunningno", link.Renewal: "item"}
	if n := len(link.Kinds()); n != 9 {
		t.Fatalf("%d kinds, want 9", n)
	}
	for _, k := range link.Kinds() {
		if got, ok := link.ParseKind(string(k)); !ok || got != k {
			t.Errorf("ParseKind(%q) = %q, %v", k, got, ok)
		}
		days := 99
		if k == link.Approve {
			days = 30
		}
		if k.Action() != action[k] || k.MaxDays() != days || strings.Join(k.Covered(), " ") != covered[k] {
			t.Errorf("%s: action %v, days %d, covered %v", k, k.Action(), k.MaxDays(), k.Covered())
		}
	}
	for _, s := range []string{"", "P", "ap", "inv", "p "} {
		if k, ok := link.ParseKind(s); ok || k.Action() || k.MaxDays() != 0 || len(k.Covered()) != 0 {
			t.Errorf("%q counts as a kind", s)
		}
	}
}
