package link_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// vector is one published signature: the link, what was signed, and the
// answer at now.
type vector struct{ name, target, text, fault string }

var v1Vectors = []vector{
	{"A1", "/acme/p/366332011?s=1759492800&e=1762084800&c=f6972e26e7c6ce5a95ebc2b015a8ba2fe88a7b32", "366332011:1759492800-1762084800", "none"},
	{"A2", "/acme/p/366332011?s=1759492800&e=1762084800&c=33b8ea075cf73eb9d9b2df0ae74396251627b2fc81c4aa17329bf5b03e0579dd", "366332011:1759492800-1762084800", "none"},
	{"A3", "/acme/p/1234567812345678?s=1592309816&e=1607865416&c=32f7aef0476962a1762ca478892ee05bb1d040ae", "", "policy"},
	{"A4", "/acme/p/1234567812345678?s=1592309816&e=1607865416&c=ab8544b5f97d31da370a21bcf971e0e20609cd1e3e1a4a005415d0b038011b42", "", "policy"},
	{"A5", "/acme/scp/S49694473?s=1759492800&e=1762084800&c=57c0c1ae94f8b9b80c4c2b9d5a5ee3b91df3722f", "49694473:1759492800-1762084800", "none"},
	{"A6", "/acme/usi/S49694473?s=1759492800&e=1762084800&c=49129ec3ad6bd124793a628b562aa7c37f6c8441a40f2f6dbdb3d1a83b4fac32", "49694473:1759492800-1762084800", "none"},
	{"A7", "/invoice/ABC-123456789.pdf?s=1759492800&e=1762084800&c=36f698a1e2cf12a33470f4bb5b62eaf799032607", "ABC-123456789:1759492800-1762084800", "none"},
	{"A8", "/acme/invoice/ABC-123456789?s=1759492800&e=1762084800&c=3191157d8e63d6411421eda4165ccb8beb642dd8052afefa637edb9793bc30d6", "ABC-123456789:1759492800-1762084800", "none"},
	{"A9", "/acme/invoice/ABC-123456789.xml?s=1759492800&e=1767268800&c=8f69cdb2163e75408082f1c1a84d66e032e60162", "ABC-123456789:1759492800-1767268800", "none"},
	{"A10", "/invoice/ABC-123456789.pdf?s=1759492800&e=1767268800&c=b97a8f688e604845377865f23fa287c8f5ddad7a76d708f36ecbf75ca4b8ed2c", "ABC-123456789:1759492800-1767268800", "none"},
	{"A11", "/acme/p/366332011?s=1759900000&e=1760504800&c=bcaab3ee67194f0bf03923be300d8962c35ef1f68a4a6fb5d2914ae0af6a7a0f", "366332011:1759900000-1760504800", "none"},
	{"A12", "/acme/p/366332011?s=1759492800&e=1762084800&c=fd4afcf5e7ae790d7e180fdeed7d797e8dda1ba774fcd5c5e99757ac7231f784", "366332011:1759492800-1762084800", "none"},
	{"A13", "/globex/scp/S7001?s=1759492800&e=1762084800&c=aec741b13c5e1a40691b92111985d7dca953e9d4597b5b2f266735e065b70ed6", "S7001:1759492800-1762084800", "none"},
	{"plain hash", "/acme/p/366332011?s=1759492800&e=1762084800&c=3b12f0a105926cf75e4cae5133772095f6f66b0147c4a2d91ca11f970b9eaf82", "", "tampered"},
}

