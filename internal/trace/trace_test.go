package trace_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
	"github.com/latchkey-portal/latchkey/internal/trace"
)

// receiver is a collector that keeps what it is sent.
type receiver struct {
	mu    sync.Mutex
	paths []string
	spans []*spans.Span
	text  string // all of it, resources too
}

func (c *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var sent collector.ExportTraceServiceRequest
	if err != nil || proto.Unmarshal(body, &sent) != nil {
		http.Error(w, "no OTLP", http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paths = append(c.paths, r.URL.Path)
	c.text += strings.Join(strings.Fields(prototext.Format(&sent)), " ") // its spaces differ from run to run
	for _, resource := range sent.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			c.spans = append(c.spans, scope.Spans...)
		}
	}
}

type sender func(portal.Message) error

func (f sender) Send(_ context.Context, m portal.Message) error { return f(m) }

type poster func(outbox.Post) outbox.Answer

func (f poster) Post(_ context.Context, p outbox.Post) outbox.Answer { return f(p) }

type biller struct{ portal.Biller }

func (biller) Snapshot(context.Context, portal.Account, string, string) ([]byte, error) {
	return nil, errors.New("no answer from 10.0.0.9 about anna@harbour.example")
}

// canary stands wherever a span could pick them up, and must be in none.
const canary = "canary"

func TestTheCollectorIsToldWhatTookHowLongAndNothingElse(t *testing.T) {
	var got receiver
	server := httptest.NewServer(&got)
	defer server.Close()
	tracer, err := trace.New(t.Context(), server.URL+"/base/", "v9", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, ended := tracer.Request(t.Context())
	s := tracer.Store(storetest.SQLite(t))
	back := errors.New(canary)
	if err := s.InTx(ctx, func(portal.Tx) error { return back }); !errors.Is(err, back) {
		t.Fatal(err)
	}
	if _, err := tracer.Biller(biller{}).Snapshot(ctx, portal.Account{Slug: canary}, "purchase", canary); err == nil {
		t.Error("the error is gone")
	}
	ended("POST", "/{account}/p/{id}", 503)
	mail := portal.Message{ID: canary, Account: canary, To: canary + "@harbour.example", Template: "invoice", Attempts: 2}
	_ = tracer.Sender(sender(func(portal.Message) error { return back })).Send(t.Context(), mail)
	_ = tracer.Sender(sender(func(portal.Message) error { return portal.ErrLapsed })).Send(t.Context(), mail)
	post := outbox.Post{Endpoint: portal.Endpoint{URL: "https://canary.example/?canary"}, Event: portal.Event{ID: canary, Type: portal.EventLinked}}
	tracer.Poster(poster(func(outbox.Post) outbox.Answer { return outbox.Answer{Status: 500, Error: canary} })).Post(t.Context(), post)
	if err := tracer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}

	if len(got.spans) != 6 || len(got.paths) == 0 || got.paths[0] != "/base/v1/traces" {
		t.Fatalf("%d spans at %q: %s", len(got.spans), got.paths, got.text)
	}
	if strings.Contains(got.text, canary) || strings.Contains(got.text, "harbour") || strings.Contains(got.text, "10.0.0.9") {
		t.Errorf("a span holds what is none of the collector's business: %s", got.text)
	}
	for _, there := range []string{"POST /{account}/p/{id}", `"http.route"`, "int_value: 503", `"service.name"`, `"latchkey"`, `"v9"`, `"invoice"`, `"client.linked"`} {
		if !strings.Contains(got.text, there) {
			t.Errorf("nothing says %s", there)
		}
	}
	byName := map[string][]*spans.Span{}
	for _, one := range got.spans {
		byName[one.Name] = append(byName[one.Name], one)
	}
	request := byName["POST /{account}/p/{id}"][0]
	for name, failed := range map[string][]bool{"transaction": {true}, "billing snapshot": {true}, "mail": {true, false}, "webhook": {true}, request.Name: {true}} {
		for i, want := range failed {
			if i >= len(byName[name]) {
				t.Fatalf("no span %q", name)
			}
			if is := byName[name][i].Status.GetCode() == spans.Status_STATUS_CODE_ERROR; is != want {
				t.Errorf("span %d %q failed: %v", i, name, is)
			}
		}
	}
	for _, below := range []string{"transaction", "billing snapshot"} {
		if string(byName[below][0].ParentSpanId) != string(request.SpanId) {
			t.Errorf("%q is not below its request", below)
		}
	}
}

// A collector that is down costs spans, not requests.
func TestACollectorThatIsDownHoldsNobodyUp(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	tracer, err := trace.New(t.Context(), server.URL, "v9", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for range 10_000 { // more than are kept
		_, ended := tracer.Request(t.Context())
		ended("GET", "/", 200)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_ = tracer.Close(ctx) // what it says is none of this test's
}

func TestTracesThatAreOffCostNothing(t *testing.T) {
	var off *trace.Tracer
	s := storetest.SQLite(t)
	if got := off.Store(s); got != portal.Store(s) {
		t.Error("something stands before the store")
	}
	mails := sender(func(portal.Message) error { return nil })
	if _, same := off.Sender(mails).(sender); !same {
		t.Error("something stands before the sender")
	}
	if _, same := off.Poster(poster(nil)).(poster); !same {
		t.Error("something stands before the poster")
	}
	if _, same := off.Biller(biller{}).(biller); !same {
		t.Error("something stands before the billing system")
	}
	ctx := t.Context()
	allocs := testing.AllocsPerRun(100, func() {
		_, ended := off.Request(ctx)
		ended("GET", "/", 200)
	})
	if allocs != 0 {
		t.Errorf("%v allocations for a request that nobody traces", allocs)
	}
}
