package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// watchEvery is how often somebody is told how long a file has become.
const watchEvery = 200 * time.Millisecond

// sqliteSnapshot copies the database into an empty file, as it is at one moment.
// VACUUM INTO reads in one transaction, which hinders no writer, and writes no
// page that is free, so nothing that was deleted comes along. It takes the schema
// as it is, whatever its version.
func sqliteSnapshot(ctx context.Context, from, to string, ask BackupAsk) (note BackupNote, err error) {
	db, err := sqliteBare(from, "rw")
	if err != nil {
		return note, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var size int64
	err = db.QueryRowContext(ctx, `select page_count * page_size from pragma_page_count, pragma_page_size`).Scan(&size)
	if err != nil {
		return note, err
	}
	watched := watchSize(to, size, ask.Progress)
	_, err = db.ExecContext(ctx, `vacuum into $1`, to)
	watched()
	return BackupNote{TakenAt: ask.Now, Engine: "sqlite"}, err
}

// sqliteBare opens a file as it is: no setting is made that would change it.
// mode is that of SQLite's URIs; "ro&immutable=1" leaves no file beside it.
func sqliteBare(path, mode string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(path),
		RawQuery: "mode=" + mode + "&_dqs=0&_pragma=busy_timeout(5000)&_pragma=cell_size_check(ON)"}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// watchSize tells how long a file is while it grows, until what it returns is called.
func watchSize(path string, total int64, tell func(Progress)) (stop func()) {
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if info, err := os.Stat(path); err == nil {
					tell(Progress{What: "copy", Done: min(info.Size(), total), Total: total})
				}
			}
		}
	}()
	return func() { close(done); <-over }
}

// BackupBeforeMigrate makes a checked backup of a SQLite database beside it,
// "latchkey.db.before-schema-24", if there are migrations to be made and something
// they could harm: then it returns its path, else an empty one. It never
// overwrites: where such a file is there, a number is put behind the name. On
// PostgreSQL it does nothing: a backup there is a matter of the server.
func BackupBeforeMigrate(ctx context.Context, dsn string, now time.Time) (path string, err error) {
	d, err := parse(dsn)
	if err != nil || d.file == "" {
		return "", err
	}
	if err := d.exists(); err != nil {
		return "", err
	}
	if due, err := worthKeeping(ctx, d); err != nil || !due {
		return "", err
	}
	path = fmt.Sprintf("%s.before-schema-%d", d.file, currentSchema)
	for n := 2; ; n++ {
		_, err := Backup(ctx, dsn, BackupAsk{Path: path, Now: now})
		if !errors.Is(err, ErrThere) {
			return path, err
		}
		path = fmt.Sprintf("%s.before-schema-%d.%d", d.file, currentSchema, n)
	}
}

// worthKeeping says whether the database is of an older schema and has an account.
func worthKeeping(ctx context.Context, d *dialect) (due bool, err error) {
	db, err := sqliteBare(d.file, "rw")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	have, err := schemaVersion(ctx, d, db)
	if err != nil || !errors.Is(judgeSchema(have), ErrOldSchema) {
		return false, d.translate(ctx, err)
	}
	err = db.QueryRowContext(ctx, `select exists (select 1 from account)`).Scan(&due)
	return due, d.translate(ctx, err)
}
