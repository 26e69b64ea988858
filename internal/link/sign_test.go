package link_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

func TestSigningRefusesWhatCheckingWould(t *testing.T) {
	good := link.Spec{Kind: link.Confirmation, PathID: "366332011", Start: s30, End: e30}
	change := func(f func(*link.Spec)) link.Spec {
		s := good
		f(&s)
		return s
	}
	renamed := acme()
	renamed.Account = "Acme"
	noKey := acme()
	noKey.Keys = noKey.Keys[1:]
	for _, c := range []struct {
		why  string
		ring *link.Ring
		spec link.Spec
		want error
	}{
		{"no active key", noKey, good, link.ErrNoActiveKey},
		{"account", renamed, good, link.ErrAccount},
		{"no kind", acme(), change(func(s *link.Spec) { s.Kind = "" }), link.ErrKind},
		{"legacy of another kind", acme(), change(func(s *link.Spec) { s.Legacy = true }), link.ErrKind},
		{"id of another kind", acme(), change(func(s *link.Spec) { s.PathID = "S1" }), link.ErrID},
		{"invoice id with form", acme(), change(func(s *link.Spec) { s.Kind, s.PathID = link.Invoice, "A.pdf" }), link.ErrID},
		{"approval without attempt", acme(), change(func(s *link.Spec) { s.Kind, s.PathID = link.Approve, "lr-1" }), link.ErrID},
		{"end at start", acme(), change(func(s *link.Spec) { s.End = s.Start }), link.ErrWindow},
		{"end before start", acme(), change(func(s *link.Spec) { s.End = s.Start - 1 }), link.ErrWindow},
		{"over 99 days", acme(), change(func(s *link.Spec) { s.End = s.Start + 99*86400 + 1 }), link.ErrWindow},
		{"approval over 30 days", acme(), link.Spec{Kind: link.Approve, PathID: "lr-1.1", Start: s30, End: s30 + 30*86400 + 1}, link.ErrWindow},
		{"no start", acme(), change(func(s *link.Spec) { s.Start = 0 }), link.ErrWindow},
		{"past 2100", acme(), change(func(s *link.Spec) { s.Start, s.End = 4102444800, 4102444801 }), link.ErrWindow},
		{"parameter of another kind", acme(), change(func(s *link.Spec) { s.Params = map[string]string{"item": "1"} }), link.ErrParam},
		{"nameless parameter", acme(), change(func(s *link.Spec) { s.Params = map[string]string{"": "1"} }), link.ErrParam},
		{"bad parameter", acme(), change(func(s *link.Spec) { s.Kind, s.Params = link.Renewal, map[string]string{"item": "1&s=2"} }), link.ErrParam},
	} {
		if target, err := c.ring.SignV2(c.spec); !errors.Is(err, c.want) || target != "" {
			t.Errorf("SignV2, %s: %q, %v; want %v", c.why, target, err, c.want)
		}
		if c.want == link.ErrNoActiveKey {
			continue // V1 has seeds instead
		}
		if target, err := c.ring.SignV1(c.spec, false); !errors.Is(err, c.want) || target != "" {
			t.Errorf("SignV1, %s: %q, %v; want %v", c.why, target, err, c.want)
		}
	}
}

func TestV1SignsOnlyWhatTheAccountAllows(t *testing.T) {
	window := link.Spec{Start: s30, End: e30}
	spec := func(k link.Kind, id string) link.Spec {
		s := window
		s.Kind, s.PathID = k, id
		return s
	}
	for _, c := range []struct {
		why  string
		ring *link.Ring
		spec link.Spec
		sha1 bool
		want error
	}{
		{"off", v2only(), spec(link.Confirmation, "1"), false, link.ErrSchemeOff},
		{"SHA-1 off", globex(), spec(link.Confirmation, "1"), true, link.ErrSchemeOff},
		{"methods off", globex(), spec(link.Methods, "c1"), false, link.ErrKind},
		{"approval", acme(), spec(link.Approve, "lr-1.1"), false, link.ErrKind},
		{"renewal without item", acme(), spec(link.Renewal, "1"), false, link.ErrParam},
		{"no seed", with(func(r *link.Ring) { r.V1.Current = nil }), spec(link.Confirmation, "1"), false, link.ErrNoActiveKey},
	} {
		if target, err := c.ring.SignV1(c.spec, c.sha1); !errors.Is(err, c.want) || target != "" {
			t.Errorf("%s: %q, %v; want %v", c.why, target, err, c.want)
		}
	}
}

func TestV1AppendsItsParametersUnsigned(t *testing.T) {
	target := mustSignV1(t, acme(), link.Spec{
		Kind: link.Invoice, PathID: "ABC-123456789", Start: s30, End: 1767268800, Legacy: true,
		Params: map[string]string{"documentid": "223681701"},
	}, false)
	if want := v1Vectors[9].target + "&documentid=223681701"; target != want {
		t.Errorf("signed\n%s, want\n%s", target, want)
	}
}
