package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type restoreCommand struct {
	File    string    `arg:"" optional:"" help:"Backup, or a SQLite database of Latchkey that nothing works with." type:"existingfile"`
	Here    bool      `help:"The database was put back already by other means, such as PostgreSQL's own recovery: only write that down."`
	AsOf    time.Time `help:"When the records are from (RFC 3339), where the file does not say or with --here."`
	Replace bool      `help:"PostgreSQL: put the tables that are there aside. SQLite always does."`
	JSON    bool      `help:"Print JSON."`
}

func (restoreCommand) Help() string {
	return "Refuses while anything works with the database, and a file that is damaged or newer than this program. The database that was there is kept " +
		"beside the new one. What was done after the backup is lost: receivers get the event system.restored, links that were pending are pending again " +
		"and their pages say why, and mails that waited are held until `latchkey mail release`.\n" +
		"Needs the master key that the backup was made under. See docs/runbooks/restore.md.\n" +
		"Example: latchkey restore /backup/latchkey-2026-11-22.db\n" +
		"Example: latchkey restore --here --as-of 2026-11-22T14:05:00Z"
}

func (c restoreCommand) Run(a *app) error {
	if (c.File == "") != c.Here || c.Here && c.AsOf.IsZero() {
		return usageError{errors.New("give a FILE, or --here with --as-of")}
	}
	conf, vault, err := a.keyed()
	if err != nil {
		return err
	}
	if c.Here {
		return c.here(a, conf, vault)
	}
	bar := a.watcher()
	staged, err := store.Stage(a.ctx, store.StageAsk{File: c.File, Into: conf.Database, Replace: c.Replace, Progress: bar.tell})
	bar.end()
	if err != nil {
		return withRemedy(err)
	}
	clock := newClock(conf)
	taken := staged.Note.TakenAt
	if !c.AsOf.IsZero() {
		taken = c.AsOf.UTC()
	}
	done, err := begin(a.ctx, staged.Store, vault, clock.now, func(s *portal.Service) (portal.Restored, error) {
		return s.BeginEpoch(a.ctx, portal.ByCommand, taken)
	})
	if err != nil {
		return errors.Join(err, staged.Discard())
	}
	since, unread := store.DoneSince(a.ctx, conf.Database, staged.Note) // one that is damaged may not say
	kept, err := staged.Swap(a.ctx, clock.now().Format("20060102T150405Z"))
	if err != nil {
		return fmt.Errorf("exchange the databases: %w; run the same command again", err)
	}
	if err := c.report(a, conf, done, kept, since); err != nil || kept == "" {
		return err
	}
	if unread != nil {
		fmt.Fprintf(a.stderr, "The database that was there does not say what was done since: %v\n", unread)
	}
	return nil
}

// here writes down that the database in place is one from before.
func (c restoreCommand) here(a *app, conf *config.Config, vault *portal.Vault) (err error) {
	s, err := store.OpenAlone(a.ctx, conf.Database)
	if err != nil {
		return withRemedy(err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	done, err := begin(a.ctx, s, vault, newClock(conf).now, func(p *portal.Service) (portal.Restored, error) {
		return p.BeginEpoch(a.ctx, portal.ByCommand, c.AsOf.UTC())
	})
	if err != nil {
		return err
	}
	return c.report(a, conf, done, "", nil)
}

// keyed reads the settings of a command that opens no database but needs the
// master key.
func (a *app) keyed() (*config.Config, *portal.Vault, error) {
	conf, err := a.settings(config.MasterKey)
	if err != nil {
		return nil, nil, err
	}
	vault, err := vaultOf(conf)
	return conf, vault, err
}

// begin proves that the master keys open what a database holds and that its
// audit trails are whole, and writes what is to be written before it is in place.
// A backup from before the master key was changed needs the one of that time as
// the previous one; one from after it holds what is left of that.
func begin[T any](
	ctx context.Context, db *store.Store, vault *portal.Vault, now func() time.Time, write func(*portal.Service) (T, error),
) (done T, err error) {
	service := portal.New(db, vault, now, "")
	err = recall(ctx, vault, db)
	if err == nil {
		err = service.OpensEvery(ctx)
	}
	if errors.Is(err, portal.ErrUnseal) {
		return done, fmt.Errorf("the master key of that time is missing; where it was changed since, "+
			"set it as MASTER_KEY_PREVIOUS_FILE beside the one in force: %w", err)
	}
	if err != nil {
		return done, err
	}
	report, err := service.VerifyAudit(ctx)
	if err != nil {
		return done, err
	}
	for _, b := range report.Breaks {
		return done, fmt.Errorf("the audit trail %q is broken at entry %d: %s", b.Account, b.Seq, b.Reason)
	}
	return write(service)
}

func (c restoreCommand) report(a *app, conf *config.Config, done portal.Restored, kept string, since map[string]int64) error {
	e := done.Epoch
	if c.JSON {
		return a.printJSON(map[string]any{
			"database": where(conf.Database), "epoch": e.Number, "epochId": e.ID, "backupTakenAt": e.TakenAt, "restoredAt": e.RestoredAt,
			"kept": kept, "mailsHeld": done.Held, "accountsTold": done.Accounts, "requestsPending": done.Pending,
			"sessionsEnded": done.Sessions, "jobsPaused": done.Jobs, "lostActs": since,
		})
	}
	said := func(format string, args ...any) { fmt.Fprintf(a.stdout, format+"\n", args...) }
	said("Restored %s as it was at %s. Epoch %d begins.", where(conf.Database), e.TakenAt.Format(time.RFC3339), e.Number)
	if kept != "" {
		said("The database that was there is kept as %s.", kept)
	}
	said("What was done from %s to %s is lost:", e.TakenAt.Format(time.RFC3339), e.RestoredAt.Format(time.RFC3339))
	said("- %d accounts: every endpoint that listens gets system.restored.", done.Accounts)
	said("- %d link requests are pending. Their pages ask once more and say why.", done.Pending)
	said("- %d mails waited when the backup was made and are held: they may be out already. Send them with: latchkey mail release", done.Held)
	said("- %d sessions of the desk are ended, and invitations and codes for a password: send new ones. "+
		"Recovery codes that were used since work again: their people make new ones.", done.Sessions)
	said("- %d jobs that ran are paused: some of their mails may be out already. Look at them before you go on with them.", done.Jobs)
	if len(since) > 0 {
		said("The audit trail of the database that was there has behind the backup:")
	}
	for _, act := range slices.Sorted(maps.Keys(since)) {
		said("- %d %s", since[act], act)
	}
	said("Next:")
	for _, step := range []string{
		"latchkey doctor, then latchkey serve",
		"bring in again what your billing system sent since the backup: latchkey import, or its own replay",
		"revoke, reissue, rotate and erase again what was since the backup: these were lost too, and links that were revoked work again",
		"compare payments since the backup with your payment provider before you send links to pay",
	} {
		said("- %s", step)
	}
	return nil
}
