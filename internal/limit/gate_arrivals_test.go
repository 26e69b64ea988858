package limit_test

import (
	"context"
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

// What comes from the network is taken up while a crowd passes the gate, however
// few processors there are, and not when the crowd has gone.
func TestArrivalsAreHeardWhileACrowdPasses(t *testing.T) {
	const crowd, places = 600, 8
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	here, there := connected(t)
	g := limit.NewGate(limit.GateSize{Places: places, Queue: crowd, Wait: time.Minute, Most: []int{places}})
	var passed, passedBefore atomic.Int64
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		if _, err := io.ReadFull(here, make([]byte, 1)); err != nil {
			t.Error(err)
		}
		passedBefore.Store(passed.Load())
	}()
	runtime.Gosched() // it reads, and has to wait
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			leave, err := g.Enter(context.Background(), 0)
			if err != nil {
				t.Error(err)
				return
			}
			defer leave()
			if passed.Add(1) == 1 {
				if _, err := there.Write([]byte{1}); err != nil {
					t.Error(err)
				}
			}
			for began := time.Now(); time.Since(began) < time.Millisecond/2; {
			}
		})
	}
	all.Wait()
	<-heard
	if n := passedBefore.Load(); n > crowd/2 {
		t.Errorf("%d of %d passed before an arrival was heard", n, crowd)
	}
}

// connected is a connection over the loopback address.
func connected(t *testing.T) (here, there net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if there, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if here, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = here.Close(), there.Close() })
	return here, there
}
