package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// Many changes wait for one commit. Where the disk has no room for it each of them is
// told so, and may be sent again, with an Idempotency-Key or without one: it is
// done then, once.
func TestAllWhomAFullDiskRefusesAtOnceMayAskAgain(t *testing.T) {
	const many = 40
	disk := storetest.OpenDisk(t)
	store := storetest.SQLite(t)
	w := newWorld(t, store, func(s *web.Site) { s.Storage = func() web.Storage { return web.Storage{ReadOnly: store.ReadOnly()} } })
	key := w.nordlys()
	for n := range many {
		w.client("acme", fmt.Sprint("c", n), fmt.Sprint("Firm ", n), fmt.Sprintf("u%d@firm.example", n))
	}
	all := func() (answers [many]answer) {
		var asking sync.WaitGroup
		for n := range many {
			asking.Go(func() {
				var once []string
				if n%2 == 0 { // the others go by the tenant
					once = append(once, fmt.Sprint("Idempotency-Key: k", n))
				}
				answers[n] = w.post(key, ask(fmt.Sprint("t", n), fmt.Sprintf("u%d@firm.example", n), nil), once...)
			})
		}
		asking.Wait()
		return answers
	}
	// Somebody has the writer until all of them wait for it.
	begun, held := make(chan struct{}), make(chan error)
	tried := false
	kept := errors.New("nothing is to be kept of this")
	go func() {
		held <- store.InTx(t.Context(), func(portal.Tx) error {
			if tried { // the first time the full disk took no rollback either
				return kept
			}
			tried = true
			close(begun)
			for end := time.Now().Add(30 * time.Second); store.Figures().Waiting < many; runtime.Gosched() {
				if time.Now().After(end) {
					return errors.New("they do not come")
				}
			}
			disk.Fill()
			return kept
		})
	}()
	<-begun
	refused := all()
	if err := <-held; !errors.Is(err, kept) {
		t.Fatal(err)
	}
	for n, a := range refused {
		if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
			t.Errorf("ask %d: %d %s", n, a.status, a.body)
		}
	}
	if store.ReadOnly() != "the disk is full" {
		t.Errorf("it writes on: %q", store.ReadOnly())
	}
	if n := w.events("acme")["client.link_requested"]; n != 0 {
		t.Errorf("%d requests were made", n)
	}
	if a := w.visit(visit{method: "GET", target: "/readyz"}); a.status != 200 {
		t.Errorf("readyz: %d", a.status)
	}
	disk.Mend()
	if ok, err := store.Resume(context.Background()); !ok || err != nil {
		t.Fatalf("there is room again: %t, %v", ok, err)
	}
	done, again := all(), all()
	for n := range many {
		if done[n].status != http.StatusConflict || done[n].url(t) == "" || again[n].url(t) != done[n].url(t) {
			t.Errorf("ask %d again: %d %s", n, done[n].status, done[n].body)
		}
	}
	if n := w.events("acme")["client.link_requested"]; n != many {
		t.Errorf("%d requests of %d", n, many)
	}
}
