package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// What servers find by themselves is read where a person would look for it, and by
// those alone who may inspect the trail.
func TestTheAuditPagesShowWhatTheServersFound(t *testing.T) {
	o := newOffice(t)
	o.joins(inspector, portal.Roles{"northwind": portal.Auditor})
	o.happens("northwind", "link.opened", 3)
	o.happens("globex", "link.opened", 3)
	b := o.signedIn(inspector)
	pages := []string{"/admin/audit", "/admin/audit/verify"}
	says := func(want string) {
		t.Helper()
		for _, page := range pages {
			wants(t, b.get(page), 200, want)
		}
	}
	says("The first walk has not ended yet.")
	if _, err := o.service.WalkAudit(t.Context(), 24*time.Hour, 20); err != nil {
		t.Fatal(err)
	}
	says("The last walk ended 20 Nov 09:44 UTC and found no break.")
	found := func(account string) {
		t.Helper()
		err := o.store.InTx(t.Context(), func(tx portal.Tx) error {
			w, err := o.service.AuditWalk(t.Context())
			if err != nil {
				return err
			}
			broken := w
			broken.Ended.Breaks = []portal.Break{{Account: account, Seq: 3, Reason: "an entry is missing"}}
			_, err = tx.MoveAuditWalk(t.Context(), w, broken)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	found("globex")
	says("found no break.")
	found("northwind")
	says("northwind is broken at entry 3, an entry is missing.")
	if page := plain(b.get("/admin/audit/verify")); strings.Contains(page, "found no break") {
		t.Error("a broken trail is called unbroken")
	}
}
