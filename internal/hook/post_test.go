package hook_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/outbox"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// receiver is a server that endpoints lead to, and a poster that trusts it.
func receiver(t *testing.T, h http.HandlerFunc) (*httptest.Server, *hook.Poster) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A server sees that its client hung up only once it has read the body.
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		h(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, trusting(s)
}

func trusting(s *httptest.Server) *hook.Poster {
	p := hook.New(true, time.Now)
	p.Trust(s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	return p
}

// post is a try of one event to url.
func post(url string, secrets ...string) outbox.Post {
	if len(secrets) == 0 {
		secrets = []string{hook.NewSecret()}
	}
	return outbox.Post{
		Endpoint: portal.Endpoint{Account: "acme", ID: "whe_1", URL: url, Style: portal.StandardStyle},
		Event: portal.Event{
			Account: "acme", Seq: 3, ID: "evt_1", Type: portal.EventLinked, Data: `{"externalTenantId":"tenant-0042"}`,
			OccurredAt: time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC),
		},
		Secrets: secrets,
	}
}

func TestOfficialLibraryVerifiesWhatArrives(t *testing.T) {
	current, old := hook.NewSecret(), hook.NewSecret()
	verify := func(secret string, body []byte, h http.Header) error {
		w, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		return w.Verify(body, h)
	}
	came := make(chan *http.Request, 1)
	s, p := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		for name, secret := range map[string]string{"current": current, "old": old} {
			if err := verify(secret, body, r.Header); err != nil {
				t.Errorf("%s secret: %v", name, err)
			}
		}
		if verify(hook.NewSecret(), body, r.Header) == nil || verify(current, append(body, ' '), r.Header) == nil {
			t.Error("verified with a foreign secret or another body")
		}
		came <- r
		w.WriteHeader(http.StatusNoContent)
	})
	if a := p.Post(t.Context(), post(s.URL+"/in?token=x", current, old)); a.Error != "" || a.Status != 204 {
		t.Fatalf("answer: %+v", a)
	}
	r := <-came
	if r.Method != "POST" || r.URL.RequestURI() != "/in?token=x" || r.Header.Get("Content-Type") != "application/json" ||
		r.UserAgent() != "Latchkey/1 (+webhooks)" || r.ContentLength < 1 {
		t.Errorf("came: %s %s %v", r.Method, r.URL, r.Header)
	}
}

func TestEachTryIsSignedWithItsOwnTime(t *testing.T) {
	var stamps []string
	s, _ := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		stamps = append(stamps, r.Header.Get("webhook-timestamp")+" "+r.Header.Get("webhook-id"))
	})
	now := time.Unix(1760000000, 0)
	p := hook.New(true, func() time.Time { return now })
	p.Trust(s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	for range 2 {
		p.Post(t.Context(), post(s.URL))
		now = now.Add(time.Hour)
	}
	if len(stamps) != 2 || stamps[0] != "1760000000 evt_1" || stamps[1] != "1760003600 evt_1" {
		t.Errorf("stamps: %q", stamps)
	}
}

func TestRedirectsAreFailuresAndNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		var followed atomic.Bool
		s, p := receiver(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere" {
				followed.Store(true)
				return
			}
			http.Redirect(w, r, "/elsewhere", status)
		})
		if a := p.Post(t.Context(), post(s.URL+"/in")); a.Status != status || !strings.Contains(a.Error, "redirects") || followed.Load() {
			t.Errorf("%d: %+v, followed: %v", status, a, followed.Load())
		}
	}
}

func TestAnswerWithoutEndCostsLittle(t *testing.T) {
	var written atomic.Int64
	ended := make(chan struct{})
	s, p := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		defer close(ended)
		for chunk := make([]byte, 1<<20); written.Load() < 10<<30; { // 10 GiB
			n, err := w.Write(chunk)
			written.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	if a := p.Post(t.Context(), post(s.URL)); a.Error != "" || a.Status != 200 {
		t.Errorf("answer: %+v", a)
	}
	<-ended
	if n := written.Load(); n > 64<<20 { // what the buffers of both ends hold
		t.Errorf("%d bytes were taken in", n)
	}
}

func TestReceiverThatDripsIsCutOff(t *testing.T) {
	s, p := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			_, _ = w.Write([]byte("o"))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = conn.Write([]byte("HTTP/1.1 200 OK\r\nX-A: "))
		_, _ = io.Copy(io.Discard, conn) // until the other end hangs up
	})
	p.Hurry(300 * time.Millisecond)
	if a := p.Post(t.Context(), post(s.URL+"/header")); a.Status != 0 || !strings.Contains(a.Error, "no answer within") {
		t.Errorf("drips its headers: %+v", a)
	}
	if a := p.Post(t.Context(), post(s.URL+"/body")); a.Status != 200 || a.Error != "" {
		t.Errorf("drips its body: %+v", a)
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	s, p := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Big", strings.Repeat("x", 1<<20))
	})
	if a := p.Post(t.Context(), post(s.URL)); a.Status != 0 || !strings.Contains(a.Error, "not understood") {
		t.Errorf("answer: %+v", a)
	}
}

func TestEveryTryHasItsOwnConnection(t *testing.T) {
	var opened atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.StartTLS()
	defer s.Close()
	p := trusting(s)
	for range 3 {
		if a := p.Post(t.Context(), post(s.URL)); a.Error != "" {
			t.Fatal(a.Error)
		}
	}
	if opened.Load() != 3 {
		t.Errorf("%d connections for 3 tries", opened.Load())
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("came through") }))
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	s.StartTLS()
	defer s.Close()
	if a := trusting(s).Post(t.Context(), post(s.URL)); a.Status != 0 || a.Error == "" {
		t.Errorf("answer: %+v", a)
	}
}

func TestWhatWasAllowedOnceIsCheckedAgain(t *testing.T) {
	s, _ := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("came through") })
	p := hook.New(false, time.Now)
	p.Trust(s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	for _, url := range []string{s.URL, strings.Replace(s.URL, "https", "http", 1), "https://127.0.0.1/"} {
		if a := p.Post(t.Context(), post(url)); a.Error == "" || a.Status != 0 {
			t.Errorf("%s: %+v", url, a)
		}
	}
}

func TestErrorsAreInOurWordsAndHoldNoAddress(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused := closed.Addr().String()
	closed.Close()
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer plain.Close()
	s, p := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hangup" {
			panic(http.ErrAbortHandler)
		}
		http.Error(w, "hunter2 in the answer", http.StatusInternalServerError)
	})
	strict := hook.New(true, time.Now)
	for name, tt := range map[string]struct {
		p         *hook.Poster
		url, says string
	}{
		"status":    {p, s.URL + "/x", "answered 500"},
		"hang up":   {p, s.URL + "/hangup", "closed the connection"},
		"refused":   {p, "https://" + refused + "/x", "refused"},
		"no TLS":    {p, strings.Replace(plain.URL, "http:", "https:", 1), "does not speak TLS"},
		"untrusted": {strict, s.URL, "not trusted"},
		"name":      {p, strings.Replace(s.URL, "127.0.0.1", "localhost", 1), "another name"},
	} {
		a := tt.p.Post(t.Context(), post(tt.url+"?token=hunter2"))
		if !strings.Contains(a.Error, tt.says) || strings.Contains(a.Error, "hunter2") || strings.Contains(a.Error, "127.0.0.1") {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestPosterStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s, p := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	})
	if a := p.Post(ctx, post(s.URL)); a.Error != "we were stopped before it answered" {
		t.Errorf("answer: %+v", a)
	}
}
