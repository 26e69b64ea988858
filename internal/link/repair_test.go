package link_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

const approval = "/acme/approve/lr-open.1?s=1759900000&e=1760500000&k=a1&c=4197ef4a3b1c2a1c46f18a5ae611a0ba"

// visit is what a server does with a target: the answer, and where a repaired
// link leads.
func visit(target string) (fault link.Fault, location string) {
	_, fault, _ = open(target, now)
	if fault != link.Damaged {
		return fault, ""
	}
	path, query, _ := strings.Cut(target, "?")
	p, _ := link.ParsePath(path)
	clean, changed := link.Repair(query, p.Kind)
	if !changed {
		return fault, ""
	}
	_, repaired, _ := open(path+"?"+clean, now)
	if repaired == link.Damaged || repaired == link.Tampered {
		return link.Damaged, ""
	}
	return repaired, path + "?" + clean
}

func TestMailDamageIsRepaired(t *testing.T) {
	renewal := "/acme/urb/366332011?" + queryV1 + "-1"
	upgrade := v2Vectors[4].target
	for _, c := range []struct{ damaged, clean string }{
		{strings.ReplaceAll(purchaseV2, "&", "&amp;"), purchaseV2},
		{strings.ReplaceAll(purchaseV1, "&", "&amp;"), purchaseV1},
		{strings.ReplaceAll(upgrade, "&", "&amp;"), upgrade},
		{strings.ReplaceAll(purchaseV2, "&", "&amp%3B"), purchaseV2},
		{strings.ReplaceAll(purchaseV2, "&", "&amp%3b"), purchaseV2},
		{strings.ReplaceAll(purchaseV2, "&", "%26amp%3B"), purchaseV2},
		{strings.ReplaceAll(purchaseV2, "&", "%26amp;"), purchaseV2},
		{strings.Replace(purchaseV2, "&k", "&amp;k", 1), purchaseV2},
		{strings.ReplaceAll(purchaseV2, "=", "=3D"), purchaseV2},
		{strings.NewReplacer("&", "&amp;", "=", "=3D").Replace(upgrade) + "&amp;utm_source=3Dm", upgrade + "&utm_source=m"},
		{strings.Replace(purchaseV2, "c=e33ddc6a52e9", "c=e33ddc6a52e9=%0D%0A", 1), purchaseV2},
		{strings.Replace(purchaseV2, "c=e33ddc6a52e9", "c=e33ddc6a52e9=%0A", 1), purchaseV2},
		{strings.Replace(purchaseV2, "c=e33ddc6a52e9", "c=e33ddc6a52e9%3D%0d%0a", 1), purchaseV2},
		{strings.Replace(purchaseV2, "c=e33ddc6a52e9", "c=e33ddc6a52e9%3d\r\n", 1), purchaseV2},
		{strings.Replace(purchaseV2, "c=e33ddc6a52e9", "c=e33ddc6a52e9%0A", 1), purchaseV2},
		{strings.Replace(purchaseV2, "c=e33ddc6a52e9", "c=e33ddc6a52e9%0D%0A", 1), purchaseV2},
		{strings.Replace(purchaseV2, "c=", "c=%0A", 1), purchaseV2},
		{strings.Replace(purchaseV2, "e=1762", "e=1762=%0A", 1), purchaseV2},
		{strings.Replace(purchaseV2, "s=1759", "s=%0A17=%0A59", 1), purchaseV2},
		{strings.Replace(upgrade, "&cart", "&c=%0Aart", 1), upgrade},
		{strings.Replace(upgrade, "subscription", "subscription=%0A", 1), upgrade},
		{strings.Replace(strings.ReplaceAll(purchaseV2, "&", "&amp;"), "&amp;k", "&am=%0Ap;k", 1), purchaseV2},
		{approval + "%0D%0A", approval},
		{approval + ".&utm_source=mail.", approval + "&utm_source=mail."},
		{renewal + ".", renewal}, {renewal + "%3E", renewal}, {renewal + "&amp;x=1", renewal + "&x=1"},
		{strings.Replace(upgrade, "&cart", ".&cart", 1), upgrade},
	} {
		fault, location := visit(c.damaged)
		if fault != link.None || location != c.clean {
			t.Errorf("%s\nleads to %q (%v), want\n%s", c.damaged, location, fault, c.clean)
		}
	}
}

