package link_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func mustParse(t testing.TB, target string) (link.Path, link.Query) {
	t.Helper()
	path, query, _ := strings.Cut(target, "?")
	p, ok := link.ParsePath(path)
	if !ok {
		t.Fatalf("no route: %s", path)
	}
	q, err := link.ParseQuery(query, p.Kind)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return p, q
}

const (
	purchaseV1   = "/acme/p/366332011?s=1759492800&e=1762084800&c=33b8ea075cf73eb9d9b2df0ae74396251627b2fc81c4aa17329bf5b03e0579dd"
	purchaseSHA1 = "/acme/p/366332011?s=1759492800&e=1762084800&c=f6972e26e7c6ce5a95ebc2b015a8ba2fe88a7b32"
	purchaseOld  = "/acme/p/366332011?s=1759492800&e=1762084800&c=fd4afcf5e7ae790d7e180fdeed7d797e8dda1ba774fcd5c5e99757ac7231f784"
	purchaseV2   = "/acme/p/366332011?s=1759492800&e=1762084800&k=a1&c=e33ddc6a52e966c91bc9f9aef07743e4"
	purchaseV2a0 = "/acme/p/366332011?s=1759492800&e=1762084800&k=a0&c=8aa0eafeaff0e89da5ded289156fc5c7"
)

// refusal is a link and a ring that must not open it. All of them have to
// look and cost the same.
type refusal struct {
	name   string
	target string
	ring   *link.Ring
}

func with(change func(*link.Ring)) *link.Ring {
	r := acme()
	change(r)
	return r
}

// keyless has an active key, but its secret was lost.
func keyless() *link.Ring { return with(func(r *link.Ring) { r.Keys[0].Secret = nil }) }

func refusals() []refusal {
	zero := make([]byte, 32)
	return []refusal{
		{"v1 unknown account", purchaseV1, nil},
		{"v1 of another account", purchaseV1, globex()},
		{"v1 switched off", purchaseV1, with(func(r *link.Ring) { r.V1.On = false })},
		{"v1 past its end date", purchaseV1, with(func(r *link.Ring) { r.V1.Until = 1 })},
		{"v1 switched off, previous seed", purchaseOld, with(func(r *link.Ring) { r.V1.On = false })},
		{"v1 without seeds", purchaseV1, with(func(r *link.Ring) { r.V1.Current, r.V1.Previous = nil, nil })},
		{"v1 other seeds", purchaseV1, with(func(r *link.Ring) { r.V1.Current, r.V1.Previous = zero, zero })},
		{"v1 previous seed past its date", purchaseOld, with(func(r *link.Ring) { r.V1.PreviousUntil = 1 })},
		{"v1 previous seed absent", purchaseOld, with(func(r *link.Ring) { r.V1.Previous = nil })},
		{"v1 methods switched off", strings.Replace(purchaseV1, "p/", "ccp/c", 1), with(func(r *link.Ring) { r.V1.Methods = false })},
		{"v1 approval", rawV1(acme(), "approve", "lr-open.1", s30, e30), acme()},
		{"v1 wrong checksum", strings.Replace(purchaseV1, "c=33", "c=34", 1), acme()},
		{"sha-1 switched off", purchaseSHA1, with(func(r *link.Ring) { r.V1.SHA1 = false })},
		{"sha-1 unknown account", purchaseSHA1, nil},
		{"sha-1 wrong checksum", strings.Replace(purchaseSHA1, "c=f6", "c=f7", 1), acme()},
		{"sha-1 padded to the length of the other", purchaseSHA1 + strings.Repeat("0", 24), acme()},
		{"v2 unknown account", purchaseV2, nil},
		{"v2 of another account", purchaseV2, globex()},
		{"v2 unknown key", strings.Replace(purchaseV2, "k=a1", "k=a9", 1), acme()},
		{"v2 verify-only key past its date", purchaseV2a0, with(func(r *link.Ring) { r.Keys[1].VerifyUntil = 1 })},
		{"v2 key without secret", rawV2(keyless(), "p", "1", s30, e30, "a1"), keyless()},
		{"v2 key in no state", purchaseV2, with(func(r *link.Ring) { r.Keys[0].State = "" })},
		{"v2 wrong checksum", strings.Replace(purchaseV2, "c=e3", "c=e4", 1), acme()},
		{"v2 wrong checksum, revoked key", strings.Replace(purchaseV2, "k=a1", "k=az", 1), acme()},
	}
}

func TestEveryWrongChecksumLooksTheSame(t *testing.T) {
	for _, c := range refusals() {
		t.Run(c.name, func(t *testing.T) {
			p, q := mustParse(t, c.target)
			for _, at := range []int64{now, s30 - 1000, e30} { // the window must not show either
				g, fault := link.Check(c.ring, p, q, at)
				if fault != link.Tampered || g != (link.Grant{}) {
					t.Errorf("at %d: %v, %+v; want tampered and the empty grant", at, fault, g)
				}
			}
		})
	}
}

