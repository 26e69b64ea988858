package storetest

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 14, 12, 0, 0, 123456000, time.UTC)
)

// text is what people write in names, and what breaks careless stores.
const text = `Zoë "Ζωή" O'Brien 株式会社 🗝 \ %_ <b>&amp;` + "\n\t"

func in(t *testing.T, s portal.Store, f func(portal.Tx) error) {
	t.Helper()
	if err := s.InTx(ctx, f); err != nil {
		t.Fatal(err)
	}
}

// seed adds accounts of these slugs.
func seed(t *testing.T, s portal.Store, slugs ...string) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, slug := range slugs {
			if err := tx.AddAccount(ctx, portal.Account{Slug: slug, Name: slug, CreatedAt: noon}); err != nil {
				return err
			}
		}
		return nil
	})
}

// got fails the test if err is set or have is not want. No bytes may be nil or
// empty.
func got[T any](t *testing.T, want T) func(have T, err error) {
	t.Helper()
	return func(have T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, have, cmp.Comparer(bytes.Equal)); diff != "" {
			t.Fatalf("-want +have\n%s", diff)
		}
	}
}

func wantErr(t *testing.T, want, err error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("have error %v, want %v", err, want)
	}
}

// together calls f n times at once and returns what the calls returned.
func together[T any](t *testing.T, n int, f func(i int) (T, error)) []T {
	t.Helper()
	results, errs := make([]T, n), make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			results[i], errs[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return results
}

// ignore is err unless it is one of these.
func ignore(err error, these ...error) error {
	for _, e := range these {
		if errors.Is(err, e) {
			return nil
		}
	}
	return err
}

func count(won []bool) (n int) {
	for _, w := range won {
		if w {
			n++
		}
	}
	return n
}

func invoiceIDs(all []portal.Invoice, err error) ([]string, error) {
	ids := []string{}
	for _, inv := range all {
		ids = append(ids, inv.ID)
	}
	return ids, err
}

func key(account, id string) portal.Key { return portal.Key{Account: account, ID: id} }

// put is the error of a Put verb whose word must have been taken.
func put(applied bool, err error) error {
	if err == nil && !applied {
		err = errors.New("a later word was kept")
	}
	return err
}
