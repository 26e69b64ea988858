package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// stillStore is a store whose disk takes no writes: everything else is real.
type stillStore struct {
	portal.Store
	still bool
}

func (s *stillStore) InTx(ctx context.Context, f func(portal.Tx) error) error {
	if s.still {
		return portal.ErrReadOnly
	}
	return s.Store.InTx(ctx, f)
}

// law 12: a disk that is full shows pages, and says of what it cannot save that
// nothing was changed. The log is not filled with it.
func TestPagesGoOnWhileNothingCanBeSaved(t *testing.T) {
	store := &stillStore{Store: storetest.SQLite(t)}
	state := web.Storage{}
	w := newWorld(t, store, func(s *web.Site) { s.Storage = func() web.Storage { return state } })
	w.oneOrder()
	target := w.linkTo("acme", "p", "20417")
	store.still, state.ReadOnly = true, "the disk is full"
	before := w.log.String()
	if a := w.visit(visit{method: "GET", target: target}); a.status != 200 {
		t.Errorf("a page: %d %s", a.status, a.page())
	}
	if a := w.visit(visit{method: "GET", target: "/readyz"}); a.status != 200 || string(a.body) != "read-only: the disk is full\n" {
		t.Errorf("readyz: %d %q", a.status, a.body)
	}
	expired := w.sign(formula{account: "acme", kind: "p", id: "20417", start: w.clock.Load() - 9*day, end: w.clock.Load() - 2*day}, false)
	a := w.visit(visit{method: "POST", target: expired, body: "ask=new-link"})
	if a.status != 503 || a.page() != "unavailable" || a.header.Get("Retry-After") == "" || !strings.Contains(readable(a.body), "Nothing was changed, and your link is fine.") {
		t.Errorf("a change: %d %s\n%s", a.status, a.page(), readable(a.body))
	}
	if said := strings.TrimPrefix(w.log.String(), before); strings.Contains(said, "request failed") {
		t.Errorf("the log is filled: %s", said)
	}
	store.still, state.ReadOnly, state.Room = false, "", web.RoomForChanges
	a = w.visit(visit{method: "POST", target: "/clients", body: "{}"})
	if a.status != 503 || a.header.Get("Retry-After") == "" || !strings.Contains(string(a.body), `"unavailable"`) || !strings.Contains(string(a.body), "latchkey rescue") {
		t.Errorf("something new: %d %s", a.status, a.body)
	}
	a = w.visit(visit{method: "PUT", target: "/api/v1/purchases/1", body: "{}"})
	if a.status != 503 || a.header.Get("Retry-After") == "" || !strings.Contains(string(a.body), `"/problems/no-room"`) {
		t.Errorf("a mirror: %d %s", a.status, a.body)
	}
	if a := w.visit(visit{method: "POST", target: expired, body: "ask=new-link"}); a.status != 200 && a.status != 303 {
		t.Errorf("a customer's wish: %d %s", a.status, a.page())
	}
}
