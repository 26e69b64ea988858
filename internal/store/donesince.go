package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// DoneSince counts by act what the audit trails of a database have behind where
// they end in a backup: what is lost when the backup takes its place. Nobody may
// work with the database. Nothing is changed; where there is none, nothing is lost.
func DoneSince(ctx context.Context, dsn string, backup BackupNote) (acts map[string]int64, err error) {
	d, err := parse(dsn)
	if err != nil {
		return nil, err
	}
	if err := d.exists(); errors.Is(err, ErrNoDatabase) {
		return nil, nil
	}
	open := d.openWrite
	if d.file != "" { // to close a file that can be written would move its log into it
		open = func() (*sql.DB, error) { return sqliteBare(d.file, "ro") }
	}
	db, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if have, err := schemaVersion(ctx, d, db); err != nil || have == 0 {
		return nil, d.translate(ctx, err)
	}
	accounts, err := texts(ctx, db, `select account from audit_head`)
	if err != nil {
		return nil, d.translate(ctx, err)
	}
	acts = map[string]int64{}
	for _, account := range accounts {
		if err := addActs(ctx, db, account, backup.Heads[account].Seq, acts); err != nil {
			return nil, fmt.Errorf("read the trail of %q: %w", account, d.translate(ctx, err))
		}
	}
	return acts, nil
}

func addActs(ctx context.Context, db *sql.DB, account string, behind int64, acts map[string]int64) error {
	rows, err := db.QueryContext(ctx, `select act, count(*) from audit_entry where account = $1 and seq > $2 group by act`, account, behind)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var act string
		var n int64
		if err := rows.Scan(&act, &n); err != nil {
			return err
		}
		acts[act] += n
	}
	return rows.Err()
}
