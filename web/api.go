package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// api is the own API: who calls, with which scope, once or again. What the
// operations do stands in the other api_ files; huma reads their parameters and
// writes the OpenAPI document. Every answer that is none of theirs is a problem
// document (api_problem.go).
type api struct {
	*server
	mux   *http.ServeMux
	huma  huma.API
	doors map[string]door // by the pattern of the mux
}

// door is what is known of an operation before it runs.
type door struct {
	scopes []string // one of them is enough; none: open to everyone
	refill refill   // for operations whose answer holds what is not stored
	raw    int64    // the body is bytes, at most so many; 0: JSON
}

// refill makes an answer whole again that was stored without a link in it, or
// says why that cannot be.
type refill func(ctx context.Context, kept []byte) (any, error)

// maxAPIBody is the largest body of the own API in bytes.
const maxAPIBody = 1 << 20

func (s *server) apiDoor() http.Handler {
	config := huma.DefaultConfig("Latchkey", "1")
	config.Info.Description = "The own API of an account. The partner API is described in docs/api.md."
	config.Servers = []*huma.Server{{URL: s.Base.String()}}
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.AllowAdditionalPropertiesByDefault = true
	config.Transformers = []huma.Transformer{ownProblems}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", Description: "An API key of the account."},
	}
	a := &api{server: s, mux: http.NewServeMux(), doors: map[string]door{}}
	a.huma = humago.New(a.mux, config)
	a.linkRequests()
	a.webhooks()
	a.deliveries()
	a.events()
	a.decisions()
	a.links()
	a.customers()
	a.mirrors()
	a.billingDocuments()
	a.imports()
	a.jobs()
	a.mailFates()
	a.documents()
	return a
}

// call is one call of somebody whose key is right.
type call struct {
	key  portal.APIKey
	kept any // what is stored of the answer in its place; nil: the answer itself
}

type callKey struct{}

// callOf is the call that a context belongs to.
func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

func (c *call) account() string { return c.key.Account }

func (c *call) actor() portal.Actor { return portal.Actor("key:" + c.key.ID) }

// may reports whether the key has one of these scopes.
func (c *call) may(scopes ...string) bool {
	for _, scope := range scopes {
		if c.key.May(scope) {
			return true
		}
	}
	return false
}

// operation says what an operation is, for the router and for the document.
type operation struct {
	method, path string
	id           string
	summary      string
	about        string
	tag          string
	status       int // of success
	scopes       []string
	refill       refill
	raw          int64 // the body is bytes, at most so many; 0: JSON
}

// register puts an operation in place. Its errors become problem documents in
// one place, whatever they are.
func register[I, O any](a *api, op operation, run func(context.Context, *I) (*O, error)) {
	a.doors[op.method+" "+op.path] = door{scopes: op.scopes, refill: op.refill, raw: op.raw}
	about := op.about
	if len(op.scopes) > 0 {
		about = strings.TrimSpace(about + " Scope: " + strings.Join(op.scopes, " or ") + ".")
	}
	huma.Register(a.huma, huma.Operation{
		Method: op.method, Path: op.path, OperationID: op.id, Summary: op.summary, Description: about, Tags: []string{op.tag},
		DefaultStatus: op.status, Security: []map[string][]string{{"bearer": op.scopes}}, MaxBodyBytes: 2*maxAPIBody + op.raw,
	}, func(ctx context.Context, in *I) (*O, error) {
		out, err := run(ctx, in)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		return out, nil
	})
}

