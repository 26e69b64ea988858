package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/store"
)

// firstTold is the first migration that says which programs work on after it.
const firstTold = 21

func TestAnOlderProgramServesAnExpandedSchema(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		if err := store.Init(ctx, dsn); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		db := raw(t, dsn)
		next := func(version, oldest int64) {
			t.Helper()
			run(t, db, fmt.Sprintf("insert into schema_version (version_id, is_applied) values (%d, true)", version))
			if oldest > 0 {
				run(t, db, fmt.Sprintf("insert into schema_compat (version, oldest) values (%d, %d)", version, oldest))
			}
		}
		serves := func(want error) {
			t.Helper()
			other, err := store.Open(ctx, dsn)
			if err == nil {
				err = other.Close()
			}
			for _, err := range []error{err, s.Ready(ctx), store.Migrate(ctx, dsn)} {
				if !errors.Is(err, want) || want == nil && err != nil {
					t.Errorf("have %v, want %v", err, want)
				}
			}
		}
		next(lastSchema+1, lastSchema-1)
		serves(nil)
		next(lastSchema+2, lastSchema)
		serves(nil)
		next(lastSchema+3, lastSchema+1) // a contraction: this program is too old for it
		serves(store.ErrNewerSchema)
	})
}

func TestASchemaThatDoesNotSayIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		if err := store.Init(ctx, dsn); err != nil {
			t.Fatal(err)
		}
		db := raw(t, dsn)
		for _, version := range []int64{lastSchema + 1, lastSchema + 2} {
			run(t, db, fmt.Sprintf("insert into schema_version (version_id, is_applied) values (%d, true)", version))
		}
		run(t, db, fmt.Sprintf("insert into schema_compat (version, oldest) values (%d, 1)", lastSchema+2))
		wantOpenErr(t, dsn, store.ErrNewerSchema)
	})
}

func TestThePlanSaysWhatMigrateDoes(t *testing.T) {
	engines(t, func(t *testing.T, dsn string) {
		if _, err := store.PlanOf(ctx, dsn); !errors.Is(err, store.ErrNoDatabase) {
			t.Errorf("without a database: %v", err)
		}
		oldDatabase(t, dsn, 6)
		plan, err := store.PlanOf(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		var versions []int64
		for _, step := range plan.Steps {
			versions = append(versions, step.Version)
		}
		same(t, nil, versions, schemas[6:])
		if plan.Have != 6 || plan.Want != lastSchema || plan.KeepsServing || !plan.Refill {
			t.Errorf("have %+v", plan)
		}
		if err := store.Migrate(ctx, dsn); err != nil {
			t.Fatal(err)
		}
		plan, err = store.PlanOf(ctx, dsn)
		same(t, err, plan, store.Plan{Have: lastSchema, Want: lastSchema, Steps: []store.Step{}, KeepsServing: true})
	})
}

func TestAPlanSaysThatProgramsKeepServing(t *testing.T) {
	if lastSchema == firstTold {
		t.Skip("skipped: no migration behind the first says so yet; the first that does runs this test")
	}
	engines(t, func(t *testing.T, dsn string) {
		oldDatabase(t, dsn, lastSchema-1)
		plan, err := store.PlanOf(ctx, dsn)
		if err != nil || !plan.KeepsServing || len(plan.Steps) != 1 {
			t.Errorf("have %+v, %v", plan, err)
		}
	})
}

// breaking is what takes away, or asks more of, what an older program writes.
// What it may do in a release is to add.
var breaking = regexp.MustCompile(`(?i)\bdrop\s+(table|column|index)|\brename\b|\balter\s+column\b|\badd\s+(constraint|check)\b|` +
	`\bcreate\s+unique\s+index\b|\badd\s+column\b[^;]*\bnot\s+null\b|\bcreate\s+trigger\b|\bdelete\s+from\b|\btruncate\b`)

// withDefault is an added column that older programs need not know.
var withDefault = regexp.MustCompile(`(?i)\badd\s+column\b[^;,]*\bnot\s+null\s+default\b|\badd\s+column\b[^;,]*\bdefault\b[^;,]*\bnot\s+null\b`)

var (
	comment   = regexp.MustCompile(`--[^\n]*`)
	says      = regexp.MustCompile(`(?m)^insert into schema_compat \(version, oldest\) values \((\d+), (\d+)\);$`)
	createdBy = regexp.MustCompile(`(?i)\bcreate\s+table\s+(\w+)`)
)

// TestMigrationsExpandOrSaySo holds the rule of docs/nodes.md: a migration says
// which programs work on after it, and one that older programs survive only adds.
func TestMigrationsExpandOrSaySo(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if fault := judgeMigration(filepath.Base(file), string(text)); fault != "" {
			t.Errorf("%s: %s", file, fault)
		}
	}
}

func judgeMigration(name, text string) string {
	var version, told, oldest int64
	if _, err := fmt.Sscanf(name, "%d_", &version); err != nil {
		return err.Error()
	}
	if strings.Contains(text, "NO TRANSACTION") {
		return "a migration is one transaction, so that one which is cut short starts over"
	}
	if version < firstTold {
		return ""
	}
	m := says.FindStringSubmatch(text)
	if m == nil {
		return "says nothing of the programs that work on after it: insert into schema_compat (version, oldest) values (…);"
	}
	fmt.Sscan(m[1], &told)
	fmt.Sscan(m[2], &oldest)
	if told != version || oldest > version || oldest < 1 {
		return fmt.Sprintf("says %d, %d", told, oldest)
	}
	if oldest == version {
		return "" // it stops older programs, and says so
	}
	plain := withDefault.ReplaceAllString(comment.ReplaceAllString(text, ""), "")
	own := createdBy.FindAllStringSubmatch(plain, -1)
	for _, statement := range strings.Split(plain, ";") {
		hit := breaking.FindString(statement)
		if hit == "" || onOwn(statement, own) {
			continue
		}
		return fmt.Sprintf("does %q, which a program of schema %d does not survive: do it a release later, or say (%d, %d)",
			hit, oldest, version, version)
	}
	return ""
}

// onOwn reports whether a statement is about a table that the migration makes.
func onOwn(statement string, own [][]string) bool {
	for _, table := range own {
		if regexp.MustCompile(`(?i)\b(on|table|from)\s+` + table[1] + `\b`).MatchString(statement) {
			return true
		}
	}
	return false
}

func TestAMigrationThatTakesAwayIsFound(t *testing.T) {
	const ok = "insert into schema_compat (version, oldest) values (30, 29);\n"
	for text, wrong := range map[string]bool{
		"create table new (a text not null);\ncreate unique index new_a on new (a);\n" + ok:                  false,
		"alter table account add column a text not null default '';\n" + ok:                                  false,
		"-- drop table account\n" + ok:                                                                       false,
		"alter table account drop column a;\ninsert into schema_compat (version, oldest) values (30, 30);\n": false,
		"alter table account drop column a;\n" + ok:                                                          true,
		"alter table account rename to accounts;\n" + ok:                                                     true,
		"alter table account add column a text not null;\n" + ok:                                             true,
		"create unique index account_name on account (name);\n" + ok:                                         true,
		"create table new (a text);\n":                                                                       true,
		"insert into schema_compat (version, oldest) values (31, 29);\n":                                     true,
		"-- +goose NO TRANSACTION\n" + ok:                                                                    true,
	} {
		if fault := judgeMigration("00030_x.sql", text); (fault != "") != wrong {
			t.Errorf("%q: %q", text, fault)
		}
	}
}
