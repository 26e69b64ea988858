package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// upgradeHarness is F14: databases of every released schema are migrated while the
// migration is killed again and again; and a program of the schema before serves
// beside this one.
func upgradeHarness() harness {
	return harness{
		id:      "F14",
		promise: "every released schema, 1,000,000 rows, kills inside the migration: nothing lost; N−1 beside N: no error",
		run:     runUpgrades,
		missing: noPostgres,
		faults: []fault{{"migrations outside of a transaction", []edit{
			outside("00003_approval"), outside("00005_billing"), outside("00009_visit"), outside("00014_safety"), outside("00016_bulk"),
		}}},
	}
}

func outside(migration string) edit {
	return edit{"internal/store/migrations/" + migration + ".sql", "-- +goose Up", "-- +goose NO TRANSACTION\n-- +goose Up"}
}

// released are the schemas that releases ended with, on both stores. A quick run
// takes one of each.
func (l *lab) released() (all []release) {
	if !l.full {
		return []release{{6, false}, {19, true}}
	}
	for _, schema := range []int{2, 6, 19} {
		all = append(all, release{schema, false}, release{schema, true})
	}
	return all
}

type release struct {
	schema   int
	postgres bool
}

func (r release) String() string {
	if r.postgres {
		return fmt.Sprintf("%d on PostgreSQL", r.schema)
	}
	return fmt.Sprintf("%d on SQLite", r.schema)
}

func runUpgrades(l *lab) (report, error) {
	var r report
	kills, failures := 0, 0
	for _, from := range l.released() {
		database := "sqlite:" + filepath.Join(l.dir, fmt.Sprintf("from-%d.db", from.schema))
		if from.postgres {
			pg, err := l.postgres()
			if err != nil {
				return r, err
			}
			database = pg.url
		}
		l.say("from schema %s", from)
		n, err := l.upgrade(database, from.schema, &r)
		if err != nil {
			return r, err
		}
		kills += n.kills
		failures += n.failures
	}
	r.figure("%s upgrades", number(len(l.released())))
	r.figure("%s kills inside", number(kills))
	r.none(failures, "failed")
	if l.planted != nil {
		return r, nil // it has no migrations to run beside another program
	}
	return r, l.besides(&r)
}

// upgraded is what one upgrade took.
type upgraded struct{ kills, failures int }

// upgrade makes a database of an older schema, fills it and migrates it.
func (l *lab) upgrade(database string, schema int, r *report) (upgraded, error) {
	old, err := l.ofSchema(schema)
	if err != nil {
		return upgraded{}, err
	}
	s := &site{lab: l, dir: l.dir, database: database, settings: []string{"LATCHKEY_DATABASE=" + database}}
	if _, err := s.execute(old, nil, []string{"init"}); err != nil {
		return upgraded{}, err
	}
	if err := s.fill(l.ctx, l.count(3_000, 1_000_000)); err != nil {
		return upgraded{}, err
	}
	before, err := s.digests(l.ctx, nil)
	if err != nil {
		return upgraded{}, err
	}
	var n upgraded
	for range l.count(45, 17) {
		killed, err := s.migrateAndKill()
		if err != nil {
			return n, err
		}
		if killed {
			n.kills++
		}
	}
	if _, err := s.command(nil, "migrate"); err != nil {
		n.failures++
		r.breaks("from schema %d: %v", schema, err)
		return n, nil
	}
	after, err := s.digests(l.ctx, before)
	if err != nil {
		return n, err
	}
	for table, was := range before {
		if is := after[table]; is.sum != was.sum || is.rows != was.rows {
			n.failures++
			r.breaks("from schema %d: table %s had %s rows and has %s, or others", schema, table, number(was.rows), number(is.rows))
		}
	}
	return n, nil
}

