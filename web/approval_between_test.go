package web_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// betweenReads is a store on which something happens just before the second
// time that a request is read.
type betweenReads struct {
	portal.Store
	reads atomic.Int64
	then  func()
}

func (b *betweenReads) Request(ctx context.Context, k portal.Key) (portal.LinkRequest, error) {
	if b.then != nil && b.reads.Add(1) == 2 {
		b.then()
	}
	return b.Store.Request(ctx, k)
}

// A declined request can be asked again between the check of its link and the
// drawing of its page. What is drawn then says how the link stands, and nothing
// of an approval that there never was. It counts once against the link's rate, of
// which this is the last.
func TestARequestThatIsAskedAgainWhileItsPageIsDrawn(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		t.Run(method, func(t *testing.T) {
			store := &betweenReads{Store: storetest.SQLite(t)}
			w := newWorld(t, store, counting().on(web.Limits{Opens: limit.Per(2, time.Minute), Posts: limit.Per(2, time.Minute)}))
			r, target := w.asked()
			if a := w.press(target, "decline", w.formAt(target)); a.status != 303 {
				t.Fatalf("declined: status %d", a.status)
			}
			asked := false
			store.then = func() {
				got, err := w.service.ReissueRequest(context.Background(), portal.RequestAsk{Actor: portal.BySystem, Request: r.Key, Attempt: 1})
				w.must(err)
				_, asked = got.(portal.RequestDone)
			}
			a := w.visit(visit{method: method, target: target, body: map[string]string{"POST": "decision=decline"}[method]})
			if !asked {
				t.Fatal("nothing happened between the reads")
			}
			if a.status != 410 || a.page() != "superseded" {
				t.Errorf("status %d, page %q: %s", a.status, a.page(), readable(a.body))
			}
		})
	}
}