// ServeHTTP finds the operation, asks who calls, and runs it.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := visitOf(r)
	v.page = "api"
	h, pattern := a.mux.Handler(r)
	if pattern == "" {
		v.route = "/api"
		unrouted(w, r, h)
		return
	}
	_, v.route, _ = strings.Cut(pattern, " ")
	d := a.doors[pattern]
	if len(d.scopes) == 0 {
		h.ServeHTTP(w, r)
		return
	}
	c, p := a.admit(r, d)
	if p == nil {
		if wait, ok := a.called(w, r, c.key.Account+"\n"+c.key.ID); !ok {
			w.Header().Set("Retry-After", strconv.Itoa(max(1, seconds(wait))))
			p = problemFor(http.StatusTooManyRequests, "rate", "Too many calls with this key. Wait, then call again.")
		}
	}
	if p == nil {
		r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
		p = a.run(w, r, d)
	}
	if p != nil {
		if p.Status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Bearer realm="latchkey"`)
		}
		p.write(w)
	}
}

// unrouted answers what no operation does: 404, or 405 with the router's Allow.
func unrouted(w http.ResponseWriter, r *http.Request, h http.Handler) {
	rec := newCapture()
	h.ServeHTTP(rec, r)
	if rec.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", rec.header.Get("Allow"))
		problemFor(http.StatusMethodNotAllowed, "method", "This address does not take that method.").write(w)
		return
	}
	problemFor(http.StatusNotFound, "not-found", "There is no such address.").write(w)
}

// admit says who calls, by the one header that counts.
func (a *api) admit(r *http.Request, d door) (*call, *apiProblem) {
	denied := problemFor(http.StatusUnauthorized, "unauthorized", "Send an API key of the account as Authorization: Bearer. A key in the address does not count.")
	query, err := url.ParseQuery(visitOf(r).query)
	if err != nil {
		return nil, problemFor(http.StatusBadRequest, "bad-request", "The query cannot be read.")
	}
	for name, values := range query {
		if strings.Contains(strings.ToLower(name), "token") {
			return nil, denied
		}
		if !plainText(name + strings.Join(values, "")) {
			return nil, problemFor(http.StatusBadRequest, "bad-request", "The query holds a control character.")
		}
	}
	values := r.Header.Values("Authorization")
	if len(values) != 1 {
		return nil, denied
	}
	scheme, key, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") || key == "" {
		return nil, denied
	}
	found, err := a.Portal.KeyOf(r.Context(), key)
	switch {
	case errors.Is(err, portal.ErrKeyExpired):
		return nil, problemFor(http.StatusUnauthorized, "key-expired", "The time of this API key has passed. Make a new one in the admin pages, or with latchkey apikey create.")
	case errors.Is(err, portal.ErrBadKey):
		return nil, denied
	case err != nil:
		return nil, a.problemOf(r.Context(), err)
	}
	c := &call{key: found}
	if !c.may(d.scopes...) {
		return nil, problemFor(http.StatusForbidden, "forbidden", "This key may not do that: it needs the scope "+strings.Join(d.scopes, " or ")+".")
	}
	return c, nil
}

// run reads the body and runs the operation, under its Idempotency-Key if it
// has one.
func (a *api) run(w http.ResponseWriter, r *http.Request, d door) *apiProblem {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		a.mux.ServeHTTP(w, r)
		return nil
	}
	body, p := bodyFor(w, r, d)
	if p != nil {
		return p
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	name, err := idempotencyKey(r)
	if err != nil {
		return problemFor(http.StatusBadRequest, "bad-request", err.Error()+".")
	}
	if name == "" || r.Method != http.MethodPost {
		a.mux.ServeHTTP(w, r)
		return nil
	}
	return a.runOnce(w, r, d, name, body)
}

// bodyFor reads the body of an operation: JSON, or bytes where it takes them.
func bodyFor(w http.ResponseWriter, r *http.Request, d door) ([]byte, *apiProblem) {
	if d.raw > 0 {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, d.raw))
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, problemFor(http.StatusRequestEntityTooLarge, "too-large", fmt.Sprintf("The body is larger than %d MiB.", d.raw>>20))
		}
		if err != nil {
			return nil, problemFor(http.StatusBadRequest, "bad-request", "The body was cut off.")
		}
		return body, nil
	}
	body, status := readJSON(w, r, maxAPIBody)
	switch status {
	case http.StatusRequestEntityTooLarge:
		return nil, problemFor(status, "too-large", "The body is larger than 1 MiB.")
	case http.StatusUnsupportedMediaType:
		return nil, problemFor(status, "unsupported", "Send JSON, with Content-Type application/json.")
	case http.StatusBadRequest:
		return nil, problemFor(status, "bad-request", "The body is not valid JSON in UTF-8.")
	}
	return body, nil
}
