package web_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// formula makes links by the documented formulas, written out a second time
// beside the product's own: tests must not ask the code under test what is
// right, and must be able to sign what it refuses to sign.
type formula struct {
	account, kind, id string
	start, end        int64
	ending            string   // ".pdf", ".xml" or nothing
	legacy            bool     // /invoice/{number}.pdf
	params            []string // "name=value"
	key               string   // v2; empty: v1
	secret            []byte
	sha1              bool
}

// target is the link's path and query.
func (f formula) target() string {
	path := "/" + f.account + "/" + f.kind + "/" + f.id + f.ending
	if f.legacy {
		path = "/invoice/" + f.id + ".pdf"
	}
	window := fmt.Sprintf("s=%d&e=%d", f.start, f.end)
	sum := f.v1()
	if f.key != "" {
		window, sum = window+"&k="+f.key, f.v2()
	}
	return strings.Join(append([]string{path + "?" + window, "c=" + sum}, f.params...), "&")
}

func (f formula) v1() string {
	algorithm := sha256.New
	if f.sha1 {
		algorithm = sha1.New
	}
	signed := strings.TrimLeft(f.id, "Sc")
	if f.kind == "invoice" {
		signed = f.id
	}
	return mac(algorithm, f.secret, fmt.Sprintf("%s:%d-%d", signed, f.start, f.end))
}

func (f formula) v2() string {
	params := slices.Clone(f.params)
	slices.Sort(params)
	fields := []string{"LK2", f.account, f.kind, f.id, fmt.Sprint(f.start), fmt.Sprint(f.end), f.key, strings.Join(params, "&")}
	return mac(sha256.New, f.secret, strings.Join(fields, "\n"))[:32]
}

func mac(algorithm func() hash.Hash, key []byte, text string) string {
	m := hmac.New(algorithm, key)
	m.Write([]byte(text))
	return hex.EncodeToString(m.Sum(nil))
}

// secret opens one of an account's keys or seeds; id "" is the active key, or
// the seed.
func (s *site) secret(account string, kind portal.SecretKind, id string) (string, []byte) {
	s.t.Helper()
	secrets, err := s.store.Secrets(context.Background(), account)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, secret := range secrets {
		if secret.Kind != kind || id != "" && secret.ID != id || kind == portal.LinkKey && id == "" && secret.State != string(link.Active) {
			continue
		}
		plain, err := s.vault.Open(secret)
		if err != nil {
			s.t.Fatal(err)
		}
		return secret.ID, plain
	}
	s.t.Fatalf("%s has no %s %q", account, kind, id)
	return "", nil
}

// sign fills in the active key, or the seed, and returns path and query.
func (s *site) sign(f formula, v1 bool) string {
	s.t.Helper()
	if v1 {
		_, f.secret = s.secret(f.account, portal.SeedCurrent, "")
		return f.target()
	}
	f.key, f.secret = s.secret(f.account, portal.LinkKey, "")
	return f.target()
}

const day = 86400

// linkTo is a v2 link that was opened a day ago and lasts thirty.
func (s *site) linkTo(account, kind, id string) string {
	s.t.Helper()
	return s.sign(formula{account: account, kind: kind, id: id, start: s.clock.Load() - day, end: s.clock.Load() + 29*day}, false)
}
