package auth

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// tried is a throttle on a database of its own, whose database answers.
type tried struct {
	throttle
	t *testing.T
}

func tries(t *testing.T) tried { return tried{throttle{storetest.SQLite(t)}, t} }

func (th tried) take(now time.Time, email, network string) time.Duration {
	th.t.Helper()
	wait, err := th.throttle.take(th.t.Context(), now, email, network)
	if err != nil {
		th.t.Fatal(err)
	}
	return wait
}

func (th tried) forgive(email, network string) { th.throttle.forgive(th.t.Context(), email, network) }

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func TestWaitsGrowWithEachTryUpToAQuarterOfAnHour(t *testing.T) {
	th, now := tries(t), start
	for i := range pairTries {
		if wait := th.take(now, "ann@acme.example", "192.0.2.0/24"); wait != 0 {
			t.Fatalf("try %d has to wait %v", i+1, wait)
		}
	}
	for _, want := range []time.Duration{
		30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute,
	} {
		got := th.take(now, "ann@acme.example", "192.0.2.0/24")
		if got.Round(time.Millisecond) != want {
			t.Fatalf("wait %v, want %v", got, want)
		}
		now = now.Add(got - time.Second)
		if th.take(now, "ann@acme.example", "192.0.2.0/24") == 0 {
			t.Fatalf("taken a second before its time")
		}
		now = now.Add(time.Second)
		if wait := th.take(now, "ann@acme.example", "192.0.2.0/24"); wait != 0 {
			t.Fatalf("still %v to wait after waiting", wait)
		}
	}
}

func TestGuessingElsewhereDoesNotLockAnAdminOut(t *testing.T) {
	th := tries(t)
	for range 100 {
		th.take(start, "ann@acme.example", "203.0.113.0/24")
	}
	if wait := th.take(start, "ann@acme.example", "192.0.2.0/24"); wait != 0 {
		t.Errorf("ann waits %v at home", wait)
	}
}

func TestOneNetworkCannotTryManyAddresses(t *testing.T) {
	th, taken := tries(t), 0
	for i := range 1000 {
		if th.take(start, fmt.Sprintf("a%d@acme.example", i), "203.0.113.0/24") == 0 {
			taken++
		}
	}
	if taken != networkTries {
		t.Errorf("%d tries taken, want %d", taken, networkTries)
	}
}

func TestAPairRefusedByItsNetworkKeepsItsTries(t *testing.T) {
	th := tries(t)
	for i := range networkTries {
		th.take(start, fmt.Sprintf("a%d@acme.example", i), "n")
	}
	for range 50 {
		th.take(start, "ann@acme.example", "n") // refused
	}
	later := start.Add(time.Hour)
	for i := range pairTries {
		if wait := th.take(later, "ann@acme.example", "n"); wait != 0 {
			t.Fatalf("try %d waits %v", i+1, wait)
		}
	}
}

func TestAThrottledPairDoesNotUseUpItsNetwork(t *testing.T) {
	th := tries(t)
	for range 1000 {
		th.take(start, "ann@acme.example", "office")
	}
	if wait := th.take(start, "bob@acme.example", "office"); wait != 0 {
		t.Errorf("bob at the next desk waits %v", wait)
	}
}

func TestKnowingThePasswordForgivesTheTriesBefore(t *testing.T) {
	th := tries(t)
	for range pairTries {
		th.take(start, "ann@acme.example", "n")
	}
	th.forgive("ann@acme.example", "n")
	if wait := th.take(start, "ann@acme.example", "n"); wait != 0 {
		t.Errorf("waits %v", wait)
	}
}

func TestTriesAreForgottenAfterAQuietDay(t *testing.T) {
	th := tries(t)
	for range pairTries {
		th.take(start, "ann@acme.example", "n")
	}
	next := start.Add(forgetAfter)
	for range pairTries {
		th.take(next, "ann@acme.example", "n")
	}
	if wait := th.take(next, "ann@acme.example", "n"); wait != pairDelay {
		t.Errorf("waits %v, want %v: the growth of the day before stayed", wait, pairDelay)
	}
}

