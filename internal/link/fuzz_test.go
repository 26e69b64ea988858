package link_test

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Whatever opens was signed: a target that is believed says exactly what one
// of our own signatures says.
func FuzzCheck(f *testing.F) {
	for _, v := range vectors() {
		f.Add(v.target)
	}
	f.Fuzz(func(t *testing.T, target string) {
		g, fault, _ := open(target, now)
		switch fault {
		case link.Damaged, link.Tampered, link.Policy:
			if g != (link.Grant{}) {
				t.Fatalf("%q: %v with a grant", target, fault)
			}
			return
		}
		if err := g.Genuine(g.Kind()); err != nil {
			t.Fatalf("%q: %v without a grant", target, fault)
		}
		r := ringOf(link.Path{Account: g.Account()})
		if g.Scheme() == link.SchemeV2 && secretOf(r, g.KeyID()) == nil {
			t.Fatalf("%q: key %q signed it, which %s does not have", target, g.KeyID(), r.Account)
		}
		again := describeGrant(t, r, g)
		other, _, _ := open(again, now)
		if other.Text() != g.Text() {
			t.Fatalf("%q says %q, signed again %q", target, g.Text(), other.Text())
		}
	})
}

// describeGrant makes the link that a grant should have come from. A key that
// no longer signs is made active for it.
func describeGrant(t *testing.T, r *link.Ring, g link.Grant) string {
	t.Helper()
	s := link.Spec{Kind: g.Kind(), PathID: g.PathID(), Start: g.Start(), End: g.End(), Params: map[string]string{}}
	for _, name := range g.Kind().Covered() {
		if value := g.Extra(name); value != "" {
			s.Params[name] = value
		}
	}
	if g.Scheme() == link.SchemeV1 {
		return mustSignV1(t, r, s, g.SHA1())
	}
	for i := range r.Keys {
		r.Keys[i].State = link.VerifyOnly
		if r.Keys[i].ID == g.KeyID() {
			r.Keys[i].State = link.Active
		}
	}
	return mustSignV2(t, r, s)
}

// What our parser reads, it reads as net/url does: the one accepts less, but
// never understands anything else. And a repaired query is repaired for good.
func FuzzParseQuery(f *testing.F) {
	for _, v := range vectors() {
		p, _ := mustParse(f, v.target)
		f.Add(queryOf(v.target), string(p.Kind))
		f.Add(strings.ReplaceAll(queryOf(v.target), "&", "&amp;")+".", string(p.Kind))
	}
	f.Fuzz(func(t *testing.T, raw, kind string) {
		k := link.Kind(kind)
		clean, changed := link.Repair(raw, k)
		if changed != (clean != raw) {
			t.Fatalf("Repair(%q) = %q, %v", raw, clean, changed)
		}
		q, err := link.ParseQuery(raw, k)
		if err != nil {
			if q != (link.Query{}) {
				t.Fatalf("%q: %v and a query", raw, err)
			}
			return
		}
		values, err := url.ParseQuery(raw)
		if err != nil {
			t.Fatalf("%q was read, but net/url says %v", raw, err)
		}
		for name, want := range map[string]string{"s": fmt.Sprint(q.Start()), "e": fmt.Sprint(q.End()), "k": q.KeyID()} {
			if got := strings.Join(values[name], " and "); got != want {
				t.Fatalf("%q: %s is %q, net/url says %q", raw, name, want, got)
			}
		}
		if len(values["c"]) != 1 {
			t.Fatalf("%q: c stands %d times", raw, len(values["c"]))
		}
	})
}

// A path the guard lets through is its own cleaned form, and no router has
// anything to redirect.
func FuzzCleanPath(f *testing.F) {
	for _, s := range []string{"/", "/acme/p/1", "/acme//p", "/acme/./p", "/acme/../p", "/acme/", "/a%2fb", "/a\\b", "/a.b/~c_-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !link.CleanPath(s) {
			return
		}
		u, err := url.Parse("https://pay.example.com" + s)
		if err != nil || u.Path != s || u.EscapedPath() != s || path.Clean(s) != s {
			t.Fatalf("the guard lets %q through (%v)", s, err)
		}
	})
}

// A path that is a route passes the guard, and has one spelling.
func FuzzParsePath(f *testing.F) {
	for _, v := range vectors() {
		head, _, _ := strings.Cut(v.target, "?")
		f.Add(head)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := link.ParsePath(s)
		if !ok {
			return
		}
		spelled := "/" + p.Account + "/" + string(p.Kind) + "/" + p.ID
		if p.Legacy {
			spelled = "/invoice/" + p.ID
		}
		if p.Form != link.Page {
			spelled += "." + string(p.Form)
		}
		if spelled != s || !link.CleanPath(s) || !link.ValidID(p.ID) {
			t.Fatalf("%q was read as %+v", s, p)
		}
	})
}

// Every number gets a path id that leads back to itself.
func FuzzPathID(f *testing.F) {
	for _, s := range []string{"018304 / 28865", "A.pdf", "", "№", "-1", strings.Repeat("a", 70) + ".xml"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, number string) {
		for _, id := range []string{link.PathID(number), link.PathIDWith(number, "0a1b2c")} {
			p, ok := link.ParsePath("/acme/invoice/" + id)
			if !ok || p.ID != id || p.Form != link.Page || link.PathID(id) != id {
				t.Fatalf("%q has path id %q, read as %+v", number, id, p)
			}
		}
	})
}
