package link_test

import (
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// now is the clock of every test: 2025-10-09T08:53:20Z.
const now = 1760000000

// Windows that are open at now.
const (
	s30 = 1759492800
	e30 = 1762084800
)

// run is n bytes counting up from first: the test keys.
func run(first byte, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = first + byte(i)
	}
	return b
}

// acme has both schemes and a key in every state.
func acme() *link.Ring {
	return &link.Ring{
		Account: "acme",
		V1: link.V1{
			On: true, SHA1: true, Methods: true,
			Current:       []byte("latchkey-test-seed-0001-do-not-use"),
			Previous:      []byte("latchkey-test-seed-0000-retired-x"),
			PreviousUntil: 1770000000,
		},
		Keys: []link.Key{
			{ID: "a1", Secret: run(0x00, 32), State: link.Active},
			{ID: "a0", Secret: run(0x20, 32), State: link.VerifyOnly, VerifyUntil: 1770000000},
			{ID: "ax", Secret: run(0xc0, 32), State: link.VerifyOnly, VerifyUntil: 1759000000},
			{ID: "az", Secret: run(0x40, 32), State: link.KeyRevoked},
		},
	}
}

// globex signs the whole S id, and allows neither SHA-1 nor Methods in V1.
func globex() *link.Ring {
	return &link.Ring{
		Account: "globex",
		V1: link.V1{
			On: true, FullSubscription: true,
			Current:       []byte("globex-test-seed-9999-do-not-use!!"),
			Previous:      []byte("globex-test-seed-9998-retired-long"),
			PreviousUntil: 1759000000,
		},
		Keys: []link.Key{{ID: "g1", Secret: run(0x60, 32), State: link.Active}},
	}
}

// v2only has the first scheme switched off.
func v2only() *link.Ring {
	return &link.Ring{
		Account: "v2only",
		Keys:    []link.Key{{ID: "b1", Secret: run(0x80, 32), State: link.Active}},
	}
}

// ringOf finds the ring as a server would; nil for an unknown account.
func ringOf(p link.Path) *link.Ring {
	if p.Legacy && strings.HasPrefix(p.ID, "ABC-") {
		return acme()
	}
	for _, r := range []*link.Ring{acme(), globex(), v2only()} {
		if r.Account == p.Account {
			return r
		}
	}
	return nil
}

// open checks a target against the ring of its account. noRoute stands for a
// path that is none.
func open(target string, now int64) (g link.Grant, f link.Fault, noRoute bool) {
	path, query, _ := strings.Cut(target, "?")
	p, ok := link.ParsePath(path)
	if !ok {
		return g, link.Damaged, true
	}
	q, err := link.ParseQuery(query, p.Kind)
	if err != nil {
		return g, link.Damaged, false
	}
	g, f = link.Check(ringOf(p), p, q, now)
	return g, f, false
}

func wantFault(t *testing.T, target string, now int64, want link.Fault) link.Grant {
	t.Helper()
	g, got, noRoute := open(target, now)
	if noRoute || got != want {
		t.Errorf("%s at %d: fault %v (no route: %v), want %v", target, now, got, noRoute, want)
	}
	return g
}

func mustSignV2(t testing.TB, r *link.Ring, s link.Spec) string {
	t.Helper()
	target, err := r.SignV2(s)
	if err != nil {
		t.Fatalf("SignV2(%+v): %v", s, err)
	}
	return target
}

func mustSignV1(t testing.TB, r *link.Ring, s link.Spec, sha1 bool) string {
	t.Helper()
	target, err := r.SignV1(s, sha1)
	if err != nil {
		t.Fatalf("SignV1(%+v, %v): %v", s, sha1, err)
	}
	return target
}
