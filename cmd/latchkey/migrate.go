package main

import (
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/store"
)

type migrateCommand struct {
	Plan bool `help:"Only say what would run, and whether servers of the version before may go on."`
	JSON bool `help:"Print the plan as JSON."`

	NoBackup bool `help:"Make no backup of a SQLite file before it is changed."`
}

func (migrateCommand) Help() string {
	return "Safe when several start it at once. Each migration is one transaction: one that was cut short starts over.\n" +
		"Servers of the version before go on serving where --plan says so; else stop them first.\n" +
		"It seems not to end: see docs/runbooks/migration-stuck.md.\n" +
		"Where there is no database yet, it makes one and says so.\n" +
		"Example: latchkey migrate --plan"
}

func (c migrateCommand) Run(a *app) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if c.Plan {
		return c.plan(a, settings.Database)
	}
	if c.JSON {
		return usageError{errors.New("--json goes with --plan")}
	}
	if err := c.backup(a, settings); err != nil {
		return err
	}
	err = store.Migrate(a.ctx, settings.Database)
	if errors.Is(err, store.ErrNoDatabase) {
		fmt.Fprintf(a.stderr, "There was no database: making %s.\n", where(settings.Database))
		err = store.Init(a.ctx, settings.Database)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, "The schema is up to date.")
	return nil
}

// backup makes the way back: migrations run forward only.
func (c migrateCommand) backup(a *app, settings *config.Config) error {
	if c.NoBackup {
		return nil
	}
	made, err := store.BackupBeforeMigrate(a.ctx, settings.Database, newClock(settings).now())
	if err != nil && !errors.Is(err, store.ErrNoDatabase) {
		return fmt.Errorf("back the database up before it is changed: %w; --no-backup leaves that out", err)
	}
	if made != "" {
		fmt.Fprintf(a.stderr, "A backup from before is %s.\n", made)
	}
	return nil
}

func (c migrateCommand) plan(a *app, dsn string) error {
	p, err := store.PlanOf(a.ctx, dsn)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(p)
	}
	fmt.Fprintf(a.stdout, "schema %d, this program's is %d\n", p.Have, p.Want)
	for _, step := range p.Steps {
		fmt.Fprintf(a.stdout, "%05d %s\n", step.Version, step.Name)
	}
	if p.Refill {
		fmt.Fprintln(a.stdout, "then the search index is filled, batch by batch")
	}
	switch {
	case len(p.Steps) == 0 && !p.Refill:
		fmt.Fprintln(a.stdout, "nothing to do")
	case p.KeepsServing:
		fmt.Fprintln(a.stdout, "servers of the schema before keep serving while and after this runs")
	default:
		fmt.Fprintln(a.stdout, "servers of the schema before are not ready any more once this has run: stop them first, or take them out as they say so")
	}
	return nil
}
