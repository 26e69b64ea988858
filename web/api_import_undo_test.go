package web_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestAnImportIsTakenBackByAPI(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		w.account("other", portal.V1Policy{})
		c := w.as(w.apiKey("acme", "read", "write"))
		start := func(id string) string {
			job := c.ok(202, "POST", "/api/v1/imports", `{"type":"customer","id":"`+id+`","name":"Oak"}`)
			return fmt.Sprint("/api/v1/imports/", job["id"])
		}
		first := start("71")
		c.refused(409, "conflict", "POST", first+"/undo", "{}") // it is not over
		w.runImports()
		w.as(w.apiKey("acme", "read")).refused(403, "forbidden", "POST", first+"/undo", "{}")
		w.as(w.apiKey("other", "write")).refused(404, "not-found", "POST", first+"/undo", "{}")
		if job := c.ok(202, "POST", first+"/undo", "{}"); job["state"] != "undoing" {
			t.Errorf("%v", job)
		}
		w.runImports()
		if job := c.ok(200, "GET", first, nil); job["state"] != "undone" || fmt.Sprint(at(job, "counts", "removed")) != "1" {
			t.Errorf("%v", job)
		}
		c.refused(409, "conflict", "POST", first+"/undo", "{}")

		second := start("72")
		w.runImports()
		w.must(w.store.InTx(context.Background(), func(tx portal.Tx) error {
			return w.service.RecordIn(context.Background(), tx, portal.Entry{Account: "acme", Actor: "admin:a1", Act: "link.reissued", Kind: "client", Object: "72"})
		}))
		c.refused(409, "conflict", "POST", second+"/undo", "{}")
		if a := c.call("GET", "/api/v1/customers/72", nil); a.status != 200 {
			t.Errorf("a refusal removed something: %d", a.status)
		}
	})
}
