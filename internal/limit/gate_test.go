package limit_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

// Three classes, as they are called here.
const (
	high = iota
	middle
	low
)

func gate(places, queue int) *limit.Gate {
	return limit.NewGate(limit.GateSize{Places: places, Queue: queue, Wait: 300 * time.Millisecond, Most: []int{places, places, places}})
}

func enter(t *testing.T, g *limit.Gate, class int) (leave func()) {
	t.Helper()
	leave, err := g.Enter(t.Context(), class)
	if err != nil {
		t.Fatalf("class %d was not let in: %v", class, err)
	}
	return leave
}

// arrivals has visitors come one after another and notes in which order they
// get in, and what the others are told.
type arrivals struct {
	t    *testing.T
	gate *limit.Gate
	all  sync.WaitGroup

	mu      sync.Mutex
	order   []string
	refused map[string]error
}

func arriving(t *testing.T, g *limit.Gate) *arrivals {
	return &arrivals{t: t, gate: g, refused: map[string]error{}}
}

// come has somebody come, and go at once when inside. It returns when they wait
// or have come in.
func (a *arrivals) come(ctx context.Context, name string, class int) {
	a.all.Go(func() {
		leave, err := a.gate.Enter(ctx, class)
		a.mu.Lock()
		if err != nil {
			a.refused[name] = err
		} else {
			a.order = append(a.order, name)
		}
		a.mu.Unlock()
		if err == nil {
			leave()
		}
	})
	synctest.Wait()
}

func TestWhoWaitsComesInByClassAndThenByArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gate(1, 10)
		leave := enter(t, g, low)
		a := arriving(t, g)
		for _, one := range []struct {
			name  string
			class int
		}{{"low 1", low}, {"high 1", high}, {"middle 1", middle}, {"high 2", high}, {"low 2", low}} {
			a.come(t.Context(), one.name, one.class)
		}
		leave()
		a.all.Wait()
		want := []string{"high 1", "high 2", "middle 1", "low 1", "low 2"}
		for i, name := range want {
			if len(a.order) != len(want) || a.order[i] != name {
				t.Fatalf("order %v, want %v", a.order, want)
			}
		}
	})
}

func TestTheQueueShedsWhatIsWorthLeastFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gate(1, 2)
		leave := enter(t, g, high)
		a := arriving(t, g)
		a.come(t.Context(), "middle", middle)
		a.come(t.Context(), "low", low)
		a.come(t.Context(), "low too many", low)
		a.come(t.Context(), "high 1", high)
		a.come(t.Context(), "high 2", high)
		a.come(t.Context(), "high too many", high)
		leave()
		a.all.Wait()
		for name, want := range map[string]error{
			"low": limit.ErrDisplaced, "middle": limit.ErrDisplaced, "low too many": limit.ErrFull, "high too many": limit.ErrFull,
			"high 1": nil, "high 2": nil,
		} {
			if got := a.refused[name]; !errors.Is(got, want) {
				t.Errorf("%s was told %v, want %v", name, got, want)
			}
		}
	})
}

func TestNobodyWaitsLongerThanTheGateSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gate(1, 2)
		defer enter(t, g, low)()
		began := time.Now()
		_, err := g.Enter(t.Context(), high)
		if took := time.Since(began); !errors.Is(err, limit.ErrWaited) || took != 300*time.Millisecond {
			t.Errorf("%v after %s", err, took)
		}
		if load := g.Load(); load != (limit.Load{Inside: 1}) {
			t.Errorf("afterwards the gate has %+v", load)
		}
	})
}

// The work for a visitor who is gone would keep a place from one who is there.
func TestWhoHasGoneIsNotLetIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gate(1, 2)
		leave := enter(t, g, low)
		gone, goAway := context.WithCancel(t.Context())
		a := arriving(t, g)
		a.come(gone, "gone", high)
		a.come(t.Context(), "there", low)
		goAway()
		synctest.Wait()
		leave()
		a.all.Wait()
		if !errors.Is(a.refused["gone"], context.Canceled) || len(a.order) != 1 || a.order[0] != "there" {
			t.Errorf("let in %v, refused %v", a.order, a.refused)
		}
		if _, err := g.Enter(gone, high); !errors.Is(err, context.Canceled) {
			t.Errorf("who was gone before the door was told %v", err)
		}
		if load := g.Load(); load != (limit.Load{}) {
			t.Errorf("afterwards the gate has %+v", load)
		}
	})
}

func TestAClassNeverTakesMoreThanItsShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := limit.NewGate(limit.GateSize{Places: 3, Queue: 3, Wait: time.Second, Most: []int{3, 3, 1}})
		leave := enter(t, g, low)
		a := arriving(t, g)
		a.come(t.Context(), "low", low) // waits, though two places are free
		if load := g.Load(); load != (limit.Load{Inside: 1, Waiting: 1}) {
			t.Errorf("the gate has %+v", load)
		}
		enter(t, g, high)()
		leave()
		a.all.Wait()
		if len(a.order) != 1 {
			t.Errorf("the one of the low class was told %v", a.refused)
		}
	})
}

// Many come and go at once, some of them too impatient: no place is lost and none
// is given twice.
func TestPlacesAreNeitherLostNorGivenTwice(t *testing.T) {
	const places = 4
	g := limit.NewGate(limit.GateSize{Places: places, Queue: 8, Wait: time.Millisecond, Most: []int{places, places, places}})
	var all sync.WaitGroup
	inside := make(chan struct{}, places)
	for n := range 64 {
		all.Go(func() {
			for range 200 {
				leave, err := g.Enter(t.Context(), n%3)
				if err != nil {
					continue
				}
				select {
				case inside <- struct{}{}:
					<-inside
				default:
					t.Error("more are inside than there are places")
				}
				leave()
			}
		})
	}
	all.Wait()
	if load := g.Load(); load != (limit.Load{}) {
		t.Errorf("when all have gone the gate has %+v", load)
	}
}
