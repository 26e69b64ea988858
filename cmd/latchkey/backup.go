package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"github.com/latchkey-portal/latchkey/internal/store"
)

type backupCommand struct {
	File  string `arg:"" help:"File to make."`
	Force bool   `help:"Replace a file that is there."`
	JSON  bool   `help:"Print JSON."`
}

func (backupCommand) Help() string {
	return "Writes all that the database holds at one moment into one SQLite file, whether it is SQLite or PostgreSQL, while servers work on. " +
		"The file is checked, sealed and on disk before it gets its name, and only you can read it. The master key is not in it: keep that elsewhere.\n" +
		"Example: latchkey backup /backup/latchkey-2026-11-22.db"
}

func (c backupCommand) Run(a *app) error {
	conf, err := a.settings()
	if err != nil {
		return err
	}
	bar := a.watcher()
	began := time.Now()
	done, err := store.Backup(a.ctx, conf.Database, store.BackupAsk{
		Path: c.File, Replace: c.Force, Now: newClock(conf).now(), Progress: bar.tell,
	})
	bar.end()
	if err != nil {
		return withRemedy(err)
	}
	took := time.Since(began)
	if c.JSON {
		return a.printJSON(map[string]any{
			"file": done.Path, "bytes": done.Bytes, "sha256": done.SHA256, "takenAt": done.Note.TakenAt, "schema": done.Note.Schema,
			"rows": done.Note.Rows, "auditHeads": done.Note.Heads, "seconds": took.Seconds(),
		})
	}
	fmt.Fprintf(a.stderr, "%d bytes, %d rows in %d tables, %d audit trails, schema %d, checked, in %s.\n",
		done.Bytes, rowsOf(done.Note.Rows), len(done.Note.Rows), len(done.Note.Heads), done.Note.Schema, took.Round(time.Millisecond))
	_, err = fmt.Fprintf(a.stdout, "%s  %s\n", done.SHA256, c.File)
	return err
}

// withRemedy says what to do about what a backup or a restore refuses.
func withRemedy(err error) error {
	for _, known := range []struct {
		err error
		say string
	}{
		{store.ErrThere, "choose another name, or say --force"},
		{store.ErrRunning, "stop `latchkey serve` and every other command; on PostgreSQL on every machine"},
		{store.ErrNotEmpty, "name an empty database; `latchkey restore --replace` puts this one aside"},
		{store.ErrNewerSchema, "nothing was changed"},
		{store.ErrDamaged, "nothing was changed; take another backup, see docs/runbooks/database-corrupt.md"},
	} {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%w; %s", err, known.say)
		}
	}
	return err
}

func rowsOf(tables map[string]int64) (n int64) {
	for _, rows := range tables {
		n += rows
	}
	return n
}

// watcher draws a bar on a terminal for work that tells how far it is.
type watcher struct {
	app  *app
	bar  *progressbar.ProgressBar
	what string
}

func (a *app) watcher() *watcher {
	f, ok := a.stderr.(interface{ Fd() uintptr })
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return &watcher{}
	}
	return &watcher{app: a}
}

// tell takes each step from one goroutine at a time.
func (w *watcher) tell(p store.Progress) {
	if w.app == nil {
		return
	}
	if w.bar == nil || w.what != p.What {
		w.end()
		w.what = p.What
		total := p.Total
		if total == 0 {
			total = -1 // it turns
		}
		w.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(w.app.stderr), progressbar.OptionSetDescription(p.What),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	}
	_ = w.bar.Set64(p.Done) // drawing only
}

func (w *watcher) end() {
	if w.bar != nil {
		_ = w.bar.Finish()
		w.bar = nil
	}
}

// tablesIn lists names in their order.
func tablesIn(rows map[string]int64) []string {
	var names []string
	for name := range rows {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
