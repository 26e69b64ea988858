package web_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/web"
)

const ourHost = "pay.example.com"

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
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(w.front.Refuse(target, ourHost, ""))), nil)
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
	for name, r := range map[string]struct{ target, host, accept string }{
		"a probe":          {"/healthz", ourHost, ""},
		"a file":           {"/static/x.css", ourHost, ""},
		"the desk":         {"/admin", ourHost, ""},
		"a partner":        {"/clients", ourHost, ""},
		"the API":          {"/api/v1/events", ourHost, ""},
		"a path not clean": {"/acme/../p", ourHost, ""},
		"who wants JSON":   {target, ourHost, "application/json"},
		"another host":     {target, "elsewhere.example", ""},
		"a long address":   {target + strings.Repeat("x", 2048), ourHost, ""},
	} {
		if answer := w.front.Refuse(r.target, r.host, r.accept); answer != nil {
			t.Errorf("%s: %.40q", name, answer)
		}
	}
	if w.front.Refuse(target, ourHost, "text/html,*/*;q=0.8") == nil {
		t.Error("a browser's request for a page is let in")
	}
}

func TestNobodyIsRefusedUnreadWhileThereIsRoomOrTheServerStops(t *testing.T) {
	w, _, target, _ := fullHouse(t, func(s *web.Site) { s.Draining = func() bool { return true } })
	if w.front.Refuse(target, ourHost, "") != nil {
		t.Error("while the server stops: the caller has to learn that the connection ends")
	}
	w, _, goOn := crowded(t, 1, time.Minute)
	defer goOn()
	if w.front.Refuse(w.shop(), ourHost, "") != nil {
		t.Error("while one may wait")
	}
}
