package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The partner API: POST /clients, GET /clients/{externalTenantId} and POST
// /clients/{externalTenantId}/withdraw, all of them also below /v1. Its shapes
// are those of the platforms it was modelled on (docs/api.md), so it is no part
// of the own API: other errors, another header, keys in any case.

// partnerCall is one call of a partner whose key is right.
type partnerCall struct {
	*server
	r       *http.Request
	partner portal.Partner
	tenant  string // externalTenantId of the path; empty: none
	body    []byte
}

// partnerRoute is what a path of the partner API stands for.
type partnerRoute struct {
	pattern string
	method  string
	run     func(partnerCall) (reply, error)
}

var partnerRoutes = map[string]partnerRoute{
	"":         {"/clients", http.MethodPost, partnerCall.ask},
	"client":   {"/clients/{externalTenantId}", http.MethodGet, partnerCall.show},
	"withdraw": {"/clients/{externalTenantId}/withdraw", http.MethodPost, partnerCall.withdraw},
}

// isPartnerPath says whether a path belongs to the partner API. A tenant's id is
// whatever the partner's system calls it, so these paths have a grammar of
// their own and never reach the router.
func isPartnerPath(path string) bool {
	path = strings.TrimPrefix(path, "/v1")
	return path == "/clients" || strings.HasPrefix(path, "/clients/")
}

// maxTenantID is the longest externalTenantId in bytes, after decoding.
const maxTenantID = 255

// parsePartnerPath reads a path as it was sent. The tenant's id is decoded once.
func parsePartnerPath(path string) (route partnerRoute, tenant string, ok bool) {
	rest := strings.TrimPrefix(strings.TrimPrefix(path, "/v1"), "/clients")
	if rest == "" {
		return partnerRoutes[""], "", true
	}
	segment, verb, hasVerb := strings.Cut(rest[1:], "/")
	route = partnerRoutes["client"]
	if hasVerb {
		if route, ok = partnerRoutes[verb]; !ok || verb != "withdraw" {
			return partnerRoute{}, "", false
		}
	}
	tenant, err := url.PathUnescape(segment)
	if err != nil || tenant == "" || len(tenant) > maxTenantID || !plainText(tenant) {
		return partnerRoute{}, "", false
	}
	return route, tenant, true
}

// plainText reports whether s is UTF-8 without control characters.
func plainText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// maxPartnerBody is the largest body of the partner API in bytes.
const maxPartnerBody = 256 << 10

// partnerDoor answers every path of the partner API.
func (s *server) partnerDoor() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visitOf(r).page = "api"
		answer, err := s.partnerReply(w, r)
		if err != nil {
			if !errors.Is(err, portal.ErrReadOnly) { // said once, when it began
				s.Log.ErrorContext(r.Context(), "partner call failed", "route", visitOf(r).routeName(), "error", err)
			}
			answer = ourFaultReply(errors.Is(err, portal.ErrUnavailable))
		}
		answer.write(w)
	})
}

func (s *server) partnerReply(w http.ResponseWriter, r *http.Request) (reply, error) {
	v := visitOf(r)
	v.route = "/clients"
	route, tenant, ok := parsePartnerPath(v.path)
	if !ok {
		return refusal(http.StatusNotFound, "not_found", "There is no such address."), nil
	}
	v.route = route.pattern
	if method := r.Method; method != route.method && (method != http.MethodHead || route.method != http.MethodGet) {
		refused := refusal(http.StatusMethodNotAllowed, "method_not_allowed", "This address takes "+route.method+".")
		refused.allow = route.method
		return refused, nil
	}
	p, refused, err := s.callingPartner(r)
	if err != nil || refused != nil {
		return value(refused), err
	}
	if wait, ok := s.calls.take(p.Account+"\n"+p.ID, s.Portal.Now()); !ok {
		return tooManyCalls(wait), nil
	}
	if wait, ok := s.called(w, r, p.Account+"\n"+p.ID); !ok {
		return tooManyCalls(wait), nil
	}
	call := partnerCall{server: s, r: r, partner: p, tenant: tenant}
	if route.method == http.MethodGet {
		return route.run(call)
	}
	if call.body, refused = readPartnerBody(w, r); refused != nil {
		return *refused, nil
	}
	return call.underKey(route.run)
}

func value(r *reply) reply {
	if r == nil {
		return reply{}
	}
	return *r
}

// callingPartner finds whose key came in XApiKey. Nothing else counts, least of
// all a bearer token or a query.
func (s *server) callingPartner(r *http.Request) (portal.Partner, *reply, error) {
	keys := r.Header.Values("XApiKey")
	if len(keys) != 1 || keys[0] == "" {
		return portal.Partner{}, unknownPartner(), nil
	}
	p, err := s.Portal.PartnerOf(r.Context(), keys[0])
	switch {
	case errors.Is(err, portal.ErrBadKey):
		return portal.Partner{}, unknownPartner(), nil
	case errors.Is(err, portal.ErrPartnerOff):
		off := refusal(http.StatusForbidden, "partner_disabled", "This partner is switched off. Nothing is lost: ask the company to switch it on again.")
		return portal.Partner{}, &off, nil
	}
	return p, nil, err
}

func unknownPartner() *reply {
	refused := refusal(http.StatusUnauthorized, "invalid_api_key", "Send your API key in the header XApiKey.")
	return &refused
}

func tooManyCalls(wait time.Duration) reply {
	refused := refusal(http.StatusTooManyRequests, "rate_limit_exceeded", "Too many calls with this key. Wait, then call again.")
	refused.retry = max(wait, time.Second)
	return refused
}

// readPartnerBody reads a JSON body; an empty one is nil.
func readPartnerBody(w http.ResponseWriter, r *http.Request) ([]byte, *reply) {
	body, status := readJSON(w, r, maxPartnerBody)
	var refused reply
	switch status {
	case http.StatusOK:
		return body, nil
	case http.StatusRequestEntityTooLarge:
		refused = refusal(status, "request_too_large", "The body is larger than 256 KiB.")
	case http.StatusUnsupportedMediaType:
		refused = refusal(status, "unsupported_media_type", "Send JSON, with Content-Type application/json.")
	default:
		refused = refusal(status, "validation_failed", "The body is not valid JSON in UTF-8.")
	}
	return nil, &refused
}

// jsonTypes are the content types that are read as JSON.
var jsonTypes = []string{"", "application/json", "text/json", "application/problem+json"}

func speaksJSON(contentType string) bool {
	name, _, _ := strings.Cut(contentType, ";")
	return slices.Contains(jsonTypes, strings.ToLower(strings.TrimSpace(name)))
}
