package hook_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/latchkey-portal/latchkey/internal/hook"
)

// nameserver answers every question for an IPv4 address with what leads says,
// and those for others with nothing.
func nameserver(t *testing.T, leads func() netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer, err := resolve(buf[:n], leads); err == nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func resolve(question []byte, leads func() netip.Addr) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil, err
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0},
			Body:   &dnsmessage.AResource{A: leads().As4()},
		}}
	}
	return m.Pack()
}

// A name that led to a public address when it was looked at leads to loopback
// when the connection is made.
func TestNameThatFlipsToLoopbackIsRefusedAtConnect(t *testing.T) {
	var came atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came.Add(1) }))
	listener, err := net.Listen("tcp", "127.0.77.1:8443") // a port that endpoints may have
	if err != nil {
		t.Skipf("skipped: this needs port 8443 of 127.0.77.1 (%v); on macOS run: sudo ifconfig lo0 alias 127.0.77.1", err)
	}
	s.Listener.Close()
	s.Listener = listener
	s.Start() // without TLS: how far a connection comes is seen by the error
	defer s.Close()

	var asked atomic.Int32
	resolver := nameserver(t, func() netip.Addr {
		if asked.Add(1) == 1 {
			return netip.MustParseAddr("93.184.215.14")
		}
		return netip.MustParseAddr("127.0.77.1")
	})
	const url = "https://hooks.example.com:8443/in"
	first, err := resolver.LookupHost(t.Context(), "hooks.example.com")
	if err != nil || len(first) != 1 || first[0] != "93.184.215.14" || hook.CheckURL(url, false) != nil {
		t.Fatalf("before the flip: %v, %v", first, err)
	}

	p := hook.New(false, time.Now)
	p.Resolve(resolver)
	if a := p.Post(t.Context(), post(url)); !strings.Contains(a.Error, "private, local or reserved") || a.Status != 0 {
		t.Errorf("answer: %+v", a)
	}

	// The way is there: only the guard stood in it.
	open := hook.New(true, time.Now)
	open.Resolve(resolver)
	if a := open.Post(t.Context(), post(strings.Replace(url, "https", "http", 1))); a.Status != 200 || came.Load() != 1 {
		t.Errorf("without the guard: %+v, came %d times", a, came.Load())
	}
}

func TestNameWithoutAddressIsSaidSo(t *testing.T) {
	p := hook.New(false, time.Now)
	p.Resolve(&net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
	}})
	if a := p.Post(t.Context(), post("https://hooks.example.com/in")); a.Error != "the name could not be looked up" {
		t.Errorf("answer: %+v", a)
	}
}
