package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type restoreCommand struct {
	File    string `arg:"" help:"Backup, or a SQLite database of Latchkey that nothing works with." type:"existingfile"`
	Replace bool   `help:"PostgreSQL: put the tables that are there aside. SQLite always does."`
	JSON    bool   `help:"Print JSON."`
}

func (restoreCommand) Help() string {
	return "Refuses while anything works with the database, and a file that is damaged or newer than this program. The database that was there is kept " +
		"beside the new one. What was done after the backup is lost: receivers get the event system.restored, links that were pending are pending again " +
		"and their pages say why, and mails that waited are held until `latchkey mail release`.\n" +
		"Needs the master key that the backup was made under. See docs/runbooks/restore.md.\n" +
		"Example: latchkey restore /backup/latchkey-2026-11-22.db"
}

func (c restoreCommand) Run(a *app) error {
	conf, vault, err := a.keyed()
	if err != nil {
		return err
	}
	bar := a.watch()
	staged, err := store.Stage(a.ctx, store.StageAsk{File: c.File, Into: conf.Database, Replace: c.Replace, Progress: bar.tell})
	bar.end()
	if err != nil {
		return withRemedy(err)
	}
	clock := newClock(conf)
	done, err := begin(a.ctx, staged, vault, clock.now, func(s *portal.Service) (portal.Restored, error) {
		return s.BeginEpoch(a.ctx, portal.ByCommand, staged.Note.TakenAt)
	})
	if err != nil {
		return errors.Join(err, staged.Discard())
	}
	kept, err := staged.Swap(a.ctx, clock.now().Format("20060102T150405Z"))
	if err != nil {
		return fmt.Errorf("exchange the databases: %w; run the same command again", err)
	}
	return c.report(a, conf, done, kept)
}

// keyed reads the settings of a command that opens no database but needs the
// master key.
func (a *app) keyed() (*config.Config, *portal.Vault, error) {
	conf, err := a.settings(config.MasterKey)
	if err != nil {
		return nil, nil, err
	}
	master, err := conf.MasterKeyBytes()
	if err != nil {
		return nil, nil, err
	}
	vault, err := portal.NewVault(master)
	return conf, vault, err
}

// begin proves that the master key opens what a staged database holds and that its
// audit trails are whole, and writes what is to be written before it is in place.
func begin[T any](
	ctx context.Context, staged *store.Staged, vault *portal.Vault, now func() time.Time, write func(*portal.Service) (T, error),
) (done T, err error) {
	service := portal.New(staged.Store, vault, now, "")
	if err := opensEvery(ctx, staged.Store, vault); err != nil {
		return done, fmt.Errorf("the master key is another one than the backup was made under: %w", err)
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

func (c restoreCommand) report(a *app, conf *config.Config, done portal.Restored, kept string) error {
	e := done.Epoch
	if c.JSON {
		return a.printJSON(map[string]any{
			"database": where(conf.Database), "epoch": e.Number, "epochId": e.ID, "backupTakenAt": e.TakenAt, "restoredAt": e.RestoredAt,
			"kept": kept, "mailsHeld": done.Held, "accountsTold": done.Accounts, "requestsPending": done.Pending,
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
