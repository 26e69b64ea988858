package web

import "testing"

func TestARequestIsClassedByMethodAndPath(t *testing.T) {
	for _, c := range []struct {
		method, path string
		want         class
	}{
		{"GET", "/healthz", classWatch},
		{"GET", "/static/site-1.css", classWatch},
		{"GET", "/.well-known/security.txt", classWatch},
		{"GET", "/acme/invoice/20417", classPage},
		{"HEAD", "/acme/approve/r1.1", classPage},
		{"GET", "/brand/abc.png", classPage},
		{"GET", "/acme/cancel", classPage},
		{"POST", "/acme/approve/r1.1", classDecision},
		{"POST", "/acme/cancel", classDecision},
		{"POST", "/in/acme/payments/stripe", classDecision},
		{"POST", "/api/v1/decisions/d1/outcome", classDecision},
		{"POST", "/clients", classCreate},
		{"POST", "/v1/clients", classCreate},
		{"POST", "/clients/t%2F1/withdraw", classDesk},
		{"GET", "/v1/clients/t1", classDesk},
		{"PUT", "/api/v1/purchases/1", classCreate},
		{"PUT", "/api/v1/documents/1/parts/pdf", classCreate},
		{"GET", "/api/v1/purchases/1", classDesk},
		{"POST", "/api/v1/imports", classCreate},
		{"POST", "/api/v1/imports/i1/undo", classDesk},
		{"POST", "/api/v1/jobs/j1/stop", classDesk},
		{"POST", "/api/v1/links", classCreate},
		{"POST", "/api/v1/links/revoke", classDesk},
		{"POST", "/in/acme/notifications", classCreate},
		{"POST", "/in/acme/mail-events", classDesk},
		{"POST", "/admin/imports", classCreate},
		{"POST", "/admin/settings/acme/brand/logo/light", classCreate},
		{"POST", "/admin/settings/acme/brand/logo/light/remove", classDesk},
		{"GET", "/admin", classDesk},
		{"GET", "/admin/links", classDesk},
		{"POST", "/admin/links/acme/p/1/reissue", classDesk},
		{"POST", "/admin/audit/export", classExport},
		{"GET", "/admin/jobs/acme/j1/results.csv", classExport},
		{"GET", "/api/v1/decisions/export", classExport},
		{"GET", "", classPage},
		{"OPTIONS", "*", classPage},
		{"GET", "//admin", classPage},
	} {
		if have := classOf(c.method, c.path); have != c.want {
			t.Errorf("%s %s: %s, want %s", c.method, c.path, have, c.want)
		}
	}
}
