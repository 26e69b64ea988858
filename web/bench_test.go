package web_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/web"
)

// What a page costs through the whole chain, guard to store and back, without
// the network. The metric x-bare is the time of a visit over one connection,
// server and all, as a multiple of that to a bare handler which writes the same
// bytes; both are taken in the same run, because machines differ.
//
//	go test -run '^$' -bench . ./web

func BenchmarkBareBytes(b *testing.B) {
	w, handler := bench(b)
	link := w.linkTo("acme", "invoice", "INV-2026-0417")
	bare := bareOf(b, handler, link, http.StatusOK)
	benchmarkPage(b, bare, link, http.StatusOK, nil)
}

func BenchmarkInvoicePage(b *testing.B) {
	w, handler := bench(b)
	benchmarkPage(b, handler, w.linkTo("acme", "invoice", "INV-2026-0417"), http.StatusOK, nil)
}

func BenchmarkExpiredPage(b *testing.B) {
	w, handler := bench(b)
	now := w.clock.Load()
	link := w.sign(formula{account: "acme", kind: "p", id: "20417", start: now - 9*day, end: now - 2*day}, false)
	benchmarkPage(b, handler, link, http.StatusGone, nil)
}

// The clock moves on between two visits, so that no limit slows them down.
func BenchmarkTamperedPage(b *testing.B) {
	w, handler := bench(b)
	link := changed(w.linkTo("acme", "p", "20417"))
	benchmarkPage(b, handler, link, http.StatusForbidden, func() { w.clock.Add(60) })
}

func benchmarkPage(b *testing.B, handler http.Handler, link string, status int, between func()) {
	bare := bareOf(b, handler, link, status)
	b.ReportAllocs()
	serve(b, handler, link, func() bool {
		if between != nil {
			between()
		}
		return b.Loop()
	})
	var own, least time.Duration
	for range 10 { // they take turns, since the machine is not equally busy all the time
		n := min(b.N, 200)
		own += visits(b, handler, link, n, between)
		least += visits(b, bare, link, n, between)
	}
	b.ReportMetric(float64(own)/float64(least), "x-bare")
}

// visits is how long n visits over one connection take.
func visits(b *testing.B, handler http.Handler, target string, n int, between func()) time.Duration {
	b.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	request, reader := []byte("GET "+target+" HTTP/1.1\r\nHost: pay.example.com\r\n\r\n"), bufio.NewReader(conn)
	began := time.Now()
	for range n {
		if between != nil {
			between()
		}
		if _, err := conn.Write(request); err != nil {
			b.Fatal(err)
		}
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}

// serve sends one request as long as more says so.
func serve(b *testing.B, handler http.Handler, target string, more func() bool) {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = "pay.example.com"
	w := &sink{header: http.Header{}}
	for more() {
		clear(w.header)
		handler.ServeHTTP(w, r)
	}
}

// sink takes an answer and forgets it.
type sink struct{ header http.Header }

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
func (s *sink) WriteHeader(int)             {}

// bareOf is a handler that writes what handler answers, and nothing else.
func bareOf(b *testing.B, handler http.Handler, target string, status int) http.Handler {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = "pay.example.com"
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, r)
	if rec.Code != status || rec.Body.Len() == 0 {
		b.Fatalf("status %d, want %d: the benchmark would measure another page", rec.Code, status)
	}
	body, kind := rec.Body.Bytes(), rec.Header().Get("Content-Type")
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write(body)
	})
}

// bench is a site with an invoice of twelve lines that belongs to an order. Its
// log is written and thrown away.
func bench(b *testing.B) (*world, http.Handler) {
	b.Helper()
	w := newWorld(b, storetest.SQLite(b))
	w.account("acme", portal.V1Policy{On: true})
	w.customer("acme", "8801", "Harbour & Pine", "anna@harbourpine.example")
	w.order("acme", "20417", "8801")
	w.invoice("acme", "20417", twelveLines(b))
	return w, w.handler(func(s *web.Site) { s.Log = slog.New(slog.NewJSONHandler(io.Discard, nil)) })
}

var (
	invoiceLine = regexp.MustCompile(`(?s)<cac:InvoiceLine>.*</cac:InvoiceLine>`)
	lineID      = regexp.MustCompile(`(<cac:InvoiceLine>\s*<cbc:ID>)[^<]*`)
)

// twelveLines is the sample with its three lines four times, and its sums with them.
func twelveLines(b *testing.B) []byte {
	b.Helper()
	text := string(sampleFile(b, "fjordlight-1-due.xml"))
	lines := invoiceLine.FindString(text)
	for _, sum := range [][2]string{{"1200.00", "4800.00"}, {"1428.00", "5712.00"}, {"228.00", "912.00"}} {
		text = strings.ReplaceAll(text, ">"+sum[0]+"<", ">"+sum[1]+"<")
	}
	text = strings.Replace(text, lines, strings.Repeat(lines, 4), 1)
	n := 0
	text = lineID.ReplaceAllStringFunc(text, func(found string) string {
		n++
		return found[:strings.LastIndexByte(found, '>')+1] + fmt.Sprint(n)
	})
	if n != 12 || !strings.Contains(text, "5712.00") {
		b.Fatalf("%d lines, want twelve", n)
	}
	return []byte(text)
}
