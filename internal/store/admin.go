package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

const selectAdmin = `select id, email, name, roles, password_hash, created_at, disabled_at from admin`

func scanAdmin(rows *sql.Rows) (a portal.Admin, err error) {
	err = rows.Scan(&a.ID, &a.Email, &a.Name, asJSON{&a.Roles}, &a.PasswordHash, at{&a.CreatedAt}, at{&a.DisabledAt})
	return a, err
}

func (r reader) Admin(ctx context.Context, id string) (portal.Admin, error) {
	return one(ctx, r, "admin", scanAdmin, selectAdmin+` where id = $1`, id)
}

func (r reader) AdminByEmail(ctx context.Context, email string) (portal.Admin, error) {
	return one(ctx, r, "admin", scanAdmin, selectAdmin+` where email = $1`, email)
}

// Admins returns all admins by e-mail address, disabled ones too.
func (r reader) Admins(ctx context.Context) ([]portal.Admin, error) {
	return list(ctx, r, "admins", scanAdmin, selectAdmin+` order by email`+r.d.bytewise)
}

func (t *tx) AddAdmin(ctx context.Context, a portal.Admin) error {
	return t.must(ctx, portal.ErrExists, "add admin", `
		insert into admin (id, email, name, roles, password_hash, created_at, disabled_at)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict do nothing`,
		a.ID, a.Email, a.Name, asJSON{a.Roles}, a.PasswordHash, micros(a.CreatedAt), micros(a.DisabledAt))
}

// SetAdminPassword returns ErrNotFound if there is no such admin.
func (t *tx) SetAdminPassword(ctx context.Context, id, hash string) error {
	return t.must(ctx, portal.ErrNotFound, "set password",
		`update admin set password_hash = $2 where id = $1`, id, hash)
}

const selectSession = `
	select id_hash, admin_id, created_at, last_seen, revoked_at, user_agent, network, proven_at, half
	from admin_session`

func scanSession(rows *sql.Rows) (s portal.Session, err error) {
	err = rows.Scan(&s.IDHash, &s.AdminID, at{&s.CreatedAt}, at{&s.LastSeen}, at{&s.RevokedAt},
		&s.UserAgent, &s.Network, at{&s.ProvenAt}, &s.Half)
	return s, err
}

func (r reader) Session(ctx context.Context, idHash []byte) (portal.Session, error) {
	return one(ctx, r, "session", scanSession, selectSession+` where id_hash = $1`, blob(idHash))
}

func (t *tx) AddSession(ctx context.Context, s portal.Session) error {
	return t.must(ctx, portal.ErrExists, "add session", `
		insert into admin_session (id_hash, admin_id, created_at, last_seen, revoked_at, user_agent, network,
			proven_at, half)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict do nothing`,
		blob(s.IDHash), s.AdminID, micros(s.CreatedAt), micros(s.LastSeen), micros(s.RevokedAt),
		s.UserAgent, s.Network, micros(s.ProvenAt), s.Half)
}

func (t *tx) TouchSession(ctx context.Context, idHash []byte, at time.Time) error {
	return t.do(ctx, "touch session",
		`update admin_session set last_seen = $2 where id_hash = $1 and revoked_at = 0`,
		blob(idHash), micros(at))
}

// RevokeSession keeps the first time where a session was ended before.
func (t *tx) RevokeSession(ctx context.Context, idHash []byte, at time.Time) error {
	return t.do(ctx, "revoke session",
		`update admin_session set revoked_at = $2 where id_hash = $1 and revoked_at = 0`,
		blob(idHash), micros(at))
}

func (t *tx) RevokeSessions(ctx context.Context, adminID string, at time.Time) (int64, error) {
	return t.exec(ctx, "revoke sessions",
		`update admin_session set revoked_at = $2 where admin_id = $1 and revoked_at = 0`,
		adminID, micros(at))
}
