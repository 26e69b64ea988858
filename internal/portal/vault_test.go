package portal_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func vaultOf(t testing.TB, b byte) *portal.Vault {
	t.Helper()
	v, err := portal.NewVault(bytes.Repeat([]byte{b}, portal.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// law 8: a sealed key or seed opens in its own row, under its own master key,
// unchanged, and not otherwise.
func TestASealedSecretOpensInItsPlaceOnly(t *testing.T) {
	plain := []byte("32 bytes that nobody else knows.")
	vault := vaultOf(t, 7)
	row := vault.Seal(portal.Secret{Account: "acme", Kind: portal.LinkKey, ID: "k1"}, plain)
	if got, err := vault.Open(row); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("in its place it opens as %q, %v", got, err)
	}
	for name, move := range map[string]func(*portal.Secret){
		"another account": func(s *portal.Secret) { s.Account = "other" },
		"another id":      func(s *portal.Secret) { s.ID = "k2" },
		"another kind":    func(s *portal.Secret) { s.Kind = portal.SeedCurrent },
		"a moved border":  func(s *portal.Secret) { s.Account, s.Kind, s.ID = "acme\nlink-key", "k1", "" },
		"one bit":         func(s *portal.Secret) { s.Sealed = slices.Clone(s.Sealed); s.Sealed[len(s.Sealed)-1] ^= 1 },
		"a byte less":     func(s *portal.Secret) { s.Sealed = s.Sealed[:len(s.Sealed)-1] },
		"nothing":         func(s *portal.Secret) { s.Sealed = nil },
	} {
		moved := row
		move(&moved)
		if got, err := vault.Open(moved); err == nil {
			t.Errorf("with %s it opens as %q", name, got)
		}
	}
	if got, err := vaultOf(t, 8).Open(row); err == nil {
		t.Errorf("under another master key it opens as %q", got)
	}
}

func TestTheSameSecretIsNeverSealedTheSameWay(t *testing.T) {
	vault := vaultOf(t, 7)
	once, twice := vault.Seal(portal.Secret{}, []byte("x")), vault.Seal(portal.Secret{}, []byte("x"))
	if bytes.Equal(once.Sealed, twice.Sealed) {
		t.Error("two seals of one secret are equal")
	}
}

func TestAMasterKeyHas32Bytes(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33, 64} {
		if _, err := portal.NewVault(make([]byte, n)); err == nil {
			t.Errorf("a master key of %d bytes was taken", n)
		}
	}
}

func TestKeysOfDifferentPurposesAreUnrelated(t *testing.T) {
	derive := func(v *portal.Vault, purpose string) string {
		key, err := v.Derive(purpose)
		if err != nil || len(key) != 32 {
			t.Fatalf("%d bytes, %v", len(key), err)
		}
		return string(key)
	}
	seal := derive(vaultOf(t, 7), "seal")
	if seal == derive(vaultOf(t, 7), "audit") || seal == derive(vaultOf(t, 8), "seal") || seal != derive(vaultOf(t, 7), "seal") {
		t.Error("a derived key does not depend on purpose and master key alone")
	}
}
