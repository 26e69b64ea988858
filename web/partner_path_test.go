package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Whatever stands in a path, the partner API takes it only below /clients, reads
// at most one tenant from it, and leaves no path of a link to itself.
func FuzzPartnerPaths(f *testing.F) {
	for _, seed := range []string{
		"/clients", "/v1/clients/a%2Fb/withdraw", "/clients/../admin", "/clients/%252e%252e", "/v1", "/clients/%", "/clientsx", "/acme/approve/lr_1.1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if !isPartnerPath(path) {
			return
		}
		if _, opens := link.ParsePath(path); opens {
			t.Fatalf("%q is the path of a link", path)
		}
		route, tenant, ok := parsePartnerPath(path)
		if !ok {
			return
		}
		if !strings.HasPrefix(strings.TrimPrefix(path, "/v1"), "/clients") || len(tenant) > maxTenantID || !plainText(tenant) {
			t.Fatalf("%q became %s with %q", path, route.pattern, tenant)
		}
		again := "/clients"
		if tenant != "" {
			again += "/" + strings.ReplaceAll(url.QueryEscape(tenant), "+", "%20")
		}
		if strings.HasSuffix(route.pattern, "/withdraw") {
			again += "/withdraw"
		}
		if back, same, ok := parsePartnerPath(again); !ok || same != tenant || back.pattern != route.pattern {
			t.Fatalf("%q and %q differ: %q, %q", path, again, tenant, same)
		}
	})
}
