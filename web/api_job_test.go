package web_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// runJobs works every job through.
func (w *world) runJobs() {
	w.t.Helper()
	for {
		n, err := w.service.RunBulk(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func TestAJobIsStartedWatchedAndSteeredByTheAPI(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		w.account("acme", portal.V1Policy{})
		w.account("other", portal.V1Policy{})
		read, write := w.as(w.apiKey("acme", "read")), w.as(w.apiKey("acme", "links", "read"))
		ask := map[string]any{"verb": "revoke", "over": "links", "ids": []string{"p/1", "invoice/none"}, "dryRun": true}
		dry := write.ok(202, "POST", "/api/v1/jobs", ask)
		if dry["state"] != "dry-run" || fmt.Sprint(dry["looked"], dry["chosen"], at(dry, "why", "gone")) != "2 0 2" {
			t.Errorf("a dry run: %v", dry)
		}
		if list := items(t, read.ok(200, "GET", "/api/v1/jobs", nil)); len(list) != 0 {
			t.Errorf("a dry run made %v", list)
		}
		read.refused(403, "forbidden", "POST", "/api/v1/jobs", ask)
		ask["dryRun"] = false
		job := write.ok(202, "POST", "/api/v1/jobs", ask, "Idempotency-Key: once")
		again := write.ok(202, "POST", "/api/v1/jobs", ask, "Idempotency-Key: once")
		if job["state"] != "planning" || job["id"] != again["id"] {
			t.Errorf("%v, and again %v", job, again)
		}
		target := fmt.Sprint("/api/v1/jobs/", job["id"])
		write.refused(409, "conflict", "POST", target+"/resume", nil)
		w.as(w.apiKey("other", "read")).refused(404, "not-found", "GET", target, nil)
		w.as(w.apiKey("other", "links")).refused(404, "not-found", "POST", target+"/stop", nil)
		w.runJobs()
		if job = read.ok(200, "GET", target, nil); job["state"] != "done" || fmt.Sprint(job["leftOut"]) != "2" {
			t.Errorf("%v", job)
		}
		all := read.ok(200, "GET", target+"/items?limit=1", nil)
		first := items(t, all)
		second := items(t, read.ok(200, "GET", target+"/items?limit=1&after="+fmt.Sprint(all["next"]), nil))
		if len(first) != 1 || len(second) != 1 || at(first[0], "id") != "1" || at(second[0], "why") != "gone" {
			t.Errorf("%v, then %v", first, second)
		}
		if list := items(t, read.ok(200, "GET", "/api/v1/jobs", nil)); len(list) != 1 {
			t.Errorf("%v", list)
		}
		write.refused(422, "invalid", "POST", "/api/v1/jobs", map[string]any{"verb": "remind", "over": "links", "days": 3})
		write.refused(422, "invalid", "POST", "/api/v1/jobs", map[string]any{"verb": "remind", "over": "requests", "ids": []string{"../x"}})
	})
}
