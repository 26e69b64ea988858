package web

import (
	"net/http"
	"net/url"
	"strings"
)

// class is what a request is worth when there is not enough for everybody: the
// lower, the longer it is served. It is told from method and path alone, before
// a key or a cookie is looked at.
type class uint8

const (
	classWatch    class = iota // probes, and files that cost nothing: never held back
	classDecision              // what a customer presses, and what a payment provider reports of it
	classPage                  // what a customer reads
	classCreate                // what brings in something new: a partner's request, a mirror, an import, a job
	classDesk                  // pages, lists and single changes of the desk and of the API
	classExport                // what is taken away as a whole
)

// String is for figures: one word per class.
func (c class) String() string {
	return [...]string{"watch", "decision", "page", "create", "desk", "export"}[c]
}

// classed are the paths that are not a customer's page, in the form of the
// router's patterns: the more specific decides. POST stands for every method
// that may change something, GET for the others.
var classed = map[class][]string{
	classWatch: {"/healthz", "/readyz", "/robots.txt", "/.well-known/", "/static/"},
	classDecision: {
		"POST /in/{account}/payments/{provider}",
		"POST /api/v1/decisions/{id}/outcome",
	},
	classPage: {"GET " + brandPath, "GET " + trialPath},
	classCreate: {
		"POST /clients",
		"POST /in/",
		"POST /api/v1/customers/", "POST /api/v1/documents/", "POST /api/v1/offers/", "POST /api/v1/payment-methods/",
		"POST /api/v1/purchases/", "POST /api/v1/quotes/", "POST /api/v1/subscriptions/",
		"POST /api/v1/imports", "POST /api/v1/jobs", "POST /api/v1/links",
		"POST /admin/imports", "POST /admin/jobs/new", "POST /admin/settings/{account}/brand/logo/{ground}",
	},
	classDesk: {
		"/clients/", "GET /clients", "GET /in/", "POST /in/{account}/mail-events",
		"/api", "/api/", "/admin", "/admin/", "/dev/", "/test/",
	},
	classExport: {
		"GET /api/v1/decisions/export", "GET /api/v1/link-requests/{id}/support-bundle", "GET /api/v1/imports/{id}/verdicts",
		"POST /admin/audit/export", "POST /admin/decisions/export",
		"GET /admin/imports/{account}/{id}/verdicts.csv", "GET /admin/imports/{account}/{id}/verdicts.ndjson",
		"GET /admin/jobs/{account}/{id}/results.csv", "GET /admin/jobs/{account}/{id}/results.json",
	},
}

// classes finds the pattern of a path; each has its class for a handler.
var classes = func() *http.ServeMux {
	mux := http.NewServeMux()
	for c, patterns := range classed {
		for _, pattern := range patterns {
			mux.Handle(pattern, c)
		}
	}
	return mux
}()

// ServeHTTP makes a class what the router keeps; it answers nothing.
func (class) ServeHTTP(http.ResponseWriter, *http.Request) {}

// classOf is the class of a request. asked is the path as it was sent; one of
// the partner API counts without its /v1. What no pattern has is a customer's.
func classOf(method, asked string) class {
	if isPartnerPath(asked) {
		asked = strings.TrimPrefix(asked, "/v1")
	}
	stands := http.MethodGet
	if changes(method) {
		stands = http.MethodPost
	}
	if found, pattern := classes.Handler(&http.Request{Method: stands, URL: &url.URL{Path: asked}}); pattern != "" {
		if c, ok := found.(class); ok {
			return c
		}
	}
	if changes(method) {
		return classDecision
	}
	return classPage
}

// changes reports whether a method may change anything.
func changes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}