var v2Vectors = []vector{
	{"B1", "/acme/p/366332011?s=1759492800&e=1762084800&k=a1&c=e33ddc6a52e966c91bc9f9aef07743e4", "LK2\nacme\np\n366332011\n1759492800\n1762084800\na1\n", "none"},
	{"B2", "/acme/cq/366332011?s=1759492800&e=1762084800&k=a1&c=4e72cd826da5f59fc3b2d0ec318a63ca", "LK2\nacme\ncq\n366332011\n1759492800\n1762084800\na1\n", "none"},
	{"B3", "/acme/scp/S49694473?s=1759492800&e=1762084800&k=a1&c=452a86dd1616d0472611728c85edf341", "LK2\nacme\nscp\nS49694473\n1759492800\n1762084800\na1\n", "none"},
	{"B4", "/acme/invoice/ABC-123456789.pdf?s=1759492800&e=1762084800&k=a1&c=1d5415b7afe870a52c7911333fbdf1e6&documentid=223681701", "LK2\nacme\ninvoice\nABC-123456789\n1759492800\n1762084800\na1\ndocumentid=223681701", "none"},
	{"B5", "/acme/usi/S49694473?s=1759492800&e=1762084800&k=a1&c=e14d1859888c0f26e761fc5be18af7e0&cart=s12:34&subscriptionrunningno=1", "LK2\nacme\nusi\nS49694473\n1759492800\n1762084800\na1\ncart=s12:34&subscriptionrunningno=1", "none"},
	{"B6", "/acme/urb/366332011?s=1759492800&e=1762084800&k=a1&c=bb182bec6e72bda7eb34216351a7aa56&item=1", "LK2\nacme\nurb\n366332011\n1759492800\n1762084800\na1\nitem=1", "none"},
	{"B7", "/acme/p/366332011?s=1759492800&e=1762084800&k=a0&c=8aa0eafeaff0e89da5ded289156fc5c7", "LK2\nacme\np\n366332011\n1759492800\n1762084800\na0\n", "none"},
	{"B8", "/acme/invoice/ABC-123456789?s=1759492800&e=1762084800&k=a1&c=080c643f5e437b32e091f09dad1bd893", "LK2\nacme\ninvoice\nABC-123456789\n1759492800\n1762084800\na1\n", "none"},
	{"B9", "/acme/ccp/c366332011?s=1759492800&e=1762084800&k=a1&c=dd0d5b8c734c2d2083d1fed234863293", "LK2\nacme\nccp\nc366332011\n1759492800\n1762084800\na1\n", "none"},
	{"B10", "/acme/redop/366332055?s=1759492800&e=1762084800&k=a1&c=1bcc4aec8b5d9b7710935f1e14fcccd1", "LK2\nacme\nredop\n366332055\n1759492800\n1762084800\na1\n", "none"},
	{"B11", "/acme/approve/lr-open.1?s=1759900000&e=1760500000&k=a1&c=4197ef4a3b1c2a1c46f18a5ae611a0ba", "LK2\nacme\napprove\nlr-open.1\n1759900000\n1760500000\na1\n", "none"},
	{"B12", "/acme/approve/lr-superseded.1?s=1759800000&e=1760400000&k=a1&c=5b61e00b1859e8b1f5fd4bdf39c5d4c5", "LK2\nacme\napprove\nlr-superseded.1\n1759800000\n1760400000\na1\n", "none"},
	{"B13", "/acme/approve/lr-superseded.2?s=1759900000&e=1760500000&k=a1&c=4494a34d2dc16a18652623001bf1d7fc", "LK2\nacme\napprove\nlr-superseded.2\n1759900000\n1760500000\na1\n", "none"},
	{"B14", "/globex/approve/lr-open.1?s=1759900000&e=1760500000&k=g1&c=7d55c82a2217ba977d6c8d1d9de896ac", "LK2\nglobex\napprove\nlr-open.1\n1759900000\n1760500000\ng1\n", "none"},
	{"B15", "/v2only/p/777001?s=1759492800&e=1762084800&k=b1&c=b90ecaa77bf1976646a669bcdc7e7b95", "LK2\nv2only\np\n777001\n1759492800\n1762084800\nb1\n", "none"},
}

func vectors() []vector { return append(append([]vector{}, v1Vectors...), v2Vectors...) }

