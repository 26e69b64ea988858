package portal_test

import (
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestTheOwnRolesStayWhereTheSessionIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme")
		owner, over := o.owners(1)[0], errors.New("session over")
		_, err := o.service.ChangeOwnRoles(ctx, owner, func(r portal.Roles) { r["acme"] = portal.Viewer }, func(portal.Tx) error { return over })
		kept, found := o.service.AdminOf(ctx, owner)
		if !errors.Is(err, over) || kept.Roles["acme"] != portal.Owner || found != nil {
			t.Errorf("%+v, %v, %v", kept.Roles, err, found)
		}
	})
}