func TestManyTriesAtOnceAreNoWayAround(t *testing.T) {
	th := tries(t)
	var taken atomic.Int64
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			if th.take(start, "ann@acme.example", "n") == 0 {
				taken.Add(1)
			}
		})
	}
	wg.Wait()
	if taken.Load() != pairTries {
		t.Errorf("%d taken, want %d", taken.Load(), pairTries)
	}
}

// Many processes on one database are one throttle.
func TestTriesAtManyNodesAreCountedTogether(t *testing.T) {
	for name, open := range map[string]func(testing.TB) *store.Store{"SQLite": storetest.SQLite, "PostgreSQL": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			kept := open(t)
			var taken atomic.Int64
			var all sync.WaitGroup
			for range 8 { // nodes, each with tries of its own under way
				th := throttle{kept}
				for range 4 {
					all.Go(func() {
						wait, err := th.take(t.Context(), start, "ann@acme.example", "n")
						if err != nil {
							t.Error(err)
						}
						if wait == 0 {
							taken.Add(1)
						}
					})
				}
			}
			all.Wait()
			if n := taken.Load(); n != pairTries {
				t.Errorf("%d tries taken at 8 nodes, want %d", n, pairTries)
			}
		})
	}
}

// A clock that stood far ahead for a while must not lock people out for as long.
func TestAClockThatStoodAheadLocksNobodyOut(t *testing.T) {
	th, ahead := tries(t), start.AddDate(0, 0, 40)
	for range networkTries {
		th.take(ahead, "ann@acme.example", "n")
		th.take(ahead, "bob@acme.example", "n")
	}
	for _, email := range []string{"ann@acme.example", "eve@acme.example"} {
		if wait := th.take(start, email, "n"); wait != 0 {
			t.Errorf("%s waits %v", email, wait)
		}
	}
}

func TestNoMorePasswordsAreHashedAtOnceThanThereAreCores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlots()
		var running, peak, done int
		var mu sync.Mutex
		for range 3 * runtime.NumCPU() {
			go func() {
				err := s.do(t.Context(), func() {
					mu.Lock()
					running++
					peak = max(peak, running)
					mu.Unlock()
					time.Sleep(time.Second)
					mu.Lock()
					running--
					done++
					mu.Unlock()
				})
				if err != nil {
					t.Error(err)
				}
			}()
		}
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if peak != runtime.NumCPU() || done != 3*runtime.NumCPU() {
			t.Errorf("peak %d, done %d", peak, done)
		}
	})
}

func TestWaitingForAHashGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlots()
		for range runtime.NumCPU() {
			go s.do(t.Context(), func() { time.Sleep(time.Minute) })
		}
		synctest.Wait()
		if err := s.do(t.Context(), func() { t.Error("ran") }); !errors.Is(err, ErrBusy) {
			t.Errorf("got %v, want ErrBusy", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.do(ctx, func() { t.Error("ran") }); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		time.Sleep(time.Hour)
	})
}

// What docs/security.md says of guesses in an hour, by an attacker who never
// waits longer than they must.
func TestHowManyTriesAnHourAllows(t *testing.T) {
	count := func(email func(i int) string) (n int) {
		th, now := tries(t), start
		for i := 0; now.Before(start.Add(time.Hour)); i++ {
			if wait := th.take(now, email(i), "203.0.113.0/24"); wait > 0 {
				now = now.Add(wait)
			} else {
				n++
			}
		}
		return n
	}
	if n := count(func(int) string { return "ann@acme.example" }); n != 12 {
		t.Errorf("%d at one address", n)
	}
	if n := count(func(i int) string { return fmt.Sprint(i) }); n != 749 {
		t.Errorf("%d from one network", n)
	}
}