// migrateAndKill starts the migration and kills it after a moment; false: it was
// over before.
func (s *site) migrateAndKill() (bool, error) {
	program, err := s.lab.program()
	if err != nil {
		return false, err
	}
	cmd := exec.Command(program, "migrate")
	cmd.Dir, cmd.Env, cmd.SysProcAttr = s.dir, s.environment(), ours()
	if err := cmd.Start(); err != nil {
		return false, err
	}
	s.lab.pause(s.lab.between(20*time.Millisecond, 250*time.Millisecond))
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may be over
	_ = cmd.Wait()                                      // its state says how it ended
	return !cmd.ProcessState.Exited(), nil
}

// ofSchema builds this program without the migrations behind a schema: it makes
// and serves databases as they were then.
func (l *lab) ofSchema(schema int) (string, error) {
	dir, err := os.MkdirTemp(l.dir, "schema-")
	if err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(l.root, "internal/store/migrations/*.sql"))
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, file := range files {
		var version int
		if _, err := fmt.Sscanf(filepath.Base(file), "%d_", &version); err != nil {
			return "", err
		}
		if version > schema {
			replace[file] = "" // not there
		}
	}
	body, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay, path := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "latchkey")
	if err := os.WriteFile(overlay, body, 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(l.ctx, "go", "build", "-o", path, "-overlay", overlay, "./cmd/latchkey")
	cmd.Dir = l.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program of schema %d: %w\n%s", schema, err, out)
	}
	return path, nil
}

// fill writes n rows in all into tables that every schema has.
func (s *site) fill(ctx context.Context, n int) error {
	db, err := s.watching()
	if err != nil {
		return err
	}
	defer db.Close() // all is committed
	const numbers = ` with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) select `
	for _, text := range []string{
		`insert into account (slug, name, locale, zone, brand, contact, v1, legacy_invoice, link_days, created_at)
			values ('acme', 'Acme', 'en', 'UTC', '{}', '{}', '{}', false, 30, 1000000)`,
		fmt.Sprintf(`insert into customer (account, id, name, type, locale, country, email)`+numbers+
			`'acme', 'c' || i, 'Zoë ' || i, 'business', 'el', 'GR', 'p' || i || '@client.example' from n`, n/2),
		fmt.Sprintf(`insert into message (id, arrival, account, template, recipient, object_account, object_kind, object_id, start_at, end_at,
			data, state, attempts, next_at, last_error, created_at, sent_at)`+numbers+
			`'m' || i, i, 'acme', 'invoice', 'p' || i || '@client.example', 'acme', 'invoice', 'c' || i, 5, 6, '{}', 'sent', 1, 2, '', 3, 4 from n`, n-n/2),
	} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("fill a database: %w", err)
		}
	}
	return nil
}

// digest is what is in a table, whatever the order of its rows.
type digest struct {
	columns []string
	rows    int
	sum     uint64
}

// digests reads the tables that are filled: all of their columns, or those that
// they had before.
func (s *site) digests(ctx context.Context, before map[string]digest) (map[string]digest, error) {
	f, err := s.facts()
	if err != nil {
		return nil, err
	}
	defer f.close()
	all := map[string]digest{}
	for _, table := range []string{"account", "customer", "message"} {
		d := digest{columns: before[table].columns}
		if d.columns == nil {
			rows, err := f.db.QueryContext(ctx, `select * from `+table+` where 1 = 0`)
			if err != nil {
				return nil, err
			}
			d.columns, err = rows.Columns()
			if err := rows.Close(); err != nil {
				return nil, err
			}
			if err != nil {
				return nil, err
			}
			slices.Sort(d.columns)
		}
		err := f.each(ctx, `select `+strings.Join(d.columns, ", ")+` from `+table, func(c []string) {
			h := fnv.New64a()
			fmt.Fprintf(h, "%q", c)
			d.rows, d.sum = d.rows+1, d.sum+h.Sum64()
		})
		if err != nil {
			return nil, err
		}
		all[table] = d
	}
	return all, nil
}
