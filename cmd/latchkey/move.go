package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type moveCommand struct {
	To   string `help:"postgres://… without a password; one with a password goes into LATCHKEY_MOVE_TO, or into PGPASSWORD." placeholder:"URL"`
	JSON bool   `help:"Print JSON."`
}

func (moveCommand) Help() string {
	return "Copies the SQLite database of DATABASE into an empty PostgreSQL database, compares every row of every table, verifies the audit trails there, " +
		"and says what to change. Refuses while anything works with either. The SQLite file stays as it is. A move that was cut short leaves nothing in its " +
		"destination; run it again. See docs/runbooks/move-to-postgres.md.\n" +
		"Example: latchkey move --to postgres://latchkey@db.internal/latchkey"
}

func (c moveCommand) Run(a *app) (err error) {
	to, err := c.target(a)
	if err != nil {
		return err
	}
	conf, vault, err := a.keyed()
	if err != nil {
		return err
	}
	source, ok := strings.CutPrefix(conf.Database, "sqlite:")
	if !ok {
		return usageError{errors.New("DATABASE is not a SQLite file: there is nothing to move")}
	}
	release, err := store.Alone(a.ctx, conf.Database)
	if err != nil {
		return withRemedy(err)
	}
	defer func() { err = errors.Join(err, release()) }()

	// A backup is taken and checked on the way: it folds the -wal in, and what
	// cannot be read is found before anything is written.
	dir := source + ".moving" // who has the lock makes it, so what is there was left by a move that was killed
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	clock, bar := newClock(conf), a.watcher()
	from, err := store.Backup(a.ctx, conf.Database, store.BackupAsk{Path: filepath.Join(dir, "move.db"), Now: clock.now(), Progress: bar.tell})
	if err != nil {
		return withRemedy(err)
	}
	staged, err := store.Stage(a.ctx, store.StageAsk{File: from.Path, Into: to, Progress: bar.tell})
	bar.end()
	if err != nil {
		return withRemedy(err)
	}
	_, err = begin(a.ctx, staged.Store, vault, clock.now, func(s *portal.Service) (struct{}, error) {
		return struct{}{}, s.RecordMove(a.ctx, portal.ByCommand)
	})
	if err != nil {
		return errors.Join(err, staged.Discard())
	}
	// Before the new one is there: two that are served would each take decisions.
	undo, err := store.MarkMoved(conf.Database, where(to))
	if err != nil {
		return errors.Join(err, staged.Discard())
	}
	if _, err := staged.Swap(a.ctx, ""); err != nil {
		return fmt.Errorf("put the tables in place: %w; run the same command again", errors.Join(err, undo()))
	}
	return c.report(a, conf.Database, to, from.Note)
}

// target is where to: without a password if it is an argument, which other users
// of the machine can read.
func (c moveCommand) target(a *app) (string, error) {
	to := c.To
	if to == "" {
		to = a.env("LATCHKEY_MOVE_TO")
	} else if u, err := url.Parse(to); err == nil {
		if _, secret := u.User.Password(); secret {
			return "", usageError{errors.New("--to has a password, which other users of the machine can read: put the URL into LATCHKEY_MOVE_TO")}
		}
	}
	if !strings.HasPrefix(to, "postgres://") && !strings.HasPrefix(to, "postgresql://") {
		return "", usageError{errors.New("say where to: --to postgres://… or LATCHKEY_MOVE_TO")}
	}
	return to, nil
}

func (c moveCommand) report(a *app, from, to string, note store.BackupNote) error {
	if c.JSON {
		return a.printJSON(map[string]any{"from": where(from), "to": where(to), "rows": note.Rows, "auditHeads": note.Heads, "schema": note.Schema})
	}
	for _, name := range tablesIn(note.Rows) {
		if n := note.Rows[name]; n > 0 {
			fmt.Fprintf(a.stdout, "%-24s %10d rows, the same on both sides\n", name, n)
		}
	}
	fmt.Fprintf(a.stdout, "Moved %d rows of %d tables from %s to %s. The audit trails are whole there.\n",
		rowsOf(note.Rows), len(note.Rows), where(from), where(to))
	fmt.Fprintf(a.stdout, "Now set DATABASE to the new one, with its user and password, wherever Latchkey runs, and keep the master key and BASE_URL:\n  LATCHKEY_DATABASE=%s\n", where(to))
	fmt.Fprintf(a.stdout, "then: latchkey doctor, latchkey serve. %s has the old state: no server starts with it as long as %[1]s.moved is beside it.\n",
		strings.TrimPrefix(from, "sqlite:"))
	return nil
}
