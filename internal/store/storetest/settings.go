package storetest

import (
	"strconv"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func replace(s portal.Store, a portal.Account) (won bool, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) error {
		won, err = tx.ReplaceAccount(ctx, a)
		return err
	})
	return won, err
}

func replacedAccounts(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	other, err := s.Account(ctx, "other")
	if err != nil {
		t.Fatal(err)
	}
	seen, err := s.Account(ctx, "demo")
	if err != nil {
		t.Fatal(err)
	}
	mine, late := seen, seen
	mine.Name, late.Name = "mine", "late"
	got(t, true)(replace(s, mine))
	got(t, false)(replace(s, late))
	mine.Version = seen.Version + 1
	got(t, mine)(s.Account(ctx, "demo"))
	got(t, other)(s.Account(ctx, "other"))
	got(t, false)(replace(s, portal.Account{Slug: "none"}))
}

func replaceRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	seen, err := s.Account(ctx, "demo")
	if err != nil {
		t.Fatal(err)
	}
	won := together(t, 16, func(i int) (bool, error) {
		a := seen
		a.Name = strconv.Itoa(i)
		return replace(s, a)
	})
	if n := count(won); n != 1 {
		t.Fatalf("%d changes of the same settings won", n)
	}
	kept, err := s.Account(ctx, "demo")
	if n, _ := strconv.Atoi(kept.Name); err != nil || !won[int64(n)] {
		t.Errorf("kept %+v, %v, which did not win", kept, err)
	}
}

func logos(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	const shared, own = "aa", "bb"
	in(t, s, func(tx portal.Tx) error {
		for _, put := range []struct{ account, hash, body string }{
			{"demo", shared, "one\x00"}, {"demo", shared, "one\x00"}, {"other", shared, "one\x00"}, {"demo", own, "two"},
		} {
			if err := tx.PutLogo(ctx, put.account, put.hash, []byte(put.body), noon); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, []byte("one\x00"))(s.LogoBytes(ctx, shared))
	got(t, []byte("two"))(s.LogoBytes(ctx, own))

	drop := func(account, hash string) {
		in(t, s, func(tx portal.Tx) error { return tx.DropLogo(ctx, account, hash) })
	}
	drop("other", own) // which is not its own
	got(t, []byte("two"))(s.LogoBytes(ctx, own))
	drop("demo", own)
	_, err := s.LogoBytes(ctx, own)
	wantErr(t, portal.ErrNotFound, err)
	drop("demo", shared)
	got(t, []byte("one\x00"))(s.LogoBytes(ctx, shared))
	drop("other", shared)
	_, err = s.LogoBytes(ctx, shared)
	wantErr(t, portal.ErrNotFound, err)
}
