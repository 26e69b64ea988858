package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// partner is a platform with its API key.
type partner struct{ id, key string }

// client is a company that can be asked to connect.
type client struct{ id, name, person, email string }

func clientOf(i int) client {
	return client{
		id: fmt.Sprintf("c%d", i), name: fmt.Sprintf("Company %d", i),
		person: fmt.Sprintf("Person %d", i), email: fmt.Sprintf("person%d@client.example", i),
	}
}

// tenantOf is the externalTenantId under which partners ask for client i.
func tenantOf(i int) string { return fmt.Sprintf("t%d", i) }

// answer is a whole answer of the program.
type answer struct {
	status int
	header http.Header
	body   []byte
}

var pageName = regexp.MustCompile(`<meta name="latchkey-page" content="([^"]*)">`)

// page is the name of a public page; empty: it is none.
func (a answer) page() string {
	if m := pageName.FindSubmatch(a.body); m != nil {
		return string(m[1])
	}
	return ""
}

// visitor is one browser or one system: an address of its own, behind us as
// its proxy, and connections that stay open.
type visitor struct {
	http    *http.Client
	address string // X-Forwarded-For
}

// callTimeout is how long a visitor waits for an answer.
const callTimeout = 15 * time.Second

// visitor makes visitor i. Each has a network of its own, so that none uses up
// what another is allowed.
func newVisitor(i int) *visitor {
	return &visitor{
		http: &http.Client{
			Timeout:       callTimeout,
			Transport:     &http.Transport{MaxIdleConnsPerHost: 4, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		address: fmt.Sprintf("10.%d.%d.1", i>>8&255, i&255),
	}
}

// send sends a request to a node and reads the whole answer. An error means
// that it is not known what became of it.
func (v *visitor) send(ctx context.Context, n *node, method, target string, header http.Header, body []byte) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+n.addr+target, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if header != nil {
		r.Header = header
	}
	r.Host = baseHost
	r.Header.Set("X-Forwarded-For", v.address)
	a, err := v.http.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer a.Body.Close() // it is read below; closing it cannot change that
	got, err := io.ReadAll(io.LimitReader(a.Body, 4<<20))
	return answer{a.StatusCode, a.Header, got}, err
}

// asked is what a partner's ask came to.
type asked struct {
	target  string // path and query of the link
	request string // its id
	attempt int64
}

// ask is POST /clients for client i; under an Idempotency-Key where key is not
// empty. ok is false where the answer is none that names a link.
func (v *visitor) ask(ctx context.Context, n *node, p partner, i int, key string) (got asked, a answer, ok bool, err error) {
	c := clientOf(i)
	body, err := json.Marshal(map[string]any{
		"externalTenantId": tenantOf(i),
		"client":           map[string]any{"name": c.name, "country": "DE", "supportEmail": c.email},
		"users":            []any{map[string]any{"name": c.person, "email": c.email}},
	})
	if err != nil {
		return got, a, false, err
	}
	header := http.Header{"Xapikey": {p.key}, "Content-Type": {"application/json"}}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	if a, err = v.send(ctx, n, http.MethodPost, "/clients", header, body); err != nil {
		return got, a, false, err
	}
	got, ok = readAsked(a)
	return got, a, ok, nil
}

// readAsked reads the 409 that carries a link.
func readAsked(a answer) (asked, bool) {
	var said struct {
		Data struct {
			OnboardingLinks struct{ URL string }
			LinkRequest     struct {
				ID      string
				Attempt int64
			}
		}
	}
	if a.status != http.StatusConflict || json.Unmarshal(a.body, &said) != nil || said.Data.OnboardingLinks.URL == "" {
		return asked{}, false
	}
	return asked{
		target:  strings.TrimPrefix(said.Data.OnboardingLinks.URL, "https://"+baseHost),
		request: said.Data.LinkRequest.ID, attempt: said.Data.LinkRequest.Attempt,
	}, true
}

var formField = regexp.MustCompile(`name="n" value="([0-9a-f]+)"`)

// form opens a link and reads the value of its form; empty: it shows none.
func (v *visitor) form(ctx context.Context, n *node, target string) (string, answer, error) {
	a, err := v.send(ctx, n, http.MethodGet, target, nil, nil)
	if err != nil {
		return "", a, err
	}
	m := formField.FindSubmatch(a.body)
	if a.status != http.StatusOK || m == nil {
		return "", a, nil
	}
	return string(m[1]), a, nil
}

// press sends a decision, approve or decline.
func (v *visitor) press(ctx context.Context, n *node, target, decision, form string) (answer, error) {
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	body := url.Values{"decision": {decision}, "n": {form}}.Encode()
	return v.send(ctx, n, http.MethodPost, target, header, []byte(body))
}

// again reports whether an answer says "not now": whoever gets it asks again.
func (a answer) again() bool {
	return a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests
}

// patience is how long a client waits before it tries again.
const patience = 20 * time.Millisecond

// insist repeats try until it says that it is done, or the context ends.
func insist(ctx context.Context, try func() (done bool)) bool {
	for !try() {
		if !pause(ctx, patience) {
			return false
		}
	}
	return true
}
