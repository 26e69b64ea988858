package link_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func TestDiagnoseNamesTheKeyAndTheMistake(t *testing.T) {
	swap := func(target, old, new string) string { return strings.Replace(target, old, new, 1) }
	const plainHash = "/acme/p/366332011?s=1759492800&e=1762084800&c=3b12f0a105926cf75e4cae5133772095f6f66b0147c4a2d91ca11f970b9eaf82"
	for _, c := range []struct {
		why, target string
		ring        *link.Ring
		want        string // scheme, kind, key or seed, state, notes
	}{
		{"as it stands", purchaseV2, acme(), "v2 p a1 active"},
		{"verify-only past its date", rawV2(acme(), "p", "1", s30, e30, "ax"), acme(), "v2 p ax verify-only"},
		{"revoked", rawV2(acme(), "p", "1", s30, e30, "az"), acme(), "v2 p az revoked"},
		{"other key id", swap(purchaseV2, "k=a1", "k=a0"), acme(), "v2 p a1 active: made with key a1"},
		{"other kind", swap(purchaseV2, "/p/", "/cq/"), acme(), "v2 p a1 active: made for page kind p"},
		{"other account", swap(purchaseV2, "acme", "globex"), acme(), "v2 p a1 active: made for account acme"},
		{"parameter added", purchaseV2Renewal() + "&item=2", acme(), "v2 urb a1 active: the parameters were added after signing"},
		{"current seed", purchaseV1, acme(), "v1 p current"},
		{"previous seed", purchaseOld, acme(), "v1 p previous"},
		{"SHA-1", purchaseSHA1, with(func(r *link.Ring) { r.V1.SHA1 = false }), "v1 p current sha1"},
		{"digits where S is signed", v1Vectors[12].target, with(globexButDigits), "v1 scp current: made over the id S7001"},
		{"number with .pdf", "/acme/invoice/ABC-1?" + queryOf(rawV1(acme(), "x", "ABC-1.pdf", s30, e30)), acme(), "v1 invoice current: made over the number with .pdf"},
		{"customer's c signed", "/acme/ccp/c5?" + queryOf(rawV1(acme(), "x", "c5", s30, e30)), acme(), "v1 ccp current: made over the id c5"},
		{"plain hash", plainHash, acme(), "v1 p current: a plain hash of text and seed instead of an HMAC"},
		{"nobody's", swap(purchaseV2, "c=e3", "c=e4"), acme(), ""},
		{"nobody's, v1", swap(purchaseV1, "c=33", "c=34"), acme(), ""},
		{"unknown account", purchaseV2, nil, ""},
	} {
		p, q := mustParse(t, c.target)
		var got []string
		for _, m := range link.Diagnose(c.ring, p, q) {
			got = append(got, describe(m))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.why, s, c.want)
		}
	}
}

func describe(m link.Match) string {
	words := []string{m.Scheme.String(), string(m.Kind), m.Key + m.Seed}
	if m.State != "" {
		words = append(words, string(m.State))
	}
	if m.SHA1 {
		words = append(words, "sha1")
	}
	s := strings.Join(words, " ")
	if len(m.Notes) > 0 {
		s += ": " + strings.Join(m.Notes, ", ")
	}
	return s
}

func queryOf(target string) string {
	_, query, _ := strings.Cut(target, "?")
	return query
}

func purchaseV2Renewal() string { return rawV2(acme(), "urb", "366332011", s30, e30, "a1") }

func globexButDigits(r *link.Ring) {
	*r = *globex()
	r.V1.FullSubscription = false
}
