package auth_test

import (
	"context"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// outrun is a store where somebody is ahead of the next transaction.
type outrun struct {
	portal.Store
	first func(portal.Tx) error
}

func (o *outrun) InTx(ctx context.Context, f func(portal.Tx) error) error {
	if first := o.first; first != nil {
		o.first = nil
		if err := o.Store.InTx(ctx, first); err != nil {
			return err
		}
	}
	return o.Store.InTx(ctx, f)
}

func TestAPasswordSetDuringASignInStays(t *testing.T) {
	a := ann()
	a.PasswordHash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	d := newDesk(t, a)
	late := &outrun{d.store, func(tx portal.Tx) error { return tx.SetAdminPassword(t.Context(), a.ID, hashed()) }}
	slow := auth.New(late, d.vault, func() time.Time { return d.now },
		func(context.Context, portal.Tx, portal.Entry) error { return nil })
	if _, err := slow.SignIn(t.Context(), a.Email, "password", home); err != nil {
		t.Fatal(err)
	}
	if kept, err := d.store.Admin(t.Context(), a.ID); err != nil || kept.PasswordHash != hashed() {
		t.Errorf("the old password is back: %+v, %v", kept, err)
	}
}
