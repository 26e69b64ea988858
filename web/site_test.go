package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/document"
	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/till"
	"github.com/latchkey-portal/latchkey/web"
)

// noon is the clock of the fixtures.
const noon = 1760000000

// site is a whole server under test: real store, real handler, a clock that
// stands until a test moves it.
type site struct {
	t       testing.TB
	store   portal.Store
	service *portal.Service
	till    *till.Till
	vault   *portal.Vault
	addr    string
	front   *web.Front // what answers there
	log     *logBook
	book    *portal.VisitBook // written when a test says so
	clock   atomic.Int64
}

// logBook keeps what was logged, for the test that greps it.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// everywhere is every network: the tests ask more often than people do.
var everywhere = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

// option changes the site before it starts.
type option func(*web.Site)

// trusting lets a test choose the visitor's address with X-Forwarded-For.
func trusting(s *web.Site) { s.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

func start(t testing.TB, store portal.Store, options ...option) *site {
	t.Helper()
	s := &site{t: t, store: store, log: &logBook{}}
	s.clock.Store(noon)
	var err error
	if s.vault, err = portal.NewVault(bytes.Repeat([]byte{7}, portal.MasterKeySize)); err != nil {
		t.Fatal(err)
	}
	s.service = portal.New(store, s.vault, s.now, "https://pay.example.com")
	s.book = portal.NewVisitBook(store, s.now)
	s.till, err = till.New(till.Config{Keys: s.service, Trials: true, TestKey: bytes.Repeat([]byte{4}, 32), Base: "https://pay.example.com", Now: s.now})
	if err != nil {
		t.Fatal(err)
	}
	s.service = s.service.WithCashier(s.till)
	s.front = s.handler(options...)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = listener.Addr().String()
	server := &http.Server{Handler: s.front}
	done := make(chan struct{})
	go func() { _ = server.Serve(listener); close(done) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return s
}

func (s *site) handler(options ...option) *web.Front {
	s.t.Helper()
	printer, err := document.New()
	if err != nil {
		s.t.Fatal(err)
	}
	base, err := url.Parse("https://pay.example.com")
	if err != nil {
		s.t.Fatal(err)
	}
	config := web.Site{
		Portal: s.service, Printer: printer, Base: base, Log: slog.New(slog.NewJSONHandler(s.log, nil)),
		FormKey: bytes.Repeat([]byte{1}, 32), Till: s.till, Visits: s.book, Limits: web.Limits{Spare: everywhere},
		Desk: &web.Desk{
			Auth:       auth.New(s.store, s.vault, s.now, s.service.RecordIn),
			CookieKeys: [][]byte{bytes.Repeat([]byte{2}, 32), bytes.Repeat([]byte{3}, 32)},
		},
	}
	for _, o := range options {
		o(&config)
	}
	handler, err := web.New(config)
	if err != nil {
		s.t.Fatal(err)
	}
	return handler
}

func (s *site) now() time.Time { return time.Unix(s.clock.Load(), 0).UTC() }

// shared finds a folder of the published test material beside the repository.
func shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: the published test material is not here; put it at %s to run this test", path)
	}
	return path
}

// loadFixtures fills the store with the catalogue's accounts and objects.
func (s *site) loadFixtures() {
	s.t.Helper()
	body, err := os.ReadFile(shared(s.t, "catalogue/fixtures.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	fixture, err := intake.ReadFixture(body)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.service.LoadFixture(context.Background(), fixture); err != nil {
		s.t.Fatal(err)
	}
}
