package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func (r reader) OpenSessions(ctx context.Context, adminID string) ([]portal.Session, error) {
	return list(ctx, r, "sessions of an admin", scanSession, selectSession+`
		where admin_id = $1 and revoked_at = 0 order by created_at desc, id_hash`, adminID)
}

func (r reader) LastSeen(ctx context.Context) (map[string]time.Time, error) {
	rows, err := list(ctx, r, "last sessions", scanSeen,
		`select admin_id, max(last_seen) from admin_session where not half group by admin_id`)
	all := make(map[string]time.Time, len(rows))
	for _, row := range rows {
		all[row.AdminID] = row.LastSeen
	}
	return all, err
}

func scanSeen(rows *sql.Rows) (s portal.Session, err error) {
	err = rows.Scan(&s.AdminID, at{&s.LastSeen})
	return s, err
}

// EndSession is RevokeSession that says who was first.
func (t *tx) EndSession(ctx context.Context, idHash []byte, at time.Time) (bool, error) {
	return t.won(ctx, "end session",
		`update admin_session set revoked_at = $2 where id_hash = $1 and revoked_at = 0`, blob(idHash), micros(at))
}

// SetRoles compares the JSON, whose names Go writes in order.
func (t *tx) SetRoles(ctx context.Context, adminID string, was, roles portal.Roles) (bool, error) {
	return t.won(ctx, "set roles", `update admin set roles = $3 where id = $1 and roles = $2`,
		adminID, asJSON{was}, asJSON{roles})
}

func (t *tx) RehashAdmin(ctx context.Context, adminID, was, hash string) (bool, error) {
	return t.won(ctx, "rehash password",
		`update admin set password_hash = $3 where id = $1 and password_hash = $2`, adminID, was, hash)
}

func (t *tx) SetAdminName(ctx context.Context, adminID, name string) error {
	return t.must(ctx, portal.ErrNotFound, "name admin", `update admin set name = $2 where id = $1`, adminID, name)
}

func (t *tx) DisableAdmin(ctx context.Context, adminID string, at time.Time) (bool, error) {
	return t.won(ctx, "disable admin",
		`update admin set disabled_at = $2 where id = $1 and disabled_at = 0`, adminID, micros(at))
}

func (t *tx) EnableAdmin(ctx context.Context, adminID string) (bool, error) {
	return t.won(ctx, "enable admin",
		`update admin set disabled_at = 0 where id = $1 and disabled_at <> 0`, adminID)
}
