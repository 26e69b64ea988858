package main

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
)

// migrationFiles are the paths of all migrations below the repository, sorted.
func (l *lab) migrationFiles() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(l.root, "internal/store/migrations/*.sql"))
	if err == nil && len(files) == 0 {
		err = errors.New("no migrations")
	}
	return files, err
}

func versionOf(file string) (version int, err error) {
	if _, err := fmt.Sscanf(filepath.Base(file), "%d_", &version); err != nil {
		return 0, fmt.Errorf("the migration %s has no number: %w", file, err)
	}
	return version, nil
}

// lastSchema is the version of the newest migration.
func (l *lab) lastSchema() (int, error) {
	files, err := l.migrationFiles()
	if err != nil {
		return 0, err
	}
	return versionOf(files[len(files)-1])
}

// older makes the database of a site as it was at a release: migrations that were
// released do not change.
func (s *site) older(from release) error {
	driver, dsn, kind, foreign := "sqlite", s.file(), goose.DialectSQLite3, "*_only_postgres.sql"
	if from.postgres {
		driver, dsn, kind, foreign = "pgx", s.database, goose.DialectPostgres, "*_only_sqlite.sql"
	}
	files := os.DirFS(filepath.Join(s.lab.root, "internal/store/migrations"))
	others, err := filepath.Glob(filepath.Join(s.lab.root, "internal/store/migrations", foreign))
	if err != nil {
		return err
	}
	for i := range others {
		others[i] = filepath.Base(others[i])
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(kind, db, files, goose.WithTableName("schema_version"), goose.WithExcludeNames(others), goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = p.UpTo(s.lab.ctx, int64(from.schema))
	}
	return errors.Join(err, db.Close())
}

// newer builds the program as the release after this one: its one more migration
// widens the schema by all that a release may, beside programs of this one.
func (l *lab) newer() (string, error) {
	last, err := l.lastSchema()
	if err != nil {
		return "", err
	}
	return l.overlaid("of the schema after", map[string]string{
		fmt.Sprintf("internal/store/migrations/%05d_after.sql", last+1): fmt.Sprintf(`-- +goose Up
create table after (id text not null primary key);
alter table link_request add column after text not null default '';
alter table decision add column after bigint not null default 0;
create index link_request_after on link_request (after);
insert into schema_compat (version, oldest) values (%d, %d);
`, last+1, last),
	})
}

// waiting builds the program of this run with a wait after every statement of its
// migrations and, in the last of them, so many that it never comes to its end
// while we watch: whoever kills it, kills it inside.
func (l *lab) waiting() (string, error) {
	files, err := l.migrationFiles()
	if err != nil {
		return "", err
	}
	last, err := l.lastSchema()
	if err != nil {
		return "", err
	}
	changed, err := l.changed()
	if err != nil {
		return "", err
	}
	waits := map[string]string{}
	for _, file := range files {
		name, err := filepath.Rel(l.root, file)
		if err != nil {
			return "", err
		}
		text, ok := changed[name]
		if !ok {
			body, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			text = string(body)
		}
		version, err := versionOf(file)
		if err != nil {
			return "", err
		}
		waits[name] = withWaits(text)
		if version == last {
			waits[name] += strings.Repeat(waitStatement, 200)
		}
	}
	return l.overlaid("waiting", waits)
}

// waitStatement takes either engine about 50 ms, and no lock.
const waitStatement = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select count(*) from n;\n"

// withWaits puts a wait behind every statement.
func withWaits(migration string) string {
	var out strings.Builder
	block := false
	for line := range strings.Lines(migration) {
		out.WriteString(line)
		code, _, _ := strings.Cut(line, "--")
		switch {
		case strings.HasPrefix(line, "-- +goose StatementBegin"):
			block = true
		case strings.HasPrefix(line, "-- +goose StatementEnd"):
			block = false
			out.WriteString(waitStatement)
		case !block && strings.HasSuffix(strings.TrimSpace(code), ";"):
			out.WriteString(waitStatement)
		}
	}
	return out.String()
}

// changed are the files that the planted fault of this run changes.
func (l *lab) changed() (map[string]string, error) {
	if l.planted == nil {
		return map[string]string{}, nil
	}
	return l.planted.apply(l.root)
}

// overlaid builds the program of this run with these files, by their path below
// the repository, instead of its own or beside them; once.
func (l *lab) overlaid(name string, files map[string]string) (string, error) {
	key := l.name + " " + name
	l.bench.mu.Lock()
	defer l.bench.mu.Unlock()
	if path, ok := l.programs[key]; ok {
		return path, nil
	}
	changed, err := l.changed()
	if err != nil {
		return "", err
	}
	maps.Copy(changed, files)
	dir, err := os.MkdirTemp(l.bench.dir, "program-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", err
	}
	overlay, err := overlayOf(l.root, dir, changed)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "latchkey")
	if err := l.build(l.ctx, path, overlay); err != nil {
		return "", fmt.Errorf("build the program %s: %w", name, err)
	}
	l.programs[key] = path
	return path, nil
}
