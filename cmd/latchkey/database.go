package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type initCommand struct{}

func (initCommand) Help() string {
	return "Example: latchkey init --database sqlite:/var/lib/latchkey/latchkey.db"
}

func (initCommand) Run(a *app) error {
	c, err := a.settings()
	if err != nil {
		return err
	}
	if err := store.Init(a.ctx, c.Database); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, where(c.Database))
	return nil
}

// where names a database without its password.
func where(dsn string) string {
	scheme, rest, ok := strings.Cut(dsn, "://")
	if !ok {
		return dsn
	}
	if _, host, ok := strings.Cut(rest, "@"); ok {
		rest = host
	}
	return scheme + "://" + rest
}

type migrateCommand struct {
	NoBackup bool `help:"Make no backup of a SQLite file before it is changed."`
}

func (migrateCommand) Help() string {
	return "Safe while servers of the version before run, and when several start it at once. Where there is no database yet, it makes one and says so.\nExample: latchkey migrate"
}

func (m migrateCommand) Run(a *app) error {
	c, err := a.settings()
	if err != nil {
		return err
	}
	if !m.NoBackup {
		made, err := store.BackupBeforeMigrate(a.ctx, c.Database, newClock(c).now())
		if err != nil && !errors.Is(err, store.ErrNoDatabase) {
			return fmt.Errorf("back the database up before it is changed: %w; --no-backup leaves that out", err)
		}
		if made != "" {
			fmt.Fprintf(a.stderr, "A backup from before is %s.\n", made)
		}
	}
	err = store.Migrate(a.ctx, c.Database)
	if errors.Is(err, store.ErrNoDatabase) {
		fmt.Fprintf(a.stderr, "There was no database: making %s.\n", where(c.Database))
		err = store.Init(a.ctx, c.Database)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, "The schema is up to date.")
	return nil
}

type loadCommand struct {
	File string `arg:"" help:"Fixture file (JSON)." type:"existingfile"`
}

func (loadCommand) Help() string { return "Example: latchkey load fixtures.json --mode test" }

func (l loadCommand) Run(a *app) error {
	return a.with(func(i *installation) error {
		if !i.config.Mode.Lenient() {
			return fmt.Errorf("load works in MODE=test and MODE=development only: it puts keys from a file into the database")
		}
		body, err := os.ReadFile(l.File)
		if err != nil {
			return err
		}
		fixture, err := intake.ReadFixture(body)
		if err != nil {
			return err
		}
		if err := i.service.LoadFixture(a.ctx, fixture); err != nil {
			return err
		}
		for _, f := range fixture.Accounts {
			fmt.Fprintf(a.stdout, "%s: %d keys and seeds, %d customers, %d purchases, %d quotes, %d subscriptions, %d invoices, %d partners, %d link requests\n",
				f.Account.Slug, len(f.Secrets), len(f.Customers), len(f.Purchases), len(f.Quotes), len(f.Subscriptions), len(f.Invoices),
				len(f.Partners), len(f.Requests))
		}
		return nil
	})
}
