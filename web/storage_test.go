package web

import "testing"

func TestADiskThatFillsUpTakesWhatMattersMost(t *testing.T) {
	for _, c := range []struct {
		method, path       string
		changes, decisions bool // taken where there is room for changes, for decisions
	}{
		{"GET", "/acme/invoice/1", true, true},
		{"GET", "/admin/imports", true, true},
		{"POST", "/acme/approve/r.1", true, true},
		{"POST", "/in/acme/payments/stripe", true, true},
		{"POST", "/api/v1/decisions/1/outcome", true, true},
		{"POST", "/clients", false, false},
		{"PUT", "/api/v1/documents/1/parts/pdf", false, false},
		{"POST", "/admin/imports", false, false},
		{"POST", "/admin/jobs/new", false, false},
		{"POST", "/admin/links/acme/p/1/revoke", true, false},
		{"POST", "/admin/audit/export", true, false},
		{"POST", "/admin/sign-in", true, true},
		{"POST", "/admin/sign-out", true, true},
	} {
		if !RoomForAll.takes(c.method, c.path) {
			t.Errorf("%s %s is refused with room for all", c.method, c.path)
		}
		if have := RoomForChanges.takes(c.method, c.path); have != c.changes {
			t.Errorf("%s %s with room for changes: %v", c.method, c.path, have)
		}
		if have := RoomForDecisions.takes(c.method, c.path); have != c.decisions {
			t.Errorf("%s %s with room for decisions: %v", c.method, c.path, have)
		}
	}
}
