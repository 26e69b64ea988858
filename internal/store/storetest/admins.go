package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func admins(t *testing.T, s portal.Store) {
	full := portal.Admin{ID: "1", Email: "z@example.org", Name: text, Roles: portal.Roles{"": portal.Support, "acme": portal.Owner},
		PasswordHash: "$argon2id$v=19$", CreatedAt: noon, DisabledAt: noon.Add(time.Hour)}
	bare := portal.Admin{ID: "2", Email: "a@example.org"}
	in(t, s, func(tx portal.Tx) error {
		if err := tx.AddAdmin(ctx, full); err != nil {
			return err
		}
		return tx.AddAdmin(ctx, bare)
	})
	got(t, full)(s.Admin(ctx, "1"))
	got(t, bare)(s.AdminByEmail(ctx, "a@example.org"))
	got(t, []portal.Admin{bare, full})(s.Admins(ctx))

	full.PasswordHash = "changed"
	in(t, s, func(tx portal.Tx) error { return tx.SetAdminPassword(ctx, "1", "changed") })
	got(t, []portal.Admin{bare, full})(s.Admins(ctx))
}

func sessions(t *testing.T, s portal.Store) {
	one := portal.Session{IDHash: []byte{0, 1, 255}, AdminID: "a", CreatedAt: noon, LastSeen: noon,
		UserAgent: text, Network: "192.0.2.0/24"}
	two, three := portal.Session{IDHash: []byte{2}, AdminID: "a"}, portal.Session{IDHash: []byte{3}, AdminID: "b"}
	in(t, s, func(tx portal.Tx) error {
		for _, admin := range []string{"a", "b"} {
			if err := tx.AddAdmin(ctx, portal.Admin{ID: admin, Email: admin}); err != nil {
				return err
			}
		}
		for _, session := range []portal.Session{one, two, three} {
			if err := tx.AddSession(ctx, session); err != nil {
				return err
			}
		}
		return nil
	})
	got(t, one)(s.Session(ctx, one.IDHash))
	got(t, two)(s.Session(ctx, two.IDHash))

	later := noon.Add(time.Minute)
	in(t, s, func(tx portal.Tx) error {
		for _, err := range []error{
			tx.TouchSession(ctx, one.IDHash, later),
			tx.RevokeSession(ctx, two.IDHash, later),
			tx.RevokeSession(ctx, two.IDHash, noon.Add(time.Hour)), // ended already
			tx.TouchSession(ctx, two.IDHash, later),                // ended
			tx.RevokeSession(ctx, []byte("none"), later),
			tx.TouchSession(ctx, []byte("none"), later),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	one.LastSeen, two.RevokedAt = later, later
	got(t, one)(s.Session(ctx, one.IDHash))
	got(t, two)(s.Session(ctx, two.IDHash))

	var ended int64
	in(t, s, func(tx portal.Tx) (err error) {
		ended, err = tx.RevokeSessions(ctx, "a", later)
		return err
	})
	got(t, int64(1))(ended, nil)
	one.RevokedAt = later
	got(t, one)(s.Session(ctx, one.IDHash))
	got(t, three)(s.Session(ctx, three.IDHash))
}
