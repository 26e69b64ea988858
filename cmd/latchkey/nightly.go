package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

// The nightly backup: at nightHour (UTC), or as soon as there is none of the last
// lateBackup. A process that makes one holds the duty for nightLease at a time.
const (
	nightEvery = 5 * time.Minute // how often it is looked whether one is due
	nightHour  = 3
	nightGap   = 2 * time.Hour // between two: the first one may be made shortly before the hour
	lateBackup = 26 * time.Hour
	nightLease = time.Hour
	nightHold  = 5 * time.Minute
	runsKept   = 90 // days

	keptDays, keptWeeks = 7, 4
)

// nightly makes backups by itself.
type nightly struct {
	i      *installation
	log    *slog.Logger
	steady func() time.Duration
}

// round makes a backup if one is due and no other process makes it.
func (n *nightly) round(ctx context.Context) error {
	due, err := n.due(ctx)
	if err != nil || !due {
		return err
	}
	_, err = n.i.service.OnDuty(ctx, portal.DutyPlan{Name: "backup", Every: nightGap, Lease: nightLease}, n.make)
	return err
}

func (n *nightly) due(ctx context.Context) (bool, error) {
	last, err := n.i.service.LastBackup(ctx)
	if errors.Is(err, portal.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	now := n.i.clock.now()
	return backupDue(now.Sub(last.BeganAt), now.Hour()), nil
}

// backupDue judges by the age of the last one and the hour. One that is from the
// future was made by a clock that was wrong, and would keep off all others until
// then.
func backupDue(age time.Duration, hour int) bool {
	return age < -nightGap || age >= lateBackup-time.Hour || age >= nightGap && hour == nightHour
}

// make makes one, writes down what became of it, and tidies up.
func (n *nightly) make(ctx context.Context, hold portal.Hold) error {
	dir, began, from := n.i.config.BackupDir, n.i.clock.now(), n.steady()
	name := "latchkey-" + began.Format("2006-01-02T15-04-05Z") + ".db"
	held := from
	if err := tidyParts(dir, began); err != nil { // they may be what fills the disk
		n.log.Warn("what killed backups left was not taken away", "error", err)
	}
	done, failed := store.Backup(ctx, n.i.config.Database, store.BackupAsk{
		Path: filepath.Join(dir, name), Now: began,
		Progress: func(store.Progress) {
			if n.steady()-held > nightHold {
				held = n.steady()
				if err := n.i.store.InTx(ctx, func(tx portal.Tx) error { return hold(ctx, tx) }); err != nil {
					n.log.Warn("the duty of the backup was not prolonged", "error", err)
				}
			}
		},
	})
	run := portal.BackupRun{ID: portal.NewID("bak"), BeganAt: began, EndedAt: n.i.clock.now()}
	if failed != nil {
		run.Problem = failed.Error()
		n.log.Error("the nightly backup failed", "error", failed, "runbook", "restore")
	} else {
		run.File, run.Bytes, run.SHA256 = name, done.Bytes, done.SHA256
		n.log.Info("backed up", "file", name, "bytes", done.Bytes, "sha256", done.SHA256, "took", (n.steady() - from).Seconds())
	}
	err := n.i.service.RecordBackup(ctx, run, began.AddDate(0, 0, -runsKept), hold)
	if failed != nil || err != nil {
		return errors.Join(failed, err)
	}
	instance, err := n.i.store.Instance(ctx)
	if err != nil {
		return err
	}
	return tidyBackups(dir, name, func(path string) bool { return store.BackupOf(ctx, path) == instance })
}

// nightlyName is what a nightly backup is called; nothing else is ever removed.
var nightlyName = regexp.MustCompile(`^latchkey-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)\.db$`)

// tidyBackups keeps the last backup of each of the last 7 days and 4 weeks that
// have one, and the one that was just made whatever its time, and removes the
// others. ours tells those of this installation: another one may use the folder.
func tidyBackups(dir, made string, ours func(path string) bool) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("tidy backups: %w", err)
	}
	var all []string
	for _, f := range files {
		if nightlyName.MatchString(f.Name()) && ours(filepath.Join(dir, f.Name())) {
			all = append(all, f.Name())
		}
	}
	var errs []error
	for _, name := range surplus(all) {
		if name != made {
			errs = append(errs, os.Remove(filepath.Join(dir, name)))
		}
	}
	return errors.Join(errs...)
}

// partOld is how long nothing was written into a part before it counts as left
// behind: it grows while it is filled, and is checked for minutes at most.
const partOld = nightLease

// nightlyPart is what a nightly backup is called until it is whole, and what
// SQLite may keep beside it.
var nightlyPart = regexp.MustCompile(`^\.latchkey-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.db\..*\.part(-journal|-wal|-shm)?$`)

// tidyParts takes away what backups left that were killed.
func tidyParts(dir string, now time.Time) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("tidy backups: %w", err)
	}
	var errs []error
	for _, f := range files {
		if info, err := f.Info(); err == nil && nightlyPart.MatchString(f.Name()) && now.Sub(info.ModTime()) > partOld {
			errs = append(errs, os.Remove(filepath.Join(dir, f.Name())))
		}
	}
	return errors.Join(errs...)
}

// surplus picks what is not kept of names with times in them.
func surplus(names []string) (gone []string) {
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(b, a) }) // the latest first
	days, weeks := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		at, err := time.Parse("2006-01-02T15-04-05Z", nightlyName.FindStringSubmatch(name)[1])
		if err != nil {
			continue // no time: a person called it so
		}
		year, week := at.ISOWeek()
		keep := first(days, at.Format(time.DateOnly), keptDays)
		if first(weeks, fmt.Sprint(year, week), keptWeeks) || keep {
			continue
		}
		gone = append(gone, name)
	}
	return gone
}

// first says whether a name is new and there are fewer than most so far.
func first(seen map[string]bool, name string, most int) bool {
	if seen[name] || len(seen) >= most {
		return false
	}
	seen[name] = true
	return true
}

// backups says whether the last nightly backup is young enough.
func (c *checkup) backups(i *installation) {
	if i.config.BackupDir == "" {
		return
	}
	last, err := i.service.LastBackup(c.ctx)
	if errors.Is(err, portal.ErrNotFound) {
		c.note("backup: none was made yet; the server makes the first one within minutes. See docs/runbooks/restore.md")
		return
	}
	if age := i.clock.now().Sub(last.BeganAt); err == nil && age < -nightGap {
		c.note(fmt.Sprintf("backup: the last one is of %s, which is still to come: was the clock wrong?", last.BeganAt.Format(time.RFC3339)))
		return
	} else if err == nil && age > lateBackup {
		c.note(fmt.Sprintf("backup: the last one is of %s, %d hours ago; see the server's log and docs/runbooks/restore.md",
			last.BeganAt.Format(time.RFC3339), int(age.Hours())))
		return
	}
	c.say("backup", err)
}
