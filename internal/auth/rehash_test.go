package auth_test

import (
	"context"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// outrun is a store where somebody is ahead of a transaction, after some others.
type outrun struct {
	portal.Store
	others int
	first  func(portal.Tx) error
}

func (o *outrun) InTx(ctx context.Context, f func(portal.Tx) error) error {
	if o.others--; o.others == -1 {
		if err := o.Store.InTx(ctx, o.first); err != nil {
			return err
		}
	}
	return o.Store.InTx(ctx, f)
}

func TestAPasswordSetDuringASignInStays(t *testing.T) {
	a := ann()
	a.PasswordHash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	d := newDesk(t, a)
	// A sign-in first counts its try, and forgives it when the password was right.
	late := &outrun{d.store, 2, func(tx portal.Tx) error { return tx.SetAdminPassword(t.Context(), a.ID, hashed()) }}
	slow := auth.New(late, d.vault, func() time.Time { return d.now },
		func(context.Context, portal.Tx, portal.Entry) error { return nil })
	if _, err := slow.SignIn(t.Context(), a.Email, "password", home); err != nil {
		t.Fatal(err)
	}
	if kept, err := d.store.Admin(t.Context(), a.ID); err != nil || kept.PasswordHash != hashed() {
		t.Errorf("the old password is back: %+v, %v", kept, err)
	}
}
