package hook_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// yard is an account with endpoints at real receivers, and a clock.
type yard struct {
	*store.Store
	now time.Time // moved between rounds only
}

func (y *yard) clock() time.Time { return y.now }

func (y *yard) HookEvent(ctx context.Context, account, id string) (portal.Event, error) {
	return y.Event(ctx, account, id)
}

func (y *yard) HookSecrets(e portal.Endpoint) (current, old string, err error) {
	return string(e.Sealed), string(e.SealedOld), nil
}

func (y *yard) HookDisabled(context.Context, portal.Tx, portal.Endpoint) error { return nil }

// newYard keeps events on their way to endpoints of these addresses.
func newYard(t *testing.T, events int, urls map[string]string, secret string) *yard {
	t.Helper()
	y := &yard{Store: storetest.SQLite(t), now: noon}
	err := y.InTx(t.Context(), func(tx portal.Tx) error {
		ctx := t.Context()
		if err := tx.AddAccount(ctx, portal.Account{Slug: "acme", CreatedAt: noon}); err != nil {
			return err
		}
		for id, url := range urls {
			e := portal.Endpoint{Account: "acme", ID: id, URL: url, Style: portal.StandardStyle, Sealed: []byte(secret), CreatedAt: noon}
			if err := tx.PutEndpoint(ctx, e); err != nil {
				return err
			}
		}
		for n := range events {
			e, err := tx.AppendEvent(ctx, portal.Event{Account: "acme", ID: fmt.Sprintf("evt_%02d", n+1), Type: portal.EventLinked,
				Data: fmt.Sprintf(`{"n":%d}`, n+1), OccurredAt: noon})
			if err != nil {
				return err
			}
			for id := range urls {
				d := portal.HookDelivery{ID: id + "-" + e.ID, Account: "acme", Endpoint: id, Event: e.ID, EventSeq: e.Seq,
					Type: e.Type, State: portal.DeliveryQueued, NextAt: noon, CreatedAt: noon}
				if err := tx.AddDelivery(ctx, d); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// poster trusts a server and goes by the yard's clock.
func (y *yard) poster(s *httptest.Server) *hook.Poster {
	p := hook.New(true, y.clock)
	p.Trust(s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	return p
}

// run lives through days, a step at a time.
func (y *yard) run(t *testing.T, p *hook.Poster, days int) (tries int) {
	t.Helper()
	h := outbox.NewHooks(y, p, y, y.clock, slog.New(slog.DiscardHandler))
	for end := y.now.AddDate(0, 0, days); y.now.Before(end); y.now = y.now.Add(2 * time.Hour) {
		n, err := h.Round(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		tries += n
	}
	return tries
}

func (y *yard) states(t *testing.T, endpoint string) map[portal.DeliveryState]int {
	t.Helper()
	all, err := y.Deliveries(t.Context(), portal.DeliveryFilter{Account: "acme", Endpoint: endpoint, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	count := map[portal.DeliveryState]int{}
	for _, d := range all {
		count[d.State]++
	}
	return count
}

// inbox is a receiver written with the official library. It verifies every
// message, and keeps it unless refuse gives a status for it.
type inbox struct {
	t      *testing.T
	now    func() time.Time
	lib    *standardwebhooks.Webhook
	refuse func(call int) int

	mu    sync.Mutex
	calls int
	got   map[string]int // times each message was kept, by webhook-id
}

func newInbox(t *testing.T, secret string, refuse func(int) int) *inbox {
	t.Helper()
	lib, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return &inbox{t: t, lib: lib, refuse: refuse, got: map[string]int{}}
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.calls++
	body, _ := io.ReadAll(r.Body)
	// The library compares with the machine's clock; the tests' is compared here.
	if err := in.lib.VerifyIgnoringTimestamp(body, r.Header); err != nil {
		in.t.Errorf("call %d: %v", in.calls, err)
	}
	if sent := r.Header.Get("webhook-timestamp"); sent != strconv.FormatInt(in.now().Unix(), 10) {
		in.t.Errorf("call %d was signed at %s, at %v", in.calls, sent, in.now())
	}
	var message struct {
		ID   string
		Data struct{ N int }
	}
	if err := json.Unmarshal(body, &message); err != nil || message.ID != r.Header.Get("webhook-id") ||
		message.ID != fmt.Sprintf("evt_%02d", message.Data.N) {
		in.t.Errorf("call %d: %s: %v", in.calls, body, err)
	}
	if status := in.refuse(in.calls); status != 0 {
		w.WriteHeader(status)
		return
	}
	in.got[message.ID]++
}

func TestReceiverThatFailsNowAndThenLosesNothing(t *testing.T) {
	secret := hook.NewSecret()
	in := newInbox(t, secret, func(call int) int {
		return map[int]int{0: 500, 3: 404, 7: 302}[call%10] // three of ten
	})
	s := httptest.NewTLSServer(in)
	defer s.Close()
	y := newYard(t, 60, map[string]string{"a": s.URL}, secret)
	in.now = y.clock
	tries := y.run(t, y.poster(s), 5)
	if len(in.got) != 60 || y.states(t, "a")[portal.DeliveryDone] != 60 || tries != in.calls || tries < 80 {
		t.Errorf("%d of 60 came in %d tries, %d calls: %v", len(in.got), tries, in.calls, y.states(t, "a"))
	}
	for id, n := range in.got {
		if n != 1 {
			t.Errorf("%s was taken %d times", id, n)
		}
	}
}

// Case 74: a receiver that is down for four days is turned off and everything
// for it is kept. Turned on and asked for again, all of it comes, each once and
// in the order in which it happened.
func TestWhatAReceiverMissedComesInOrder(t *testing.T) {
	secret := hook.NewSecret()
	down := true
	var order []string
	in := newInbox(t, secret, func(int) int {
		if down {
			return http.StatusBadGateway
		}
		return 0
	})
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !down {
			order = append(order, r.Header.Get("webhook-id"))
		}
		in.ServeHTTP(w, r)
	}))
	defer s.Close()
	y := newYard(t, 30, map[string]string{"a": s.URL}, secret)
	in.now = y.clock
	p := y.poster(s)
	y.run(t, p, 4)
	e, err := y.Endpoint(t.Context(), "acme", "a")
	if states := y.states(t, "a"); err != nil || e.DisabledAt.IsZero() || states[portal.DeliveryDone] != 0 {
		t.Fatalf("after four days: %v, %+v, %v", states, e, err)
	}
	down = false
	if y.run(t, p, 1) != 0 {
		t.Error("it was called though it is turned off")
	}
	err = y.InTx(t.Context(), func(tx portal.Tx) error {
		e.DisabledAt, e.Reason = time.Time{}, ""
		if err := tx.PutEndpoint(t.Context(), e); err != nil {
			return err
		}
		_, err := tx.RequeueDeliveries(t.Context(), portal.DeliveryFilter{Account: "acme", Endpoint: "a", Limit: 100}, y.now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	y.run(t, p, 1)
	for i, id := range order {
		if want := fmt.Sprintf("evt_%02d", i+1); id != want {
			t.Fatalf("%s came where %s should: %v", id, want, order)
		}
	}
	if len(order) != 30 || y.states(t, "a")[portal.DeliveryDone] != 30 {
		t.Errorf("%d came, %v", len(order), y.states(t, "a"))
	}
}

// Whatever else the endpoints do, the good one has everything in the first
// round, and the bad ones' deliveries are not lost.
func TestBadReceiversStandInNobodysWay(t *testing.T) {
	secret := hook.NewSecret()
	in := newInbox(t, secret, func(int) int { return 0 })
	hanging := make(chan struct{})
	mux := http.NewServeMux()
	mux.Handle("/good", in)
	mux.HandleFunc("/hangs", func(http.ResponseWriter, *http.Request) { <-hanging })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/trap", http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/trap", func(http.ResponseWriter, *http.Request) { t.Error("redirect followed") })
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/floods", func(w http.ResponseWriter, _ *http.Request) {
		for chunk := make([]byte, 1<<20); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	s := httptest.NewTLSServer(mux)
	defer s.Close()
	defer close(hanging)
	urls := map[string]string{}
	for _, id := range []string{"good", "hangs", "away", "gone", "floods"} {
		urls[id] = s.URL + "/" + id
	}
	y := newYard(t, 3, urls, secret)
	in.now = y.clock
	p := y.poster(s)
	p.Hurry(300 * time.Millisecond)
	if _, err := outbox.NewHooks(y, p, y, y.clock, slog.New(slog.DiscardHandler)).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	for id, state := range map[string]portal.DeliveryState{
		"good": portal.DeliveryDone, "floods": portal.DeliveryDone, "hangs": portal.DeliveryQueued,
		"away": portal.DeliveryQueued, "gone": portal.DeliveryHeld,
	} {
		if got := y.states(t, id); got[state] != 3 {
			t.Errorf("%s: %v, want all %s", id, got, state)
		}
	}
	if len(in.got) != 3 {
		t.Errorf("the good one has %v", in.got)
	}
}

// A process that dies after the receiver took a message and before that was
// written down makes one duplicate, with the same id, and no loss.
func TestCrashDuringATryMakesADuplicateAndNoLoss(t *testing.T) {
	secret := hook.NewSecret()
	in := newInbox(t, secret, func(int) int { return 0 })
	s := httptest.NewTLSServer(in)
	defer s.Close()
	y := newYard(t, 5, map[string]string{"a": s.URL}, secret)
	in.now = y.clock
	p := y.poster(s)

	err := y.InTx(t.Context(), func(tx portal.Tx) error { // claimed, posted, and never heard of again
		_, err := tx.ClaimDeliveries(t.Context(), "a", noon, time.Minute, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	event, err := y.Event(t.Context(), "acme", "evt_01")
	if err != nil {
		t.Fatal(err)
	}
	p.Post(t.Context(), outbox.Post{Endpoint: portal.Endpoint{URL: s.URL, Style: portal.StandardStyle}, Event: event, Secrets: []string{secret}})

	y.run(t, p, 1)
	if len(in.got) != 5 || in.got["evt_01"] != 2 || in.calls != 6 {
		t.Errorf("%d calls: %v", in.calls, in.got)
	}
}
