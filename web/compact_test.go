package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// SQLite lets nobody write while its file is written anew. Pages go on; what would
// change something waits no longer than for an answer, hears that the fault is ours,
// and is done when it is sent again.
func TestWhatComesBesideACompactionIsToldToComeAgain(t *testing.T) {
	store := storetest.SQLite(t)
	w := newWorld(t, store, func(s *web.Site) { s.Limits.Request = 2 * time.Second })
	key := w.nordlys()
	body := ask(tenantBody, "maja@nordlys.example", nil)
	compacting, end, compacted := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		compacted <- store.Compact(t.Context(), true, func(done, _ int) {
			if done == 1 { // the file is next
				close(compacting)
				<-end
			}
		})
	}()
	<-compacting
	began := time.Now()
	a := w.post(key, body, "Idempotency-Key: k")
	if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("an ask: %d %s", a.status, a.body)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it waited for %s", took)
	}
	if a := w.visit(visit{method: "GET", target: "/readyz"}); a.status != http.StatusOK {
		t.Errorf("readyz: %d", a.status)
	}
	close(end)
	if err := <-compacted; err != nil {
		t.Fatal(err)
	}
	if a := w.post(key, body, "Idempotency-Key: k"); a.status != http.StatusConflict || a.url(t) == "" {
		t.Errorf("the same ask afterwards: %d %s", a.status, a.body)
	}
	if n := w.events("acme")["client.link_requested"]; n != 1 {
		t.Errorf("%d requests were made", n)
	}
}
