package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
)

// Instance is the id of the installation that this database is of, 26 letters
// and digits. It is made with the schema, kept by backups, and never changed: a
// database with another one is somebody else's, or a new and empty one.
func (s *Store) Instance(ctx context.Context) (string, error) {
	return one(ctx, s.reader, "instance id", scanString, `select instance from installation`)
}

// ensureInstance gives a database its id if it has none. Of several processes
// that do, one wins. The id is made here and not by a caller because a database
// without one must never be seen.
func ensureInstance(ctx context.Context, d *dialect, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `
		insert into installation (one, instance, probe) values (1, $1, 0) on conflict do nothing`, rand.Text())
	if err != nil {
		return fmt.Errorf("keep the instance id: %w", d.translate(ctx, err))
	}
	return nil
}

// BackupOf is the id of the installation that a backup is of; empty: the file
// does not say.
func BackupOf(ctx context.Context, path string) string {
	db, err := sqliteBare(path, "ro&immutable=1")
	if err != nil {
		return ""
	}
	defer db.Close()
	var instance string
	if db.QueryRowContext(ctx, `select instance from installation`).Scan(&instance) != nil {
		return ""
	}
	return instance
}
