package web_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var ownAddress = regexp.MustCompile(`(?:href|src)="(/admin[^"#]*)`)

// Whoever looks around the desk, whatever the role, comes by no link that opens
// something, no secret and no whole address of a customer.
func TestNobodyWhoOnlyLooksComesByALinkOrASecret(t *testing.T) {
	o := newOffice(t)
	at, secret := o.signedIn(owner).endpoint("https://hooks.example.com/in")
	p := o.partner(portal.ByMail)
	need := o.ask(p, "hp-4471")
	leads(t, o.signedIn(maria).post(pageOf(need.Request)+"/reissue", "generation", "1", "days", "7", "by", "mail"), pageOf(need.Request))
	newest := o.ask(p, "hp-4471")
	leads(t, o.signedIn(maria).post(at+"/test"), at)
	o.sells()
	leads(t, o.signedIn(maria).post(o.decided("dec_1", portal.ActionQuantity, nil)+"/conclude", "state", "refused", "message", "ask anna.lund@harbourpine.example"), "/admin/decisions/northwind/dec_1")
	o.decided("dec_2", portal.ActionCancel, nil)
	o.declared()
	for _, who := range []string{guest, maria, owner} {
		b := o.signedIn(who)
		seen, next := map[string]bool{}, []string{"/admin"}
		for len(next) > 0 {
			target := next[0]
			next = next[1:]
			if seen[target] || strings.Contains(target, "/reissue?") {
				continue
			}
			seen[target] = true
			a := b.get(target)
			if a.Code >= 400 && a.Code != 422 {
				t.Errorf("%s: %s leads to status %d", who, target, a.Code)
			}
			for _, what := range []string{sumOf(t, need.URL), sumOf(t, newest.URL), secret, "anna.lund@harbourpine.example"} {
				if strings.Contains(plain(a), what) {
					t.Errorf("%s sees %q on %s", who, what, target)
				}
			}
			for _, m := range ownAddress.FindAllStringSubmatch(plain(a), -1) {
				next = append(next, m[1])
			}
		}
		if len(seen) < 30 {
			t.Errorf("%s came around %d pages only: %v", who, len(seen), seen)
		}
	}
	for _, what := range []string{sumOf(t, need.URL), sumOf(t, newest.URL), secret, "harbourpine", need.Request.ID} {
		if strings.Contains(o.log.String(), what) {
			t.Errorf("the log holds %q", what)
		}
	}
}
