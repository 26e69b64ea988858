package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func staff(t *testing.T, s portal.Store, ids ...string) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, id := range ids {
			err := tx.AddAdmin(ctx, portal.Admin{ID: id, Email: id, Roles: portal.Roles{"": portal.Viewer, "acme": portal.Owner}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func personChanges(t *testing.T, s portal.Store) {
	staff(t, s, "a", "b")
	was := portal.Roles{"acme": portal.Owner, "": portal.Viewer}
	now := portal.Roles{"zeta": portal.Support}
	set := func(was, roles portal.Roles) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.SetRoles(ctx, "a", was, roles) })
	}
	got(t, false)(set(now, was)) // not what the caller saw
	got(t, true)(set(was, now))
	got(t, false)(set(was, portal.Roles{"": portal.Owner}))
	got(t, false)(verb(s, func(tx portal.Tx) (bool, error) { return tx.EnableAdmin(ctx, "a") }))
	for _, want := range []bool{true, false} {
		got(t, want)(verb(s, func(tx portal.Tx) (bool, error) { return tx.DisableAdmin(ctx, "a", noon) }))
	}
	rehash := func(was, hash string) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.RehashAdmin(ctx, "b", was, hash) })
	}
	in(t, s, func(tx portal.Tx) error { return tx.SetAdminPassword(ctx, "b", "reset") })
	got(t, false)(rehash("checked", "again")) // another password was set
	got(t, true)(rehash("reset", ""))
	in(t, s, func(tx portal.Tx) error { return tx.SetAdminName(ctx, "a", text) })
	got(t, portal.Admin{ID: "a", Email: "a", Name: text, Roles: now, DisabledAt: noon})(s.Admin(ctx, "a"))
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) { return tx.EnableAdmin(ctx, "a") }))
	got(t, portal.Admin{ID: "b", Email: "b", Roles: was})(s.Admin(ctx, "b"))
	wantErr(t, portal.ErrNotFound, s.InTx(ctx, func(tx portal.Tx) error { return tx.SetAdminName(ctx, "none", "") }))
}

func openSessions(t *testing.T, s portal.Store) {
	staff(t, s, "a", "b", "c")
	at := func(id byte, admin string, hours int) portal.Session {
		begun := noon.Add(time.Duration(hours) * time.Hour)
		return portal.Session{IDHash: []byte{id}, AdminID: admin, CreatedAt: begun, LastSeen: begun, ProvenAt: begun}
	}
	first, second, other, half := at(1, "a", 0), at(2, "a", 2), at(3, "b", 1), at(4, "c", 1)
	half.Half, half.TwoFactor, half.ProvenAt = true, true, time.Time{}
	in(t, s, func(tx portal.Tx) error {
		for _, session := range []portal.Session{first, second, other, half} {
			if err := tx.AddSession(ctx, session); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, half)(s.Session(ctx, half.IDHash))
	got(t, []portal.Session{second, first})(s.OpenSessions(ctx, "a"))
	got(t, map[string]time.Time{"a": second.LastSeen, "b": other.LastSeen})(s.LastSeen(ctx))
	for _, want := range []bool{true, false} {
		got(t, want)(verb(s, func(tx portal.Tx) (bool, error) { return tx.EndSession(ctx, second.IDHash, noon) }))
	}
	got(t, []portal.Session{first})(s.OpenSessions(ctx, "a"))
}

func totps(t *testing.T, s portal.Store) {
	staff(t, s, "a", "b")
	_, err := s.TOTP(ctx, "a")
	wantErr(t, portal.ErrNotFound, err)
	early := portal.TOTP{AdminID: "a", Sealed: []byte{0, 1}, CreatedAt: noon}
	late := portal.TOTP{AdminID: "a", Sealed: []byte{2}, CreatedAt: noon.Add(time.Minute)}
	offer := func(o portal.TOTP) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.OfferTOTP(ctx, o) })
	}
	confirm := func(o portal.TOTP) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.ConfirmTOTP(ctx, o, 7, noon) })
	}
	use := func(step int64) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.UseTOTP(ctx, "a", step) })
	}
	got(t, true)(offer(early))
	got(t, true)(offer(late))
	got(t, late)(s.TOTP(ctx, "a"))
	got(t, []string(nil))(s.Guarded(ctx))
	got(t, false)(use(8)) // not on yet
	got(t, false)(confirm(early))
	got(t, true)(confirm(late))
	got(t, false)(confirm(late))
	got(t, false)(offer(early)) // one is on
	late.Step, late.ConfirmedAt = 7, noon
	got(t, late)(s.TOTP(ctx, "a"))
	got(t, []string{"a"})(s.Guarded(ctx))
	got(t, false)(use(7))
	got(t, true)(use(9))
	got(t, false)(use(8)) // passed over is used
	for _, want := range []bool{true, false} {
		got(t, want)(verb(s, func(tx portal.Tx) (bool, error) { return tx.DropTOTP(ctx, "a") }))
	}
	won := together(t, 8, func(int) (bool, error) { return offer(early) })
	got(t, 8)(count(won), nil)
	got(t, true)(confirm(early))
	won = together(t, 8, func(int) (bool, error) { return use(20) })
	got(t, 1)(count(won), nil)
}

func personCodes(t *testing.T, s portal.Store) {
	staff(t, s, "a", "b")
	reset := portal.Code{Hash: []byte{1}, AdminID: "a", Kind: portal.CodeReset, CreatedAt: noon, EndsAt: noon.Add(time.Minute)}
	kept := portal.Code{Hash: []byte{2}, AdminID: "a", Kind: portal.CodeRecovery, CreatedAt: noon}
	other := portal.Code{Hash: []byte{3}, AdminID: "a", Kind: portal.CodeRecovery, CreatedAt: noon}
	foreign := portal.Code{Hash: []byte{4}, AdminID: "b", Kind: portal.CodeRecovery, CreatedAt: noon}
	in(t, s, func(tx portal.Tx) error {
		for _, c := range []portal.Code{reset, kept, other, foreign} {
			if err := tx.AddCode(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	wantErr(t, portal.ErrExists, s.InTx(ctx, func(tx portal.Tx) error { return tx.AddCode(ctx, foreign) }))
	use := func(admin string, kind portal.CodeKind, c portal.Code, now time.Time) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.UseCode(ctx, admin, kind, c.Hash, now) })
	}
	got(t, reset)(s.CodeFor(ctx, reset.Hash, noon))
	_, err := s.CodeFor(ctx, reset.Hash, reset.EndsAt)
	wantErr(t, portal.ErrNotFound, err)
	got(t, false)(use("a", portal.CodeReset, reset, reset.EndsAt))
	got(t, false)(use("b", portal.CodeReset, reset, noon))
	got(t, false)(use("a", portal.CodeRecovery, reset, noon))
	won := together(t, 8, func(int) (bool, error) { return use("a", portal.CodeReset, reset, noon) })
	got(t, 1)(count(won), nil)
	got(t, int64(2))(s.CodesLeft(ctx, "a", portal.CodeRecovery, noon))
	got(t, true)(use("a", portal.CodeRecovery, kept, noon.AddDate(9, 0, 0)))
	got(t, int64(1))(s.CodesLeft(ctx, "a", portal.CodeRecovery, noon))
	in(t, s, func(tx portal.Tx) error { return tx.DropCodes(ctx, "a", portal.CodeRecovery) })
	got(t, int64(0))(s.CodesLeft(ctx, "a", portal.CodeRecovery, noon))
	got(t, int64(1))(s.CodesLeft(ctx, "b", portal.CodeRecovery, noon))
}
