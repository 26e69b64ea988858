package web_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/static"
)

func TestSingleKeysCanBeSwitchedOffInABrowser(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	if page := b.get("/admin/keyboard"); !strings.Contains(page.Body.String(), `data-keys="on"`) {
		t.Fatalf("keys are not on: %.300s", page.Body)
	}
	leads(t, b.post("/admin/keyboard", "keys", "off"), "/admin/keyboard")
	wants(t, b.get("/admin/keyboard"), 200, "Single keys are off.", "Turn single keys on")
	if page := b.get("/admin/links"); !strings.Contains(page.Body.String(), `data-keys="off"`) {
		t.Error("another page has them on")
	}
	if page := o.signedIn(maria).get("/admin/links"); !strings.Contains(page.Body.String(), `data-keys="on"`) {
		t.Error("another browser has them off")
	}
	leads(t, b.post("/admin/keyboard", "keys", "on"), "/admin/keyboard")
	wants(t, b.get("/admin/keyboard"), 200, "Single keys are on.")
}

// The pages of the desk load one script of our own, and no page may run one
// that stands in it.
func TestTheDeskRunsItsOwnScriptAlone(t *testing.T) {
	o := newOffice(t)
	inside, outside := o.signedIn(maria).get("/admin"), o.browser().get("/admin/sign-in")
	if csp := inside.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.HasSuffix(csp, "; script-src 'self'") {
		t.Errorf("policy %q", csp)
	}
	if csp := outside.Header().Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
		t.Errorf("policy of the door %q", csp)
	}
	scripts := regexp.MustCompile(`<script[^>]*>`).FindAllString(inside.Body.String(), -1)
	if len(scripts) != 1 || scripts[0] != `<script src="`+static.URL("desk.js")+`" defer>` {
		t.Errorf("scripts %q", scripts)
	}
}
