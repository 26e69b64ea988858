package web_test

import (
	"context"
	"sync"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// onBoth runs a test on a world of each store.
func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("SQLite", func(t *testing.T) { test(t, newWorld(t, storetest.SQLite(t))) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, newWorld(t, storetest.Postgres(t))) })
}

// oneOrder is an account with an order whose customer has an address.
func (w *world) oneOrder() portal.ObjectKey {
	w.t.Helper()
	w.account("acme", portal.V1Policy{On: true})
	w.customer("acme", "8801", "Harbour & Pine", "anna@harbourpine.example")
	w.order("acme", "20417", "8801")
	return order("acme", "20417")
}

// together starts n goroutines at one moment and waits for them.
func together(n int, do func(i int)) {
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-gate
			do(i)
		})
	}
	ready.Wait()
	close(gate)
	done.Wait()
}

// tally counts outcomes.
type tally struct {
	mu   sync.Mutex
	done int
	lost int
	errs []error
}

func (c *tally) add(o portal.Outcome, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch o.(type) {
	case portal.Done:
		c.done++
	case portal.Overtaken:
		c.lost++
	}
	if err != nil {
		c.errs = append(c.errs, err)
	}
}

// law 3 and law 4: of many who reissue one link at once, one does, and the
// others are told what they lost to; there is one mail and one entry.
func TestOneOfManyReissuesWins(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		k := w.oneOrder()
		const askers = 64
		var c tally
		together(askers, func(int) {
			c.add(w.service.Reissue(context.Background(), portal.Ask{Actor: portal.ByAdmin("adm_1"), Object: k, Mail: true}))
		})
		if c.done != 1 || c.lost != askers-1 || len(c.errs) > 0 {
			t.Errorf("%d won, %d were overtaken, errors %v", c.done, c.lost, c.errs)
		}
		if st := w.state(k); st.Generation != 1 {
			t.Errorf("generation %d, want 1", st.Generation)
		}
		if entries, mails := w.acts("acme")["link.reissued"], w.queued(k); entries != 1 || mails != 1 {
			t.Errorf("%d entries and %d mails, want one of each", entries, mails)
		}
	})
}

// law 4: of many who revoke one link at once, all are told when it was done, and
// one entry says so.
func TestManyRevocationsAreOne(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		k := w.oneOrder()
		var c tally
		together(16, func(int) {
			o, err := w.service.Revoke(context.Background(), portal.Ask{Actor: portal.ByAdmin("adm_1"), Object: k})
			if done, ok := o.(portal.Done); ok && !done.State.Revoked {
				t.Error("told of a link that is not revoked")
			}
			c.add(o, err)
		})
		if c.done != 16 || len(c.errs) > 0 {
			t.Errorf("%d done, errors %v", c.done, c.errs)
		}
		if n := w.acts("acme")["link.revoked"]; n != 1 {
			t.Errorf("%d entries, want one", n)
		}
	})
}

// law 3: a reissue and a revocation that meet leave what the later of them
// made, and an entry for each that took effect.
func TestAReissueAndARevocationThatMeetAgree(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		k := w.oneOrder()
		for round := range 12 {
			ask := portal.Ask{Actor: portal.ByAdmin("adm_1"), Object: k, Generation: w.state(k).Generation}
			var reissued, revoked tally
			together(2, func(i int) {
				if i == 0 {
					reissued.add(w.service.Reissue(context.Background(), ask))
				} else {
					revoked.add(w.service.Revoke(context.Background(), ask))
				}
			})
			if len(reissued.errs)+len(revoked.errs) > 0 || reissued.done+revoked.done != 1 {
				t.Fatalf("round %d: reissue %+v, revocation %+v", round, &reissued, &revoked)
			}
			w.agrees(k)
			if w.state(k).Revoked {
				w.act("reissue", k, portal.Ask{})
			}
		}
	})
}

// agrees holds the state of a link to the last entry about it.
func (w *world) agrees(k portal.ObjectKey) {
	w.t.Helper()
	timeline, err := w.store.Timeline(context.Background(), k.Account, string(k.Kind), k.ID, 1)
	w.must(err)
	st := w.state(k)
	if len(timeline) != 1 || (timeline[0].Act == "link.revoked") != st.Revoked {
		w.t.Fatalf("the last entry is %+v, the state %+v", timeline, st)
	}
	if live := st.Live(w.clock.Load()); live == st.Revoked {
		w.t.Fatalf("the state is %+v", st)
	}
}

// law 3: a customer who presses the button many times at once gets one mail,
// and every press the same answer.
func TestManyPressesSendOneMail(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		k := w.oneOrder()
		now := w.clock.Load()
		expired := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now - 9*day, end: now - 2*day}, false)
		locations := make([]string, 16)
		together(len(locations), func(i int) { locations[i] = w.askAnew(expired).header.Get("Location") })
		for _, to := range locations {
			if to == "" || to != locations[0] {
				t.Errorf("one press is answered %q, another %q", locations[0], to)
			}
		}
		if entries, mails := w.acts("acme")["link.reissued"], w.queued(k); entries != 1 || mails != 1 {
			t.Errorf("%d entries and %d mails, want one of each", entries, mails)
		}
	})
}

// law 3: the same below the door, where no network limit helps.
func TestManyRenewalsSendOneMail(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		k := w.oneOrder()
		grant := w.lapsedGrant(k)
		together(32, func(int) {
			if err := w.service.Renew(context.Background(), grant); err != nil {
				t.Error(err)
			}
		})
		if entries, mails := w.acts("acme")["link.reissued"], w.queued(k); entries != 1 || mails != 1 {
			t.Errorf("%d entries and %d mails, want one of each", entries, mails)
		}
	})
}
