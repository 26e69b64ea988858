package auth_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

const (
	password = "violet kettle under nine bridges"
	home     = "192.0.2.0/24"
)

var hashed = sync.OnceValue(func() string { return auth.HashPassword(password) })

// desk is an Auth on a real store, with a clock to turn and a list of what was recorded.
type desk struct {
	*auth.Auth
	store *store.Store
	vault *portal.Vault
	now   time.Time
	acts  []string // "actor act object data"
}

func newDesk(t *testing.T, admins ...portal.Admin) *desk {
	t.Helper()
	d := &desk{store: storetest.SQLite(t), now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	vault, err := portal.NewVault(bytes.Repeat([]byte{7}, portal.MasterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	d.vault = vault
	record := func(_ context.Context, _ portal.Tx, e portal.Entry) error {
		d.acts = append(d.acts, strings.Join([]string{e.Actor, e.Act, e.Object, e.Data}, " "))
		return nil
	}
	d.Auth = auth.New(d.store, d.vault, func() time.Time { return d.now }, record)
	err = d.store.InTx(t.Context(), func(tx portal.Tx) error {
		for _, a := range admins {
			if err := tx.AddAdmin(t.Context(), a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ann() portal.Admin {
	return portal.Admin{ID: "adm_ann", Email: "ann@acme.example", Roles: portal.Roles{"": portal.Owner}, PasswordHash: hashed()}
}

func (d *desk) open(t *testing.T, old string) string {
	t.Helper()
	id, err := d.Open(t.Context(), ann(), auth.Browser{UserAgent: "Test/1", Network: home}, old)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (d *desk) wantOpen(t *testing.T, id string, want bool) {
	t.Helper()
	a, _, err := d.Check(t.Context(), id)
	switch {
	case want && (err != nil || a.ID != "adm_ann"):
		t.Errorf("session is not open: %+v, %v", a, err)
	case !want && !errors.Is(err, auth.ErrNoSession):
		t.Errorf("session is open: %+v, %v", a, err)
	}
}

func TestSignInKnowsThePasswordAndNothingElse(t *testing.T) {
	gone := portal.Admin{ID: "adm_gone", Email: "gone@acme.example", PasswordHash: hashed(), DisabledAt: time.Unix(1, 0)}
	d := newDesk(t, ann(), gone)
	a, err := d.SignIn(t.Context(), " Ann@ACME.example ", password, home)
	if err != nil || a.ID != "adm_ann" {
		t.Errorf("right password: %+v, %v", a, err)
	}
	for _, tt := range []struct{ email, password string }{
		{"ann@acme.example", password + "!"},
		{"ann@acme.example", ""},
		{"bob@acme.example", password},
		{"gone@acme.example", password},
		{"", ""},
	} {
		a, err := d.SignIn(t.Context(), tt.email, tt.password, home)
		if !errors.Is(err, auth.ErrRefused) || a.ID != "" {
			t.Errorf("%q %q: %+v, %v", tt.email, tt.password, a, err)
		}
	}
	refused := `system admin.sign-in-refused `
	want := []string{refused + `adm_ann {"network":"192.0.2.0/24"}`, refused + `adm_ann {"network":"192.0.2.0/24"}`,
		refused + ` {"network":"192.0.2.0/24"}`, refused + `adm_gone {"network":"192.0.2.0/24"}`,
		refused + ` {"network":"192.0.2.0/24"}`}
	if !slices.Equal(d.acts, want) {
		t.Errorf("recorded %q, want %q", d.acts, want)
	}
}

func TestGuessingIsSlowedDownForTheGuesserOnly(t *testing.T) {
	d := newDesk(t, ann())
	for range 5 {
		if _, err := d.SignIn(t.Context(), "ann@acme.example", "guess", "203.0.113.0/24"); !errors.Is(err, auth.ErrRefused) {
			t.Fatal(err)
		}
	}
	_, err := d.SignIn(t.Context(), "ann@acme.example", password, "203.0.113.0/24")
	var throttled auth.ThrottledError
	if !errors.As(err, &throttled) || throttled.RetryAfter != 30*time.Second {
		t.Errorf("sixth try: %v", err)
	}
	if len(d.acts) != 5 {
		t.Errorf("recorded %d acts: throttled tries must not fill the audit trail", len(d.acts))
	}
	if _, err := d.SignIn(t.Context(), "ann@acme.example", password, home); err != nil {
		t.Errorf("ann at home: %v", err)
	}
	d.now = d.now.Add(throttled.RetryAfter)
	if _, err := d.SignIn(t.Context(), "ann@acme.example", password, "203.0.113.0/24"); err != nil {
		t.Errorf("after waiting: %v", err)
	}
}

func TestHashOfAnotherCostIsMadeAnewAtSignIn(t *testing.T) {
	a := ann()
	a.PasswordHash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	d := newDesk(t, a)
	if _, err := d.SignIn(t.Context(), a.Email, "password", home); err != nil {
		t.Fatal(err)
	}
	kept, err := d.store.Admin(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if ok, stale, err := auth.VerifyPassword(kept.PasswordHash, "password"); !ok || stale || err != nil {
		t.Errorf("kept %q: ok %v, stale %v, %v", kept.PasswordHash, ok, stale, err)
	}
}

func TestSessionIsFoundByItsIDOfWhichOnlyTheHashIsKept(t *testing.T) {
	d := newDesk(t, ann())
	id := d.open(t, "")
	d.wantOpen(t, id, true)
	if len(id) != 43 || id == d.open(t, "") {
		t.Errorf("id %q", id)
	}
	for _, wrong := range []string{"", "x", id + "A", id[:42], strings.Repeat("A", 43), id[:42] + "!"} {
		d.wantOpen(t, wrong, false)
	}
	sum := sha256.Sum256([]byte(id))
	s, err := d.store.Session(t.Context(), sum[:])
	if err != nil || s.UserAgent != "Test/1" || s.Network != home {
		t.Errorf("kept %+v, %v", s, err)
	}
	if d.acts[0] != `admin:adm_ann admin.signed-in adm_ann {"network":"192.0.2.0/24"}` {
		t.Errorf("recorded %q", d.acts)
	}
}

func TestSignInEndsTheSessionTheBrowserCarriedBefore(t *testing.T) {
	d := newDesk(t, ann())
	old := d.open(t, "")
	fresh := d.open(t, old)
	d.wantOpen(t, old, false)
	d.wantOpen(t, fresh, true)
	d.wantOpen(t, d.open(t, "planted nonsense"), true)
}

func TestSessionFallsIdleUnlessUsed(t *testing.T) {
	d := newDesk(t, ann())
	id := d.open(t, "")
	for range 5 {
		d.now = d.now.Add(auth.Idle - time.Second)
		d.wantOpen(t, id, true)
	}
	d.now = d.now.Add(auth.Idle)
	d.wantOpen(t, id, false)
}

func TestSessionEndsAfterTwelveHoursHoweverBusy(t *testing.T) {
	d := newDesk(t, ann())
	id := d.open(t, "")
	begin := d.now
	for d.now.Sub(begin) < auth.Absolute-20*time.Minute {
		d.now = d.now.Add(20 * time.Minute)
		if d.now.Sub(begin) < auth.Absolute {
			d.wantOpen(t, id, true)
		}
	}
	d.now = begin.Add(auth.Absolute - time.Second)
	d.wantOpen(t, id, true)
	d.now = begin.Add(auth.Absolute)
	d.wantOpen(t, id, false)
}

func TestLastSeenIsWrittenAtMostOnceAMinute(t *testing.T) {
	d := newDesk(t, ann())
	id := d.open(t, "")
	begin := d.now
	sum := sha256.Sum256([]byte(id))
	for _, tt := range []struct{ after, want time.Duration }{
		{59 * time.Second, 0}, {61 * time.Second, 61 * time.Second}, {90 * time.Second, 61 * time.Second},
		{121 * time.Second, 121 * time.Second},
	} {
		d.now = begin.Add(tt.after)
		d.wantOpen(t, id, true)
		s, err := d.store.Session(t.Context(), sum[:])
		if err != nil || s.LastSeen.Sub(begin) != tt.want {
			t.Errorf("after %v: last seen %v, %v", tt.after, s.LastSeen.Sub(begin), err)
		}
	}
}

func TestSigningOutEndsTheSessionForACapturedCookieToo(t *testing.T) {
	d := newDesk(t, ann())
	id, other := d.open(t, ""), d.open(t, "")
	for range 2 { // the second click is no error and no second act
		if err := d.End(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.End(t.Context(), "nonsense"); err != nil {
		t.Fatal(err)
	}
	d.wantOpen(t, id, false)
	d.wantOpen(t, other, true)
	if want := "admin:adm_ann admin.signed-out adm_ann {}"; len(d.acts) != 3 || d.acts[2] != want {
		t.Errorf("recorded %q", d.acts)
	}
}

func TestEndAllEndsEverySessionOfOneAdmin(t *testing.T) {
	bob := portal.Admin{ID: "adm_bob", Email: "bob@acme.example", PasswordHash: hashed()}
	d := newDesk(t, ann(), bob)
	first, second := d.open(t, ""), d.open(t, "")
	bobs, err := d.Open(t.Context(), bob, auth.Browser{}, "")
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.EndAll(t.Context(), "cli", "adm_ann")
	if n != 2 || err != nil {
		t.Errorf("%d ended, %v", n, err)
	}
	d.wantOpen(t, first, false)
	d.wantOpen(t, second, false)
	if a, _, err := d.Check(t.Context(), bobs); a.ID != "adm_bob" || err != nil {
		t.Errorf("bob: %+v, %v", a, err)
	}
	if got := d.acts[len(d.acts)-1]; got != `cli admin.sessions-ended adm_ann {"sessions":2}` {
		t.Errorf("recorded %q", got)
	}
}

func TestDisabledAdminHasNoSession(t *testing.T) {
	a := ann()
	a.DisabledAt = time.Unix(1, 0)
	d := newDesk(t, a)
	d.wantOpen(t, d.open(t, ""), false)
}

func TestNewPasswordEndsAllSessions(t *testing.T) {
	d := newDesk(t, ann())
	id := d.open(t, "")
	var policy auth.PolicyError
	if err := d.SetPassword(t.Context(), "cli", "adm_ann", "short"); !errors.As(err, &policy) {
		t.Errorf("short password: %v", err)
	}
	d.wantOpen(t, id, true)
	if err := d.SetPassword(t.Context(), "cli", "adm_ann", "seven umbrellas in the harbour"); err != nil {
		t.Fatal(err)
	}
	d.wantOpen(t, id, false)
	if _, err := d.SignIn(t.Context(), "ann@acme.example", password, home); !errors.Is(err, auth.ErrRefused) {
		t.Errorf("old password: %v", err)
	}
	if _, err := d.SignIn(t.Context(), "ann@acme.example", "seven umbrellas in the harbour", home); err != nil {
		t.Errorf("new password: %v", err)
	}
}

func TestNothingHappensThatCannotBeRecorded(t *testing.T) {
	d := newDesk(t, ann())
	broken := auth.New(d.store, d.vault, func() time.Time { return d.now },
		func(context.Context, portal.Tx, portal.Entry) error { return portal.ErrUnavailable })
	old := d.open(t, "")
	if id, err := broken.Open(t.Context(), ann(), auth.Browser{}, old); err == nil || id != "" {
		t.Errorf("opened %q", id)
	}
	if err := broken.End(t.Context(), old); !errors.Is(err, portal.ErrUnavailable) {
		t.Errorf("ended: %v", err)
	}
	d.wantOpen(t, old, true)
}

func TestNetworkIsTheNeighbourhoodOfAnAddress(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.77": "192.0.2.0/24",
		"2001:db8:1:2::3": "2001:db8:1::/48", "fe80::1%eth0": "fe80::/48",
	} {
		if got := auth.Network(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
	if got := auth.Network(netip.Addr{}); got != "unknown" {
		t.Errorf("no address: %s", got)
	}
}
