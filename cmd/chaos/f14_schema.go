package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
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

// ofSchema builds this program without the migrations behind a schema: it serves
// databases as they were then.
func (l *lab) ofSchema(schema int) (string, error) {
	files, err := l.migrationFiles()
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, file := range files {
		version, err := versionOf(file)
		if err != nil {
			return "", err
		}
		if version > schema {
			replace[file] = "" // not there
		}
	}
	return l.overlaid(fmt.Sprintf("of schema %d", schema), replace)
}

// waiting builds the program of this run with a wait after every statement of its
// migrations and, in the last of them, so many that it never comes to its end
// while we watch: whoever kills it, kills it inside.
func (l *lab) waiting() (string, error) {
	files, err := l.migrationFiles()
	if err != nil {
		return "", err
	}
	changed := map[string]string{}
	if l.planted != nil {
		if changed, err = l.planted.apply(l.root); err != nil {
			return "", err
		}
	}
	dir, err := os.MkdirTemp(l.dir, "waiting-")
	if err != nil {
		return "", err
	}
	last, err := l.lastSchema()
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
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
		text = withWaits(text)
		if version, err := versionOf(file); err != nil {
			return "", err
		} else if version == last {
			text += strings.Repeat(waitStatement, 200)
		}
		replace[file] = filepath.Join(dir, filepath.Base(file))
		if err := os.WriteFile(replace[file], []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return l.overlaid("waiting", replace)
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

// overlaid builds the program with other files in the place of some; "": none.
func (l *lab) overlaid(name string, replace map[string]string) (string, error) {
	key := l.name + " " + name
	l.bench.mu.Lock()
	defer l.bench.mu.Unlock()
	if path, ok := l.programs[key]; ok {
		return path, nil
	}
	dir, err := os.MkdirTemp(l.bench.dir, "program-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", err
	}
	body, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay, path := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "latchkey")
	if err := os.WriteFile(overlay, body, 0o600); err != nil {
		return "", err
	}
	if err := l.build(l.ctx, path, overlay); err != nil {
		return "", fmt.Errorf("build the program %s: %w", name, err)
	}
	l.programs[key] = path
	return path, nil
}
