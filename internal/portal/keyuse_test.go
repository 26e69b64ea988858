package portal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (o *office) apiKey(k portal.APIKey) (portal.APIKey, string) {
	o.t.Helper()
	k, key, err := o.service.CreateAPIKey(ctx, portal.ByCommand, k)
	o.must(err)
	return k, key
}

func TestUsesOfAKeyAreCountedBesideTheCall(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "books")
		k, key := o.apiKey(portal.APIKey{Account: "acme", Name: "billing"})
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := o.service.KeyOf(ctx, key); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if kept, err := o.service.APIKey(ctx, "acme", k.ID); err != nil || !kept.LastUsed.IsZero() {
			t.Errorf("a call wrote its last use: %v, %v", kept.LastUsed, err)
		}
		o.must(o.service.WriteKeyUses(ctx))
		o.must(o.service.WriteKeyUses(ctx)) // nothing is counted twice
		uses, err := o.service.KeyUses(ctx, "acme", 7)
		o.must(err)
		if len(uses) != 1 || uses[0].Holder != k.ID || uses[0].Calls != 20 {
			t.Errorf("uses %+v", uses)
		}
		if kept, err := o.service.APIKey(ctx, "acme", k.ID); err != nil || !kept.LastUsed.Equal(o.now()) {
			t.Errorf("last used %v, %v", kept.LastUsed, err)
		}
		o.clock.Add(7 * day)
		if uses, err = o.service.KeyUses(ctx, "acme", 7); err != nil || len(uses) != 0 {
			t.Errorf("uses of a week ago %+v, %v", uses, err)
		}
	})
}

func TestAKeyEndsAtItsTime(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		_, key := o.apiKey(portal.APIKey{Account: "acme", ExpiresAt: o.now().Add(time.Hour)})
		o.clock.Add(3599)
		if _, err := o.service.KeyOf(ctx, key); err != nil {
			t.Errorf("in its last second: %v", err)
		}
		o.clock.Add(1)
		if _, err := o.service.KeyOf(ctx, key); !errors.Is(err, portal.ErrKeyExpired) || !errors.Is(err, portal.ErrBadKey) {
			t.Errorf("at its end: %v", err)
		}
		if _, _, err := o.service.CreateAPIKey(ctx, portal.ByCommand, portal.APIKey{Account: "acme", ExpiresAt: o.now()}); !errors.Is(err, portal.ErrKeyEnd) {
			t.Errorf("a key that ends at once: %v", err)
		}
	})
}

func TestAReplacedKeyWorksForADayMore(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		k, old := o.apiKey(portal.APIKey{Account: "acme", Name: "billing", Scopes: []string{"write"}})
		next, key, err := o.service.RotateAPIKey(ctx, portal.ByCommand, "acme", k.ID)
		o.must(err)
		if _, _, err := o.service.RotateAPIKey(ctx, portal.ByCommand, "acme", k.ID); !errors.Is(err, portal.ErrKeyOver) {
			t.Errorf("replaced twice: %v", err)
		}
		o.clock.Add(day - 1)
		for what, secret := range map[string]string{"old": old, "new": key} {
			if found, err := o.service.KeyOf(ctx, secret); err != nil || found.Name != "billing" || !found.May("write") {
				t.Errorf("the %s key: %+v, %v", what, found, err)
			}
		}
		o.clock.Add(1)
		if _, err := o.service.KeyOf(ctx, old); !errors.Is(err, portal.ErrKeyExpired) {
			t.Errorf("the old key a day later: %v", err)
		}
		if found, err := o.service.KeyOf(ctx, key); err != nil || found.ID != next.ID {
			t.Errorf("the new key: %v", err)
		}
	})
}

func TestAnExportedTrailCanBeChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "books", "cars")
		for range 600 { // more than a page
			o.must(o.service.Record(ctx, portal.Entry{Account: "acme", Actor: "system", Act: "x.y", Data: `{"z":1, "a":"é<"}`}))
		}
		var file bytes.Buffer
		o.must(o.service.ExportAudit(ctx, &file, "acme", portal.ExportNDJSON, portal.AuditFilter{}))
		lines := strings.Split(strings.TrimSpace(file.String()), "\n")
		prev := ""
		for i, text := range lines[:len(lines)-1] {
			var l portal.AuditLine
			o.must(json.Unmarshal([]byte(text), &l))
			if l.Seq != int64(i+1) || l.Prev != prev || !o.service.Genuine(l) {
				t.Fatalf("line %d: %s", i, text)
			}
			prev = l.Hash
			l.Actor += "x"
			if o.service.Genuine(l) {
				t.Fatal("a changed line is genuine")
			}
		}
		var end struct {
			End     bool
			Entries int
			Head    string
		}
		o.must(json.Unmarshal([]byte(lines[len(lines)-1]), &end))
		if !end.End || end.Entries != len(lines)-1 || end.Head != prev {
			t.Errorf("the end says %+v behind %d lines", end, len(lines)-1)
		}
	})
}

func TestAnExportedTableHoldsNoFormula(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		o.must(o.service.Record(ctx, portal.Entry{Account: "acme", Act: "x.y", Object: `=HYPERLINK("https://evil.example")`}))
		var file bytes.Buffer
		o.must(o.service.ExportAudit(ctx, &file, "acme", portal.ExportCSV, portal.AuditFilter{Act: "x.y"}))
		if rows := strings.Split(strings.TrimSpace(file.String()), "\n"); len(rows) != 2 || !strings.Contains(rows[1], `"'=HYPERLINK`) {
			t.Errorf("file %q", file.String())
		}
	})
}

func TestAnAnchorShowsThatATrailWasCut(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		anchor, there, err := o.service.AnchorOf(ctx, "acme")
		o.must(err)
		kept, err := portal.ParseAnchor(anchor.String())
		if err != nil || !there {
			t.Fatal(err, there)
		}
		for _, c := range []struct {
			change func(*portal.Anchor)
			want   bool
		}{
			{func(*portal.Anchor) {}, true},
			{func(a *portal.Anchor) { a.Seq++ }, false},
			{func(a *portal.Anchor) { a.Hash[0]++ }, false},
			{func(a *portal.Anchor) { a.Account = "other" }, false},
		} {
			a := kept
			a.Hash = bytes.Clone(kept.Hash)
			c.change(&a)
			if holds, err := o.service.Holds(ctx, a); err != nil || holds != c.want {
				t.Errorf("%s holds: %v, %v", a, holds, err)
			}
		}
		if whole, err := portal.ParseAnchor((portal.Anchor{Seq: 1, Hash: []byte{1}}).String()); err != nil || whole.Account != "" {
			t.Errorf("the installation's: %+v, %v", whole, err)
		}
		for _, bad := range []string{"", "acme 1", "acme x 00", "acme 0 00", "acme 1 zz"} {
			if _, err := portal.ParseAnchor(bad); err == nil {
				t.Errorf("%q was taken", bad)
			}
		}
	})
}
