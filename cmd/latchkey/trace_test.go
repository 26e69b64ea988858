package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A server that traces tells the collector of requests, transactions and mails by
// names of ours, and sends the last of them before it ends.
func TestServeTellsACollector(t *testing.T) {
	var mu sync.Mutex
	var told bytes.Buffer
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_, _ = io.Copy(&told, r.Body)
	}))
	defer collector.Close()
	sink := newSMTPSink(t)
	env := testEnv("sqlite:"+filepath.Join(t.TempDir(), "latchkey.db"), endOfB1)
	env["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.URL
	env["LATCHKEY_SMTP_URL"], env["LATCHKEY_MAIL_FROM"] = sink.url, "Acme <billing@acme.example>"
	furnishedDatabase(t, env)
	p := startProgram(t, env, "serve")
	link := p.renewed(sink)
	p.get(link)
	if code := p.stop(); code != exitDone {
		t.Fatalf("exit code %d: %s", code, p.stderr)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, span := range []string{"GET /{account}/p/{id}", "transaction", "mail", "latchkey"} {
		if !strings.Contains(told.String(), span) {
			t.Errorf("no span %q", span)
		}
	}
	_, checksum, _ := strings.Cut(link, "&c=")
	for _, secret := range []string{checksum, "366332011", "harbourpine", "acme", "?s="} {
		if strings.Contains(told.String(), secret) {
			t.Errorf("the collector was told %q", secret)
		}
	}
	collector.Close() // it is the one that still serves
	nothingLeft(t)
}