func TestEveryCheckCostsTheSameMACs(t *testing.T) {
	genuine := []refusal{
		{"v1 current seed", purchaseV1, acme()},
		{"v1 previous seed", purchaseOld, acme()},
		{"sha-1", purchaseSHA1, acme()},
		{"v2", purchaseV2, acme()},
		{"v2 revoked", rawV2(acme(), "p", "366332011", s30, e30, "az"), acme()},
	}
	for _, c := range append(refusals(), genuine...) {
		t.Run(c.name, func(t *testing.T) {
			p, q := mustParse(t, c.target)
			_, sha1, sha256 := link.CheckCounted(c.ring, p, q, now)
			want1, want256 := 0, 1
			switch {
			case q.SHA1():
				want1, want256 = 2, 0
			case q.Scheme() == link.SchemeV1:
				want256 = 2
			}
			if sha1 != want1 || sha256 != want256 {
				t.Errorf("computed %d HMAC-SHA-1 and %d HMAC-SHA-256, want %d and %d", sha1, sha256, want1, want256)
			}
		})
	}
}

// The key that fills up for a missing one is known to everybody who reads the
// source: nothing made with it may open anything.
func TestTheFillingKeyOpensNothing(t *testing.T) {
	zero := &link.Ring{Account: "acme", V1: link.V1{Current: make([]byte, 32)}, Keys: []link.Key{{ID: "a9", Secret: make([]byte, 32)}}}
	for _, target := range []string{
		rawV1(zero, "p", "366332011", s30, e30),
		rawV2(zero, "p", "366332011", s30, e30, "a9"),
	} {
		p, q := mustParse(t, target)
		for _, r := range []*link.Ring{nil, acme(), {Account: "acme"}, {Account: "acme", V1: link.V1{On: true}}} {
			if _, fault := link.Check(r, p, q, now); fault != link.Tampered {
				t.Errorf("%s opened: %v", target, fault)
			}
		}
	}
}

func TestOtherAccountsRingDoesNotOpenALink(t *testing.T) {
	twin := acme()
	twin.Account = "twin" // same keys and seeds: only the name differs
	for _, target := range []string{purchaseV1, purchaseV2} {
		p, q := mustParse(t, target)
		if _, fault := link.Check(twin, p, q, now); fault != link.Tampered {
			t.Errorf("%s under another account: %v", target, fault)
		}
	}
}

func TestCheckRefusesWhatParsingDidNotMake(t *testing.T) {
	p, q := mustParse(t, purchaseV2)
	forged := p
	forged.ID = "366332011\n1"
	for name, c := range map[string]struct {
		p link.Path
		q link.Query
	}{
		"empty query":          {p, link.Query{}},
		"query of other kind":  {link.Path{Account: "acme", Kind: link.Quote, ID: p.ID}, q},
		"id outside its rules": {forged, q},
		"no path":              {link.Path{}, q},
	} {
		if g, fault := link.Check(acme(), c.p, c.q, now); fault != link.Damaged || g != (link.Grant{}) {
			t.Errorf("%s: %v, want damaged", name, fault)
		}
	}
}

func TestRevokedKeyIsToldBehindPolicyAndBeforeWindow(t *testing.T) {
	for _, e := range []int64{s30 - 1, s30 + 100*86400} {
		wantFault(t, rawV2(acme(), "p", "366332011", s30, e, "az"), now, link.Policy)
	}
	for _, e := range []int64{e30, s30 + 1} {
		g := wantFault(t, rawV2(acme(), "p", "366332011", s30, e, "az"), now, link.Revoked)
		if err := g.Genuine(link.Confirmation); err != nil {
			t.Errorf("a revoked link is genuine: %v", err)
		}
		if err := g.For(link.Confirmation); !errors.Is(err, link.ErrLapsed) {
			t.Errorf("a revoked link opened: %v", err)
		}
	}
}

func TestDatesOfKeysAndSeedsAreHalfOpen(t *testing.T) {
	for target, r := range map[string]*link.Ring{
		purchaseV2a0: with(func(r *link.Ring) { r.Keys[1].VerifyUntil = now + 1 }),
		purchaseOld:  with(func(r *link.Ring) { r.V1.PreviousUntil = now + 1 }),
		purchaseV1:   with(func(r *link.Ring) { r.V1.Until = now + 1 }),
	} {
		p, q := mustParse(t, target)
		if _, fault := link.Check(r, p, q, now); fault != link.None {
			t.Errorf("%s in its last second: %v", target, fault)
		}
		if _, fault := link.Check(r, p, q, now+1); fault != link.Tampered {
			t.Errorf("%s after its last second: %v", target, fault)
		}
	}
}

func TestV2OpensOnTheLegacyPathOfItsInvoice(t *testing.T) {
	target := mustSignV2(t, acme(), link.Spec{Kind: link.Invoice, PathID: "ABC-1", Start: s30, End: e30, Legacy: true})
	if g := wantFault(t, target, now, link.None); g.Account() != "acme" {
		t.Errorf("account %q, want that of the ring", g.Account())
	}
}

func TestHMACsAgreeWithTheStandardLibrary(t *testing.T) {
	for _, keySize := range []int{0, 1, 20, 32, 63, 64, 65, 128, 300} {
		for _, textSize := range []int{0, 1, 46, 55, 56, 64, 119, 256, 257, 1000} {
			key, text := run(7, keySize), run(99, textSize)
			want256, want1 := hmac.New(sha256.New, key), hmac.New(sha1.New, key)
			want256.Write(text)
			want1.Write(text)
			if got := link.HMAC256(key, text); string(got[:]) != string(want256.Sum(nil)) {
				t.Errorf("HMAC-SHA-256, key %d, text %d bytes: differs", keySize, textSize)
			}
			if got := link.HMAC1(key, text); string(got[:]) != string(want1.Sum(nil)) {
				t.Errorf("HMAC-SHA-1, key %d, text %d bytes: differs", keySize, textSize)
			}
		}
	}
}
