package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// upgradeHarness is F14: databases of every released schema are migrated while the
// migration is killed again and again; and this program serves beside one of the
// schema after.
func upgradeHarness() harness {
	const down = "internal/store/migrations/"
	return harness{
		id:      "F14",
		promise: "every released schema, 1,000,000 rows, kills inside the migration: nothing lost; this program beside one of the schema after: no error",
		run:     runUpgrades,
		missing: noPostgres,
		faults: []fault{
			{"migrations outside of a transaction", []edit{
				outside("00009_visit"), outside("00014_safety"), outside("00016_bulk"), outside("00020_installation"), outside("00022_shared"),
			}},
			plant("a migration changes a row", down+"00018_settle.sql", "-- +goose Up", "-- +goose Up\nupdate partner set name = name || '.';"),
			plant("a program refuses every newer schema", "internal/store/compat.go", "	if serves {", "	if serves && have < 0 {"),
		},
	}
}

func outside(migration string) edit {
	return edit{"internal/store/migrations/" + migration + ".sql", "-- +goose Up", "-- +goose NO TRANSACTION\n-- +goose Up"}
}

// release is a schema that releases ended with, on one of both stores.
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

// released are all that a full run takes; a quick one takes one of each store.
func (l *lab) released() (all []release) {
	if !l.full || l.planted != nil {
		return []release{{6, false}, {19, true}}
	}
	for _, schema := range []int{2, 6, 19} {
		all = append(all, release{schema, false}, release{schema, true})
	}
	return all
}

func runUpgrades(l *lab) (report, error) {
	var r report
	kills, tables := 0, 0
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
		n, err := l.upgrade(database, from, &r)
		if err != nil {
			return r, err
		}
		kills += n.kills
		tables += n.tables
		if len(r.broken) > 0 {
			return r, nil // nothing serves on what is left
		}
	}
	r.figure("%s upgrades", number(len(l.released())))
	r.figure("%s kills inside", number(kills))
	r.figure("%s tables with rows as before", number(tables))
	return r, l.besides(&r)
}

// upgraded is what one upgrade took, and the tables with rows that were compared.
type upgraded struct{ kills, tables int }

// killsInside is how often one upgrade is killed before it may end.
const killsInside = 17

// upgrade makes a database of an older schema, fills it and migrates it.
func (l *lab) upgrade(database string, from release, r *report) (n upgraded, err error) {
	s := &site{lab: l, dir: l.dir, database: database, settings: []string{"LATCHKEY_DATABASE=" + database}}
	if err := s.older(from); err != nil {
		return n, err
	}
	if err := s.fill(l.ctx, l.count(3_000, 1_000_000)); err != nil {
		return n, err
	}
	before, err := s.digests(l.ctx, nil)
	if err != nil {
		return n, err
	}
	waiting, err := l.waiting()
	if err != nil {
		return n, err
	}
	for range killsInside {
		failed, err := s.migrateAndKill(waiting)
		if err != nil {
			return n, err
		}
		if failed != "" {
			r.breaks("from schema %s, after it was killed %d times: %s", from, n.kills, failed)
			return n, nil
		}
		n.kills++
	}
	if _, err := s.command(nil, "migrate"); err != nil {
		r.breaks("from schema %s, after it was killed %d times: %v", from, n.kills, err)
		return n, nil
	}
	after, err := s.digests(l.ctx, before)
	if err != nil {
		r.breaks("from schema %s: %v", from, err) // a table or a column has gone
		return n, l.ctx.Err()
	}
	for table, was := range before {
		if was.rows > 0 {
			n.tables++
		}
		if is := after[table]; is.sum != was.sum || is.rows != was.rows {
			r.breaks("from schema %s: table %s had %s rows and has %s, or others", from, table, number(was.rows), number(is.rows))
		}
	}
	return n, nil
}

// migrateAndKill starts the program that waits between the statements of its
// migrations, and kills it among them. It says why if that ended by itself.
func (s *site) migrateAndKill(program string) (failed string, err error) {
	cmd := exec.Command(program, "migrate", "--no-backup")
	var said bytes.Buffer
	cmd.Dir, cmd.Env, cmd.SysProcAttr, cmd.Stderr = s.dir, s.environment(), ours(), &said
	if err := cmd.Start(); err != nil {
		return "", err
	}
	s.lab.pause(s.lab.between(80*time.Millisecond, 600*time.Millisecond))
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may be over
	_ = cmd.Wait()                                      // its state says how it ended
	if cmd.ProcessState.Exited() {
		return fmt.Sprintf("it ended by itself: %s%s", cmd.ProcessState, said.Bytes()), nil
	}
	return "", nil
}
