package limit_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/limit"
)

var noon = time.Unix(1760000000, 0)

func TestAKeyHasItsBurstAndThenItsRate(t *testing.T) {
	r := limit.NewRates[string](limit.Rate{PerSecond: 2, Burst: 3})
	take := func(at time.Duration, want limit.Budget) {
		t.Helper()
		if got := r.Take("k", noon.Add(at)); got != want {
			t.Errorf("after %s: %+v, want %+v", at, got, want)
		}
	}
	ms := time.Millisecond
	take(0, limit.Budget{OK: true, Left: 2, Full: 500 * ms})
	take(0, limit.Budget{OK: true, Left: 1, Full: 1000 * ms})
	take(0, limit.Budget{OK: true, Wait: 500 * ms, Full: 1500 * ms})
	take(0, limit.Budget{Wait: 500 * ms, Full: 1500 * ms}) // refused, and not counted
	take(500*ms, limit.Budget{OK: true, Wait: 500 * ms, Full: 1500 * ms})
	if !r.Take("other", noon).OK {
		t.Error("another key is refused too")
	}
}

func TestATableForgetsWhoWasQuietTheLongest(t *testing.T) {
	made := 0
	table := limit.NewTable[string](2, func() int { made++; return made })
	a := table.Get("a")
	table.Get("b")
	table.Get("a") // now b was quiet the longest
	table.Get("c")
	if table.Get("a") != a {
		t.Error("a was forgotten")
	}
	if before := made; table.Get("b") <= before {
		t.Error("b was kept: the table has no bound")
	}
}

func TestWhoIsWrongTooOftenIsOutForAWhile(t *testing.T) {
	s := limit.NewStrikes[string](limit.Per(3, time.Minute), 10*time.Minute)
	at := noon
	strike := func(want time.Duration) {
		t.Helper()
		if got := s.Strike("k", at); got != want {
			t.Errorf("at %s: out for %s, want %s", at.Sub(noon), got, want)
		}
	}
	strike(0)
	strike(0)
	strike(0)
	strike(10 * time.Minute)
	at = at.Add(time.Minute)
	strike(9 * time.Minute) // nor does trying on make it longer
	at = at.Add(9 * time.Minute)
	strike(0)
	if got := s.Strike("other", at); got != 0 {
		t.Errorf("another key is out for %s", got)
	}
}

func TestOneVisitorIsAnAddressOrItsSixtyFour(t *testing.T) {
	for a, b := range map[string]string{"192.0.2.7": "::ffff:192.0.2.7", "2001:db8:1:2::1": "2001:db8:1:2:ffff::9"} {
		if limit.Network(netip.MustParseAddr(a)) != limit.Network(netip.MustParseAddr(b)) {
			t.Errorf("%s and %s are two visitors", a, b)
		}
	}
	for a, b := range map[string]string{"192.0.2.7": "192.0.2.8", "2001:db8:1:2::1": "2001:db8:1:3::1"} {
		if limit.Network(netip.MustParseAddr(a)) == limit.Network(netip.MustParseAddr(b)) {
			t.Errorf("%s and %s are one visitor", a, b)
		}
	}
}

func listening(t *testing.T, most int, spare func(netip.Addr) bool) (*limit.Listener, func() net.Conn) {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := limit.PerAddress(inner, most, spare)
	t.Cleanup(func() { _ = l.Close() })
	return l, func() net.Conn {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
}

func accept(t *testing.T, l net.Listener) net.Conn {
	t.Helper()
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOneAddressHasSoManyConnections(t *testing.T) {
	l, dial := listening(t, 2, func(netip.Addr) bool { return false })
	dial()
	dial()
	first := accept(t, l)
	accept(t, l)
	third := dial()
	accepted := make(chan net.Conn, 1)
	go func() { c, _ := l.Accept(); accepted <- c }()
	if _, err := third.Read(make([]byte, 1)); err == nil {
		t.Error("the third connection was not closed")
	}
	_ = first.Close()
	_ = first.Close() // as net/http does now and then: it must not count twice
	dial()
	if c := <-accepted; c == nil {
		t.Error("no connection was accepted when there was room again")
	}
	if l.Refused() != 1 {
		t.Errorf("%d connections were refused, want 1", l.Refused())
	}
}

func TestASparedAddressHasAnyNumberOfConnections(t *testing.T) {
	l, dial := listening(t, 1, netip.Addr.IsLoopback)
	for range 3 {
		dial()
		accept(t, l)
	}
}
