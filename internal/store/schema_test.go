package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the raw connections of these tests
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

var ctx = context.Background()

// schemas are the versions that a database goes through, in order.
var schemas = func() (all []int64) {
	files, err := os.ReadDir("migrations")
	if err != nil {
		panic(err)
	}
	for _, f := range files { // sorted by name
		var version int64
		if _, err := fmt.Sscanf(f.Name(), "%d_", &version); err != nil {
			panic(err)
		}
		if len(all) == 0 || all[len(all)-1] != version { // an engine's own has a twin
			all = append(all, version)
		}
	}
	return all
}()

// lastSchema is the version that a database has now.
var lastSchema = schemas[len(schemas)-1]

// engines runs a test on both, each time with the name of an empty database.
func engines(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, "sqlite:"+filepath.Join(t.TempDir(), "a b?%23#é.db"))
	})
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.URL(t)) })
}

// raw opens the database behind the store's back.
func raw(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	driver, name := "pgx", dsn
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, name = "sqlite", "file:"+strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func wantOpenErr(t *testing.T, dsn string, want error) {
	t.Helper()
	s, err := store.Open(ctx, dsn)
	if err == nil {
		s.Close()
	}
	if !errors.Is(err, want) {
		t.Errorf("Open: %v, want %v", err, want)
	}
}

func TestOpenAndMigrateMakeNoDatabase(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		wantOpenErr(t, dsn, store.ErrNoDatabase)
		if err := store.Migrate(ctx, dsn); !errors.Is(err, store.ErrNoDatabase) {
			t.Errorf("Migrate: %v", err)
		}
		wantOpenErr(t, dsn, store.ErrNoDatabase)
		path, ok := strings.CutPrefix(dsn, "sqlite:")
		if !ok {
			return
		}
		if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		wantOpenErr(t, dsn, store.ErrNoDatabase)
	})
}

func TestADatabaseOfSomethingElseIsNotTaken(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		run(t, raw(t, dsn), "create table other (x text)")
		wantOpenErr(t, dsn, store.ErrNoDatabase)
		if err := store.Migrate(ctx, dsn); !errors.Is(err, store.ErrNoDatabase) {
			t.Errorf("Migrate: %v", err)
		}
	})
}

func TestManyProcessesMayInitAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		atOnce(t, dsn, store.Init)
		if err := store.Migrate(ctx, dsn); err != nil {
			t.Errorf("Migrate with nothing to do: %v", err)
		}
	})
}

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	for _, version := range schemas[:len(schemas)-1] {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			engines(t, func(t *testing.T, dsn string) {
				oldDatabase(t, dsn, version)
				wantOpenErr(t, dsn, store.ErrOldSchema)
				atOnce(t, dsn, store.Migrate)
			})
		})
	}
}

// atOnce runs f as six processes would, each opening the database next, and
// wants each migration to be applied once.
func atOnce(t *testing.T, dsn string, f func(context.Context, string) error) {
	t.Helper()
	errs := make([]error, 6)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			<-start
			if errs[i] = f(ctx, dsn); errs[i] != nil {
				return
			}
			var s *store.Store
			if s, errs[i] = store.Open(ctx, dsn); errs[i] == nil {
				errs[i] = s.Close()
			}
		})
	}
	close(start)
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	var applied int
	err := raw(t, dsn).QueryRow("select count(*) from schema_version where version_id > 0").Scan(&applied)
	if err != nil || applied != len(schemas) {
		t.Errorf("%d migrations applied, %v; want each of %d once", applied, err, len(schemas))
	}
}

func TestAnotherSchemaIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		if err := store.Init(ctx, dsn); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		run(t, raw(t, dsn), fmt.Sprintf("update schema_version set version_id = %d where version_id = %d",
			lastSchema+1, lastSchema))
		wantOpenErr(t, dsn, store.ErrNewerSchema)
		for _, err := range []error{store.Init(ctx, dsn), store.Migrate(ctx, dsn), s.Ready(ctx)} {
			if !errors.Is(err, store.ErrNewerSchema) {
				t.Errorf("have %v, want %v", err, store.ErrNewerSchema)
			}
		}
		run(t, raw(t, dsn), fmt.Sprint("delete from schema_version where version_id = ", lastSchema+1))
		wantOpenErr(t, dsn, store.ErrOldSchema)
		if err := s.Ready(ctx); !errors.Is(err, store.ErrOldSchema) {
			t.Errorf("Ready: %v", err)
		}
	})
}

func TestInitNamesADirectoryThatIsMissing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "missing")
	err := store.Init(ctx, "sqlite:"+filepath.Join(dir, "latchkey.db"))
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), dir) {
		t.Errorf("have %v", err)
	}
}

func TestUnknownNamesAreRefusedWithoutRepeatingThem(t *testing.T) {
	for _, dsn := range []string{"", "latchkey.db", "mysql://root:hunter2@h/db", "sqlite:", "sqlite::memory:",
		"postgres://u:hunter2@h:port/db"} {
		_, err := store.Open(ctx, dsn)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", dsn, err)
		}
	}
}
