package web_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/web"
)

// incoming is a request as it comes to whoever asks before it was handled.
func incoming(t *testing.T, method, target string, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.RequestURI, r.Host = target, "pay.example.com"
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// fullHouse is a site with somebody inside and somebody who waits, as many as may,
// and what the handler answered to a page that came then.
func fullHouse(t *testing.T, more ...option) (w *world, c *counted, target string, busy answer) {
	t.Helper()
	w, c, goOn := crowded(t, 1, time.Minute, more...)
	target = w.shop()
	pages := make(chan answer, 2)
	for range 2 {
		go func() { pages <- w.visit(visit{method: "GET", target: target}) }()
	}
	busy = <-pages
	t.Cleanup(func() { goOn(); <-pages })
	return w, c, target, busy
}

// Before it is read a request is answered as the handler answers.
func TestWhereTheQueueIsFullAPageIsRefusedAsTheHandlerWould(t *testing.T) {
	seen := make(chan web.Seen, 9)
	w, c, target, busy := fullHouse(t, func(s *web.Site) {
		s.Watch = func(ctx context.Context) (context.Context, func(web.Seen)) {
			return ctx, func(one web.Seen) { seen <- one }
		}
	})
	handled := <-seen
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(w.front.Refuse(incoming(t, "GET", target)))), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != busy.status || busy.status != 503 || !bytes.Equal(body, busy.body) {
		t.Errorf("status %d, %d bytes, %v; the handler answers %d, %d bytes", answer.StatusCode, len(body), err, busy.status, len(busy.body))
	}
	for name := range busy.header {
		got, want := answer.Header.Get(name), busy.header.Get(name)
		switch name {
		case "Date", // an answer of 5xx needs none (RFC 9110, 6.6.1)
			"X-Request-Id", // what is refused unread has no line in the log that it could lead to
			"Retry-After":
			continue
		}
		if got != want {
			t.Errorf("%s is %q, the handler's %q", name, got, want)
		}
	}
	if len(answer.Header.Get("Retry-After")) != 1 {
		t.Errorf("Retry-After is %q", answer.Header.Get("Retry-After"))
	}
	if c.of("full") != 2 {
		t.Errorf("shed %v", c.shed)
	}
	if refused := <-seen; refused.Status != handled.Status || refused.Route != handled.Route || refused.Method != handled.Method {
		t.Errorf("the figures were told %+v, by the handler %+v", refused, handled)
	}
}

// What is worth more, is told something else, or never held back is handled.
func TestWhatIsNoPageIsNotRefusedUnread(t *testing.T) {
	w, _, target, _ := fullHouse(t)
	for name, r := range map[string]*http.Request{
		"a probe":          incoming(t, "GET", "/healthz"),
		"a file":           incoming(t, "GET", "/static/x.css"),
		"the desk":         incoming(t, "GET", "/admin"),
		"a partner":        incoming(t, "GET", "/clients"),
		"the API":          incoming(t, "GET", "/api/v1/events"),
		"a path not clean": incoming(t, "GET", "/acme/../p"),
		"who wants JSON":   incoming(t, "GET", target, "Accept", "application/json"),
	} {
		if answer := w.front.Refuse(r); answer != nil {
			t.Errorf("%s: %.40q", name, answer)
		}
	}
	other := incoming(t, "GET", target)
	other.Host = "elsewhere.example"
	if w.front.Refuse(other) != nil {
		t.Error("the page of another host")
	}
}

func TestNobodyIsRefusedUnreadWhileThereIsRoomOrTheServerStops(t *testing.T) {
	w, _, target, _ := fullHouse(t, func(s *web.Site) { s.Draining = func() bool { return true } })
	if w.front.Refuse(incoming(t, "GET", target)) != nil {
		t.Error("while the server stops: the caller has to learn that the connection ends")
	}
	w, _, goOn := crowded(t, 1, time.Minute)
	defer goOn()
	if w.front.Refuse(incoming(t, "GET", w.shop())) != nil {
		t.Error("while one may wait")
	}
}
