package portal_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// Two hundred people among a thousand others, so that rows move between pages.
func TestNoBytesOfThePeopleErasedAreLeftInTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latchkey.db")
	o := newOffice(t, storetest.Open(t, "sqlite:"+path))
	o.account("acme")
	var gone []string
	for n := range 400 {
		who := fmt.Sprintf("person%03d", n)
		email := who + "@canary" + strings.Repeat("x", n%90) + ".example"
		o.must(o.service.Mirror(ctx, portal.BySystem, []portal.Customer{{
			Key: portal.Key{Account: "acme", ID: fmt.Sprint(8000 + n)}, Name: "Zq" + who + " Holm", Type: "business", Country: "DK", Email: email,
		}}, nil))
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			return tx.AddMessage(ctx, portal.Message{
				ID: portal.NewID("msg"), Account: "acme", Template: portal.TemplateRequest, To: email, State: portal.Sent, CreatedAt: o.now(), NextAt: o.now(),
				Object: portal.ObjectKey{Account: "acme", Kind: link.Confirmation, ID: fmt.Sprint(n)},
			})
		}))
		if n%2 == 0 {
			gone = append(gone, email)
		}
	}
	for _, email := range gone {
		p, err := o.service.FindPerson(ctx, "acme", email)
		o.must(err)
		_, err = o.service.ErasePerson(ctx, portal.ByCommand, "acme", email, p.Etag())
		o.must(err)
	}
	did, err := o.service.CompactIfDue(ctx, true)
	if err != nil || !did {
		t.Fatalf("compacted %v, %v", did, err)
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		body, err := os.ReadFile(file)
		o.must(err)
		body = bytes.ToLower(body)
		for _, email := range gone {
			who, _, _ := strings.Cut(email, "@")
			if n := bytes.Count(body, []byte(who)); n > 0 {
				t.Errorf("%s has %s %d times", filepath.Base(file), who, n)
			}
		}
	}
	if r := verify(t, o.service); len(r.Breaks) > 0 {
		t.Errorf("%+v", r.Breaks)
	}
}
