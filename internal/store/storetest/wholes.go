package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// addIn adds an account as one part.
func addIn(ctx context.Context, s portal.Store, slug string, err error) error {
	return s.InTx(ctx, func(tx portal.Tx) error {
		if err := tx.AddAccount(ctx, portal.Account{Slug: slug}); err != nil {
			return err
		}
		return err
	})
}

func wantAccounts(t *testing.T, ctx context.Context, s portal.Store, want ...string) {
	t.Helper()
	var have []string
	all, err := s.Accounts(ctx)
	for _, a := range all {
		have = append(have, a.Slug)
	}
	got(t, want)(have, err)
}

func firstly(tx portal.Tx) error { return tx.AddAccount(ctx, portal.Account{Slug: "a-first"}) }

func wholes(t *testing.T, s portal.Store) {
	wantErr(t, nil, s.Whole(ctx, firstly, func(inside context.Context) error {
		wantAccounts(t, inside, s)
		wantErr(t, nil, addIn(inside, s, "b", nil))
		wantErr(t, errGiveUp, addIn(inside, s, "c", errGiveUp))
		wantErr(t, portal.ErrExists, addIn(inside, s, "b", nil))
		wantErr(t, nil, addIn(inside, s, "d", nil))
		wantAccounts(t, inside, s, "a-first", "b", "d")
		wantAccounts(t, ctx, s) // not committed yet
		return nil
	}))
	wantAccounts(t, ctx, s, "a-first", "b", "d")
}

func undoneWholes(t *testing.T, s portal.Store) {
	wantErr(t, errGiveUp, s.Whole(ctx, firstly, func(inside context.Context) error {
		wantErr(t, nil, addIn(inside, s, "b", nil))
		return errGiveUp
	}))
	func() {
		defer func() {
			if recover() != errGiveUp {
				t.Error("the panic did not come through")
			}
		}()
		_ = s.Whole(ctx, firstly, func(inside context.Context) error {
			wantErr(t, nil, addIn(inside, s, "b", nil))
			return s.InTx(inside, func(portal.Tx) error { panic(errGiveUp) })
		})
	}()
	// A part that panics ends the whole, even if somebody recovers.
	err := s.Whole(ctx, firstly, func(inside context.Context) error {
		wantErr(t, nil, addIn(inside, s, "b", nil))
		func() {
			defer func() { _ = recover() }()
			_ = s.InTx(inside, func(portal.Tx) error { panic(errGiveUp) })
		}()
		return nil
	})
	if err == nil {
		t.Error("a whole whose part panicked was kept")
	}
	// What first says is the answer, whatever f makes of it.
	wantErr(t, errGiveUp, s.Whole(ctx, func(portal.Tx) error { return errGiveUp }, func(inside context.Context) error {
		wantErr(t, errGiveUp, addIn(inside, s, "b", nil))
		wantErr(t, errGiveUp, addIn(inside, s, "c", nil))
		return nil
	}))
	wantErr(t, nil, s.Whole(ctx, firstly, func(context.Context) error { return nil })) // nothing was begun
	var kept context.Context
	wantErr(t, nil, s.Whole(ctx, firstly, func(inside context.Context) error { kept = inside; return nil }))
	wantErr(t, nil, addIn(kept, s, "after", nil)) // by itself
	wantAccounts(t, ctx, s, "after")
}

// heldReplay: whoever asks under a key that another transaction has just taken
// waits for it, and not for ever.
func heldReplay(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	key := portal.Replay{Account: "demo", Caller: "key:1", Key: "k", Request: []byte{1}, At: noon}
	add := func(most time.Duration) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.AddReplay(ctx, key, time.Time{}, time.Time{}, most) })
	}
	second := make(chan error, 1)
	taken, waited := make(chan struct{}), make(chan struct{})
	go func() {
		<-taken
		if s := add(time.Millisecond); !errors.Is(s, portal.ErrInProgress) && !errors.Is(s, portal.ErrExists) {
			t.Errorf("waited in vain: %v", s)
		}
		close(waited)
		second <- add(time.Minute)
	}()
	in(t, s, func(tx portal.Tx) error {
		if err := tx.AddReplay(ctx, key, time.Time{}, time.Time{}, time.Second); err != nil {
			return err
		}
		close(taken)
		select { // SQLite lets nobody in beside us
		case <-waited:
		case <-time.After(200 * time.Millisecond):
		}
		return nil
	})
	wantErr(t, portal.ErrExists, <-second)
}
