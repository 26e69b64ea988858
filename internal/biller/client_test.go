package biller_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/latchkey-portal/latchkey/internal/biller"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

var (
	ctx    = context.Background()
	secret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))
	ask    = portal.PreviewAsk{
		Action: portal.ActionQuantity, Subject: portal.Subject{Type: "subscription", ID: "77", Item: 1},
		Change: portal.Change{Quantity: "5"}, Version: 3,
	}
)

const good = `{"id":"pv_1","dueNow":"48.60","currency":"EUR","expiresAt":"2030-01-01T00:00:00Z","lines":[{"label":"You pay now","value":"48,60 €"}]}`

// system is a billing system that answers as a test says.
func system(t *testing.T, answer http.HandlerFunc) (*biller.Client, portal.Account) {
	t.Helper()
	server := httptest.NewTLSServer(answer)
	t.Cleanup(server.Close)
	c := biller.New(true, time.Now, func(context.Context, string) (string, error) { return secret, nil })
	c.Trust(server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	return c, portal.Account{Slug: "acme", Billing: portal.BillingPolicy{PreviewURL: server.URL + "/p", ResolveURL: server.URL + "/r"}}
}

func says(kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, body)
	}
}

func TestAQuestionIsSignedAndCarriesWhatIsAsked(t *testing.T) {
	var body []byte
	var verified error
	c, a := system(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		wh, err := webhooks.NewWebhook(secret)
		if err == nil {
			err = wh.Verify(body, r.Header)
		}
		verified = err
		says("application/json", good)(w, r)
	})
	p, err := c.Preview(ctx, a, ask)
	if err != nil {
		t.Fatal(err)
	}
	if verified != nil {
		t.Errorf("the signature does not hold: %v", verified)
	}
	want := `{"type":"preview","account":"acme","action":"quantity","subject":{"type":"subscription","id":"77","item":1},"change":{"quantity":"5"},"version":3}`
	if string(body) != want {
		t.Errorf("asked %s\nwant  %s", body, want)
	}
	if p.ID != "pv_1" || p.DueNow != "48.60" || p.Subject != ask.Subject || p.Version != 3 || len(p.Lines) != 1 {
		t.Errorf("read %+v", p)
	}
}

func TestAnAnswerIsReadStrictlyOrNotAtAll(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"not JSON":           says("text/html", good),
		"no type":            says("", good),
		"an unknown field":   says("application/json", strings.Replace(good, `"id"`, `"due":1,"id"`, 1)),
		"something behind":   says("application/json", good+"{}"),
		"a number as amount": says("application/json", strings.Replace(good, `"48.60"`, `48.60`, 1)),
		"an exponent":        says("application/json", strings.Replace(good, `48.60`, `1e9`, 1)),
		"no id":              says("application/json", strings.Replace(good, `pv_1`, ``, 1)),
		"no end":             says("application/json", `{"id":"pv_1"}`),
		"a made-up currency": says("application/json", strings.Replace(good, `EUR`, `euro`, 1)),
		"too long":           says("application/json", good+strings.Repeat(" ", 1<<20)),
		"an error":           func(w http.ResponseWriter, r *http.Request) { http.Error(w, good, 500) },
		"created, not told":  func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(201) },
		"nothing":            func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		c, a := system(t, answer)
		if _, err := c.Preview(ctx, a, ask); !errors.Is(err, portal.ErrNoPreview) {
			t.Errorf("%s: %v, want ErrNoPreview", name, err)
		}
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	came := 0
	c, a := system(t, func(w http.ResponseWriter, r *http.Request) {
		came++
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	if _, err := c.Snapshot(ctx, a, "purchase", "1"); err == nil || came != 1 {
		t.Errorf("error %v, came %d times", err, came)
	}
}

func TestASlowBillingSystemIsNotWaitedFor(t *testing.T) {
	release := make(chan struct{})
	c, a := system(t, func(w http.ResponseWriter, r *http.Request) { <-release })
	defer close(release)
	c.Hurry(20 * time.Millisecond)
	if _, err := c.Snapshot(ctx, a, "purchase", "1"); err == nil {
		t.Error("it was waited for")
	}
}

func TestAPrivateAddressIsAskedOnlyWithLeave(t *testing.T) {
	came := 0
	_, a := system(t, func(http.ResponseWriter, *http.Request) { came++ })
	c := biller.New(false, time.Now, func(context.Context, string) (string, error) { return secret, nil })
	if _, err := c.Snapshot(ctx, a, "purchase", "1"); err == nil || came != 0 {
		t.Errorf("error %v, came %d times", err, came)
	}
}

func TestASnapshotIsHandedOnAsItCame(t *testing.T) {
	c, a := system(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if string(body) != `{"type":"snapshot","account":"acme","kind":"purchase","id":"42"}` {
			t.Errorf("asked %s", body)
		}
		says("application/json; charset=utf-8", `{"type":"purchase","id":"42"}`)(w, r)
	})
	line, err := c.Snapshot(ctx, a, "purchase", "42")
	if err != nil || string(line) != `{"type":"purchase","id":"42"}` {
		t.Errorf("%s, %v", line, err)
	}
}

func TestWhatTheBillingSystemDoesNotHaveIsNotFound(t *testing.T) {
	c, a := system(t, func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) })
	if _, err := c.Snapshot(ctx, a, "purchase", "42"); !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("%v, want ErrNotFound", err)
	}
}

func TestAQuestionWithoutAKeyIsNotAsked(t *testing.T) {
	came := 0
	_, a := system(t, func(http.ResponseWriter, *http.Request) { came++ })
	none := func(context.Context, string) (string, error) { return "", fmt.Errorf("secret: %w", portal.ErrNotFound) }
	if _, err := biller.New(true, time.Now, none).Preview(ctx, a, ask); !errors.Is(err, portal.ErrNoPreview) || came != 0 {
		t.Errorf("%v, came %d times", err, came)
	}
}
