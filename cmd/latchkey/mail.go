package main

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type mailCommand struct {
	Release mailRelease `cmd:"" help:"Send the mails that a restore held back."`
}

func (mailCommand) Help() string { return "Example: latchkey mail release" }

type mailRelease struct {
	Account string `arg:"" optional:"" help:"Only those of this account."`
}

func (mailRelease) Help() string {
	return "Mails that waited when a backup was made are held after it was restored, as they may have gone out in between. Those whose link has ended are not sent. " +
		"One by one they are under Mail, Held, in the admin pages.\nExample: latchkey mail release acme"
}

func (c mailRelease) Run(a *app) error {
	release := func(i *installation) error {
		n, err := i.service.ReleaseMails(a.ctx, portal.ByCommand, c.Account)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.stdout, "%d mails are queued.\n", n)
		return err
	}
	if c.Account == "" {
		return a.with(release)
	}
	return a.withAccount(c.Account, release)
}
