package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/store"
)

type rescueCommand struct{}

func (rescueCommand) Help() string {
	return "For a disk that is full: takes away the 32 MiB file that was laid beside the SQLite database for this moment. " +
		"A server that runs writes again within seconds, without a restart. Make room then; the server lays new ballast when it is started next.\n" +
		"Example: latchkey rescue --database sqlite:/var/lib/latchkey/latchkey.db"
}

func (rescueCommand) Run(a *app) error {
	c, err := a.settings()
	if err != nil {
		return err
	}
	if !strings.HasPrefix(c.Database, "sqlite:") {
		return errors.New("there is no ballast for PostgreSQL: make room on the disk of its server")
	}
	freed, err := store.ThrowBallast(c.Database)
	if err != nil {
		return err
	}
	if freed == 0 {
		return errors.New("there is no ballast left: make room on the disk (runbook=database-full)")
	}
	fmt.Fprintf(a.stdout, "freed %d MiB\n", freed>>20)
	fmt.Fprintln(a.stderr, "Now make room on the disk: this help comes once (runbook=database-full).")
	return nil
}
