package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// people makes admins by their ids.
func people(t *testing.T, s portal.Store, ids ...string) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, id := range ids {
			if err := tx.AddAdmin(ctx, portal.Admin{ID: id, Email: id}); err != nil {
				return err
			}
		}
		return nil
	})
}

func passkeys(t *testing.T, s portal.Store) {
	people(t, s, "a", "b")
	full := portal.Passkey{ID: "2", AdminID: "a", Name: text, Credential: []byte{0, 255}, PublicKey: []byte{1, 0},
		SignCount: 1<<32 - 1, BackupEligible: true, CreatedAt: later, UsedAt: later}
	bare := portal.Passkey{ID: "1", AdminID: "a", Credential: []byte{2}, PublicKey: []byte{3}, CreatedAt: noon}
	other := portal.Passkey{ID: "3", AdminID: "b", Credential: []byte{4}, PublicKey: []byte{5}, CreatedAt: noon}
	in(t, s, func(tx portal.Tx) error {
		for _, p := range []portal.Passkey{full, bare, other} {
			wantErr(t, nil, tx.AddPasskey(ctx, p))
		}
		copied := other
		copied.ID, copied.Credential = "4", full.Credential
		wantErr(t, portal.ErrExists, tx.AddPasskey(ctx, copied))
		return nil
	})
	got(t, []portal.Passkey{bare, full})(s.Passkeys(ctx, "a"))
	got(t, []portal.Passkey{other})(s.Passkeys(ctx, "b"))

	use := func(p portal.Passkey, count int64) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.UsePasskey(ctx, p, count, later) })
	}
	foreign := bare
	foreign.AdminID = "b"
	got(t, false)(use(foreign, 7))
	got(t, true)(use(bare, 7))
	got(t, false)(use(bare, 8)) // seen at 0, but at 7 by now
	bare.SignCount, bare.UsedAt = 7, later
	got(t, []portal.Passkey{bare, full})(s.Passkeys(ctx, "a"))

	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrNotFound, tx.RemovePasskey(ctx, "b", "1"))
		wantErr(t, nil, tx.RemovePasskey(ctx, "a", "1"))
		wantErr(t, portal.ErrNotFound, tx.RemovePasskey(ctx, "a", "1"))
		return nil
	})
	got(t, []portal.Passkey{full})(s.Passkeys(ctx, "a"))
	got(t, false)(use(bare, 8))
}

func identities(t *testing.T, s portal.Store) {
	people(t, s, "a", "b")
	one := portal.Identity{Issuer: "https://id.example", Subject: text, AdminID: "a", BoundAt: noon}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.BindIdentity(ctx, one))
		wantErr(t, portal.ErrExists, tx.BindIdentity(ctx, portal.Identity{Issuer: one.Issuer, Subject: text, AdminID: "b"}))
		wantErr(t, portal.ErrExists, tx.BindIdentity(ctx, portal.Identity{Issuer: one.Issuer, Subject: "2", AdminID: "a"}))
		wantErr(t, nil, tx.BindIdentity(ctx, portal.Identity{Issuer: "https://a.example", Subject: text, AdminID: "a"}))
		return nil
	})
	got(t, one)(s.Identity(ctx, one.Issuer, text))
	_, err := s.Identity(ctx, one.Issuer, "none")
	wantErr(t, portal.ErrNotFound, err)
	got(t, []portal.Identity{{Issuer: "https://a.example", Subject: text, AdminID: "a"}, one})(s.Identities(ctx, "a"))
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrNotFound, tx.UnbindIdentity(ctx, one.Issuer, "b"))
		wantErr(t, nil, tx.UnbindIdentity(ctx, one.Issuer, "a"))
		wantErr(t, portal.ErrNotFound, tx.UnbindIdentity(ctx, one.Issuer, "a"))
		return nil
	})
	_, err = s.Identity(ctx, one.Issuer, text)
	wantErr(t, portal.ErrNotFound, err)
}

func ceremonies(t *testing.T, s portal.Store) {
	begun := portal.Ceremony{IDHash: []byte{0, 1}, Kind: portal.CeremonySingleSignOn, AdminID: "a", Data: `{"z": 1}`, EndsAt: later}
	late := portal.Ceremony{IDHash: []byte{2}, Kind: portal.CeremonySignIn, EndsAt: later}
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, nil, tx.AddCeremony(ctx, begun))
		wantErr(t, nil, tx.AddCeremony(ctx, late))
		wantErr(t, portal.ErrExists, tx.AddCeremony(ctx, late))
		return nil
	})
	take := func(c portal.Ceremony, kind portal.CeremonyKind, now time.Time) (taken portal.Ceremony, err error) {
		err = s.InTx(ctx, func(tx portal.Tx) (err error) {
			taken, err = tx.TakeCeremony(ctx, c.IDHash, kind, now)
			return err
		})
		return taken, err
	}
	for _, wrong := range []func() (portal.Ceremony, error){
		func() (portal.Ceremony, error) { return take(begun, portal.CeremonyProve, noon) },
		func() (portal.Ceremony, error) { return take(begun, begun.Kind, later) },
	} {
		_, err := wrong()
		wantErr(t, portal.ErrNotFound, err)
	}
	got(t, begun)(take(begun, begun.Kind, later.Add(-time.Microsecond)))
	_, err := take(begun, begun.Kind, noon)
	wantErr(t, portal.ErrNotFound, err)

	sweep := func(now time.Time) {
		in(t, s, func(tx portal.Tx) error { return tx.SweepCeremonies(ctx, now) })
	}
	sweep(later.Add(-time.Microsecond))
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrExists, tx.AddCeremony(ctx, late))
		return nil
	})
	sweep(later)
	in(t, s, func(tx portal.Tx) error { return tx.AddCeremony(ctx, late) })
}

func ceremonyRace(t *testing.T, s portal.Store) {
	c := portal.Ceremony{IDHash: []byte{1}, Kind: portal.CeremonySignIn, Data: "{}", EndsAt: later}
	in(t, s, func(tx portal.Tx) error { return tx.AddCeremony(ctx, c) })
	won := together(t, 16, func(int) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) {
			_, err := tx.TakeCeremony(ctx, c.IDHash, c.Kind, noon)
			return err == nil, nil
		})
	})
	got(t, 1)(count(won), nil)
}
