package portal_test

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestAnAccountsOwnRoleHoldsOverTheInstallations(t *testing.T) {
	p := portal.Admin{Roles: portal.Roles{"": portal.Support, "acme": portal.Viewer, "fine": portal.Owner}}
	for _, c := range []struct {
		account string
		may     portal.Permission
		want    bool
	}{
		{"", portal.MayAct, true}, {"", portal.MayManage, false},
		{"other", portal.MayAct, true}, {"acme", portal.MayAct, false}, {"acme", portal.MaySee, true},
		{"fine", portal.MayManage, true}, {"fine", portal.MayInspect, true}, {"other", portal.MayInspect, false},
	} {
		if got := p.May(c.account, c.may); got != c.want {
			t.Errorf("%q %s: %v", c.account, c.may, got)
		}
		if got := p.Roles.Where(c.may).Has(c.account); c.account != "" && got != c.want {
			t.Errorf("among the accounts of %s, %q: %v", c.may, c.account, got)
		}
	}
}

func TestWhoHasARoleInOneAccountHasNoneElsewhere(t *testing.T) {
	p := portal.Admin{Roles: portal.Roles{"acme": portal.Owner}}
	for _, may := range []portal.Permission{portal.MaySee, portal.MayAct, portal.MayInspect, portal.MayManage} {
		if p.May("", may) || p.May("other", may) || !p.May("acme", may) {
			t.Errorf("%s reaches beyond the account", may)
		}
	}
	where := p.Roles.Where(portal.MaySee)
	if where.All() || where.None() || where.Has("other") || !where.Only("other").None() || !where.Only("acme").Has("acme") {
		t.Errorf("accounts %+v", where)
	}
	if !(portal.Roles{}).Where(portal.MaySee).None() || (portal.Roles{"": "root"}).In("acme").May(portal.MaySee) {
		t.Error("who has no role may see something")
	}
	if !(portal.Roles{"": portal.Owner}).Where(portal.MayManage).All() {
		t.Error("an owner of the installation is bounded")
	}
}
