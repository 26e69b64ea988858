package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

func openAccount(s *store.Store, slug string) error {
	return s.InTx(ctx, func(tx portal.Tx) error {
		return tx.AddAccount(ctx, portal.Account{Slug: slug, Name: strings.Repeat("n", 9000), Locale: "en", Zone: "UTC"})
	})
}

func mustAdd(t *testing.T, s *store.Store, slugs ...string) {
	t.Helper()
	for _, slug := range slugs {
		if err := openAccount(s, slug); err != nil {
			t.Fatal(err)
		}
	}
}

// holds wants exactly these accounts, by slug.
func holds(t *testing.T, s *store.Store, slugs ...string) {
	t.Helper()
	all, err := s.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, a := range all {
		have = append(have, a.Slug)
	}
	if strings.Join(have, " ") != strings.Join(slugs, " ") {
		t.Errorf("have %v, want %v", have, slugs)
	}
}

func onDisk(dir string) string { return "sqlite:" + filepath.Join(dir, "latchkey.db") }

func server(t *testing.T, dsn string) *store.Store {
	t.Helper()
	s, err := store.OpenServer(ctx, dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func initialised(t *testing.T, dsn string) {
	t.Helper()
	if err := store.Init(ctx, dsn); err != nil {
		t.Fatal(err)
	}
}

func resumes(t *testing.T, s *store.Store, want bool) {
	t.Helper()
	if ok, err := s.Resume(ctx); ok != want || err != nil {
		t.Fatalf("Resume: %v, %v, want %v", ok, err, want)
	}
}
