package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var errGiveUp = errors.New("give up")

func errorRollsBack(t *testing.T, s portal.Store) {
	wantErr(t, errGiveUp, s.InTx(ctx, func(tx portal.Tx) error {
		if err := fill(tx, "demo"); err != nil {
			return err
		}
		return errGiveUp
	}))
	wantEmpty(t, s)
}

func panicRollsBack(t *testing.T, s portal.Store) {
	func() {
		defer func() {
			if recover() != errGiveUp {
				t.Error("the panic did not come through")
			}
		}()
		err := s.InTx(ctx, func(tx portal.Tx) error {
			if err := fill(tx, "demo"); err != nil {
				return err
			}
			panic(errGiveUp)
		})
		t.Errorf("InTx returned %v", err)
	}()
	wantEmpty(t, s)
}

// wantEmpty also shows that the store still reads and writes.
func wantEmpty(t *testing.T, s portal.Store) {
	t.Helper()
	got(t, []portal.Account(nil))(s.Accounts(ctx))
	_, err := s.Blob(ctx, "aa")
	wantErr(t, portal.ErrNotFound, err)
	in(t, s, func(tx portal.Tx) error { return fill(tx, "demo") })
}

func readsOwnWrites(t *testing.T, s portal.Store) {
	in(t, s, func(tx portal.Tx) error {
		if err := fill(tx, "demo"); err != nil {
			return err
		}
		invoice, err := tx.Invoice(ctx, key("demo", "1"))
		got(t, "demo")(invoice.Email, err)
		_, err = s.Invoice(ctx, key("demo", "1"))
		wantErr(t, portal.ErrNotFound, err) // not committed yet
		return nil
	})
}

func closedStore(t *testing.T, s portal.Store) {
	if err := s.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	seed(t, s, "demo")
	if _, err := s.Account(ctx, "demo"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Account(ctx, "demo")
	wantErr(t, portal.ErrUnavailable, err)
	_, err = s.Accounts(ctx)
	wantErr(t, portal.ErrUnavailable, err)
	wantErr(t, portal.ErrUnavailable, s.Ready(ctx))
	wantErr(t, portal.ErrUnavailable, s.InTx(ctx, func(portal.Tx) error { return nil }))
	if err := s.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

func cancelled(t *testing.T, s portal.Store) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Accounts(gone)
	wantErr(t, context.Canceled, err)
	if errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("the database was blamed: %v", err)
	}
	wantErr(t, context.Canceled, s.InTx(gone, func(portal.Tx) error { return nil }))
}