func TestPunctuationBehindTheChecksumIsCutOff(t *testing.T) {
	for _, tail := range []string{
		".", ",", ";", ">", ")", "'", `"`, " ", "+", "%2E", "%2c", "%3B", "%3e", "%29", "%27", "%22", "%20",
		"%C2%A0", "%E2%80%8B", "%e2%80%8c", "%E2%80%8D", "%E2%81%A0", "%EF%BB%BF", "\u00a0", "\u200b", "\u2060", "\ufeff",
		").", ">.,;", `.")`, "%3E.%20%20", "%E2%80%8B%C2%A0.",
	} {
		for _, clean := range []string{purchaseV1, purchaseSHA1, purchaseV2, approval} {
			if fault, location := visit(clean + tail); fault != link.None || location != clean {
				t.Errorf("%s leads to %q (%v)", clean+tail, location, fault)
			}
		}
	}
}

func TestDamageThatCannotBeUndoneStaysDamaged(t *testing.T) {
	for _, target := range []string{
		"/acme/p/366332011?s=1759492800&e=1762084800&k=a1&c=00000000000000000000000000000000.",
		purchaseV2[:len(purchaseV2)-1],
		purchaseV2[:len(purchaseV2)-1] + ".",
		purchaseV2[:len(purchaseV2)-10],
		purchaseV2 + "%253E",
		purchaseV2 + "%00",
		purchaseV2 + ".x",
		purchaseV2 + "/",
		purchaseV2 + "https://pay.example.com" + purchaseV2,
		purchaseV2 + "." + "&c=" + sumV2,
		purchaseV2 + "&amp;e=1999999999",
		"/acme/p/366332011?s%3D1759492800%26e%3D1762084800%26c%3D" + sum256,
		"/acme/p/366332011",
		"/acme/approve/lr-open.1?" + strings.ReplaceAll(times, "&", "&amp;"),
	} {
		if fault, location := visit(target); fault != link.Damaged || location != "" {
			t.Errorf("%s: %v, leads to %q; want damaged", target, fault, location)
		}
	}
}

func TestAnUndamagedLinkIsNotRepaired(t *testing.T) {
	if fault, location := visit(purchaseV2 + "&utm_source=mail."); fault != link.None || location != "" {
		t.Errorf("%v, leads to %q; want the page itself", fault, location)
	}
}

func TestAnExpiredLinkIsRepairedToo(t *testing.T) {
	clean := rawV2(acme(), "p", "366332011", s30, now-1, "a1")
	if fault, location := visit(clean + "."); fault != link.Expired || location != clean {
		t.Errorf("%v, leads to %q", fault, location)
	}
}

// Whatever a mail program does to a genuine link at any place of it, the
// repaired link is the one that was sent.
func TestRepairUndoesDamageAtEveryPlace(t *testing.T) {
	for _, v := range vectors() {
		p, _ := mustParse(t, v.target)
		_, query, _ := strings.Cut(v.target, "?")
		if clean, changed := link.Repair(query, p.Kind); changed {
			t.Errorf("a genuine link was changed to %s", clean)
		}
		html := strings.ReplaceAll(query, "&", "&amp;")
		for i := 1; i <= len(query); i++ {
			for _, broken := range []string{query[:i] + "=\r\n" + query[i:], query[:i] + "%3D%0A" + query[i:]} {
				repaired(t, broken, query, p.Kind)
			}
		}
		for i := 1; i <= len(html); i++ { // written as HTML, then as quoted-printable
			qp := strings.ReplaceAll(html[:i], "=", "=3D") + "=\r\n" + strings.ReplaceAll(html[i:], "=", "=3D")
			repaired(t, qp, query, p.Kind)
		}
	}
}

func repaired(t *testing.T, broken, want string, kind link.Kind) {
	t.Helper()
	if got, changed := link.Repair(broken, kind); got != want || !changed {
		t.Errorf("%q\nrepaired to\n%q, want\n%q", broken, got, want)
	}
}
