package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type initCommand struct {
	JSON bool `help:"Print JSON."`
}

func (initCommand) Help() string {
	return "It prints where the database is, and the INSTANCE_ID to put into the settings.\nExample: latchkey init --database sqlite:/var/lib/latchkey/latchkey.db"
}

func (i initCommand) Run(a *app) error {
	c, err := a.settings()
	if err != nil {
		return err
	}
	if err := store.Init(a.ctx, c.Database); err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.Database)
	if err != nil {
		return err
	}
	defer db.Close()
	instance, err := db.Instance(a.ctx)
	if err != nil {
		return err
	}
	if err := db.LayBallast(); err != nil {
		fmt.Fprintf(a.stderr, "No ballast was laid beside the database: %v.\n", err)
	}
	if i.JSON {
		return a.printJSON(map[string]string{"database": where(c.Database), "instanceId": instance})
	}
	fmt.Fprintln(a.stdout, where(c.Database))
	fmt.Fprintf(a.stderr, "Put this into the settings, so that a wrong or an emptied database is refused:\nINSTANCE_ID=%s\n", instance)
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