func TestPublishedSignaturesVerify(t *testing.T) {
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			g, fault, _ := open(v.target, now)
			if fault.String() != v.fault {
				t.Fatalf("%s: fault %v, want %s", v.target, fault, v.fault)
			}
			if v.fault == "none" && g.Text() != v.text {
				t.Errorf("signed text %q, want %q", g.Text(), v.text)
			}
		})
	}
}

// A signature made by us must be the published one, or links that others made
// by the same description would differ from ours.
func TestSigningMakesThePublishedLinks(t *testing.T) {
	for _, v := range vectors() {
		if v.fault != "none" || v.name == "A12" || v.name == "B7" { // their keys sign no more
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			g, _, _ := open(v.target, now)
			path, _, _ := strings.Cut(v.target, "?")
			spec := link.Spec{
				Kind: g.Kind(), PathID: g.PathID(), Start: g.Start(), End: g.End(),
				Params: map[string]string{}, Legacy: strings.HasPrefix(path, "/invoice/"),
			}
			for _, name := range g.Kind().Covered() {
				if value := g.Extra(name); value != "" {
					spec.Params[name] = value
				}
			}
			r := ringOf(link.Path{Account: g.Account()})
			got := ""
			if g.Scheme() == link.SchemeV1 {
				got = mustSignV1(t, r, spec, g.SHA1())
			} else {
				got = mustSignV2(t, r, spec)
			}
			want := v.target
			if !spec.Legacy { // a link is made for the page; its checksum opens the bytes too
				want = strings.NewReplacer(".pdf?", "?", ".xml?", "?").Replace(want)
			}
			if got != want {
				t.Errorf("signed\n%s, want\n%s", got, want)
			}
		})
	}
}

// V1 names no kind, so one checksum opens every kind with the same signed id.
func TestV1ChecksumOpensEveryKindWithTheSameDigits(t *testing.T) {
	const query = "?s=1759492800&e=1762084800&c=33b8ea075cf73eb9d9b2df0ae74396251627b2fc81c4aa17329bf5b03e0579dd"
	for _, target := range []string{
		"/acme/p/366332011" + query, "/acme/cq/366332011" + query, "/acme/redop/366332011" + query,
		"/acme/urb/366332011" + query + "-1", "/acme/ccp/c366332011" + query, "/acme/scp/S366332011" + query,
	} {
		wantFault(t, target, now, link.None)
	}
	wantFault(t, "/acme/urb/366332011"+query, now, link.Damaged)
}

func TestWindowIsHalfOpenAndOpensAMinuteEarly(t *testing.T) {
	for _, c := range []struct {
		s, e int64
		want link.Fault
	}{
		{1759492800, 1760000000, link.Expired},
		{1759492800, 1760000001, link.None},
		{1760000060, 1760004000, link.None},
		{1760000061, 1760004000, link.NotYet},
		{1759492800, 1768046400, link.None},
		{1759492800, 1768046401, link.Policy},
		{1592309816, 1607865416, link.Policy}, // 180 days, and long over
		{1762084800, 1759492800, link.Policy},
		{1759492800, 1759492800, link.Policy},
		{4102441200, 4102444800, link.NotYet},
	} {
		t.Run(fmt.Sprintf("%d-%d", c.s, c.e), func(t *testing.T) {
			wantFault(t, rawV2(acme(), "p", "366332011", c.s, c.e, "a1"), now, c.want)
			wantFault(t, rawV1(acme(), "p", "366332011", c.s, c.e), now, c.want)
		})
	}
}

func TestApprovalsLastThirtyDaysAtMost(t *testing.T) {
	wantFault(t, rawV2(acme(), "approve", "lr-30d.1", 1759000000, 1759000000+30*86400, "a1"), now, link.None)
	wantFault(t, rawV2(acme(), "approve", "lr-30d.1", 1759000000, 1759000001+30*86400, "a1"), now, link.Policy)
}
