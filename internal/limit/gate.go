package limit

import (
	"container/list"
	"context"
	"errors"
	"runtime"
	"sync"
	"time"
)

// Why a Gate let nobody in. A context that ended is told by its own error.
var (
	ErrFull      = errors.New("as many wait as may") // and none of them is worth less
	ErrWaited    = errors.New("no place became free in time")
	ErrDisplaced = errors.New("somebody worth more took the place in the queue")
)

// GateSize is the size of a Gate.
type GateSize struct {
	Places int           // inside at once
	Queue  int           // waiting at once
	Wait   time.Duration // at most
	// Most bounds the places of each class, from class 0 on; its length is the
	// number of classes. So slow work of little worth never fills the house.
	Most []int
}

// Gate lets so many in at once, and has a few more wait for a short time. Of
// those that wait the lowest class goes first, 0 before all others, and of a
// class who came first; where too many wait, the last of the highest has to go.
type Gate struct {
	size GateSize

	mu      sync.Mutex
	inside  int
	of      []int        // inside, by class
	waiting []*list.List // of *waiter, by class
	queued  int
}

// waiter is somebody in the queue. said is written once, by whoever takes the
// waiter out of the queue.
type waiter struct{ said chan error }

// NewGate returns an empty Gate.
func NewGate(size GateSize) *Gate {
	g := &Gate{size: size, of: make([]int, len(size.Most)), waiting: make([]*list.List, len(size.Most))}
	for class := range g.waiting {
		g.waiting[class] = list.New()
	}
	return g
}

// Enter takes a place, and returns what gives it back: to be called once. It
// waits while there is none. Errors: ErrFull, ErrWaited, ErrDisplaced, and that
// of ctx, if it ended before there was a place: nobody works for a visitor who
// has gone.
//
// Whoever got a place lets everybody else who can run go first, once. Without that
// those inside, and those whom they let in, keep the processors to themselves for
// seconds: Go takes up what came from the network when a processor has nothing
// else to do, or by the way. Who has arrived would wait where no gate sees them.
func (g *Gate) Enter(ctx context.Context, class int) (leave func(), err error) {
	if leave, err = g.enter(ctx, class); err == nil {
		runtime.Gosched()
	}
	return leave, err
}

func (g *Gate) enter(ctx context.Context, class int) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	leave = func() { g.leave(class) }
	g.mu.Lock()
	if g.room(class) {
		g.take(class)
		g.mu.Unlock()
		return leave, nil
	}
	if g.queued >= g.size.Queue && !g.displace(class) {
		g.mu.Unlock()
		return nil, ErrFull
	}
	w := &waiter{said: make(chan error, 1)}
	place := g.waiting[class].PushBack(w)
	g.queued++
	g.mu.Unlock()

	timer := time.NewTimer(g.size.Wait)
	defer timer.Stop()
	select {
	case err = <-w.said:
	case <-timer.C:
		err = g.giveUp(class, place, ErrWaited)
	case <-ctx.Done():
		err = g.giveUp(class, place, ctx.Err())
	}
	if err == nil && ctx.Err() != nil {
		leave()
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return leave, nil
}

// Full reports whether somebody of a class would have to go at once.
func (g *Gate) Full(class int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.room(class) || g.queued < g.size.Queue {
		return false
	}
	for _, worthLess := range g.waiting[class+1:] {
		if worthLess.Len() > 0 {
			return false
		}
	}
	return true
}

// Load is how full a Gate is.
type Load struct{ Inside, Waiting int }

// Load says how full the gate is now.
func (g *Gate) Load() Load {
	g.mu.Lock()
	defer g.mu.Unlock()
	return Load{Inside: g.inside, Waiting: g.queued}
}

func (g *Gate) room(class int) bool {
	return g.inside < g.size.Places && g.of[class] < g.size.Most[class]
}

func (g *Gate) take(class int) {
	g.inside++
	g.of[class]++
}

func (g *Gate) leave(class int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.of[class]--
	for class := range g.waiting {
		for g.waiting[class].Len() > 0 && g.room(class) {
			g.take(class)
			g.dismiss(class, g.waiting[class].Front(), nil)
		}
	}
}

// displace makes room in the queue, if somebody worth less waits.
func (g *Gate) displace(class int) bool {
	for other := len(g.waiting) - 1; other > class; other-- {
		if last := g.waiting[other].Back(); last != nil {
			g.dismiss(other, last, ErrDisplaced)
			return true
		}
	}
	return false
}

// dismiss takes somebody out of the queue and says why; nil: to come in.
func (g *Gate) dismiss(class int, place *list.Element, why error) {
	w := g.waiting[class].Remove(place).(*waiter)
	g.queued--
	w.said <- why
}

// giveUp takes somebody who waits no longer out of the queue, and returns why,
// or what was said in that moment.
func (g *Gate) giveUp(class int, place *list.Element, why error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	w := place.Value.(*waiter)
	select {
	case said := <-w.said:
		return said
	default:
		g.dismiss(class, place, why)
		return <-w.said
	}
}
