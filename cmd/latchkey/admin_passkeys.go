package main

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type adminPasskeys struct {
	Email     string `arg:""`
	RemoveAll bool   `help:"Take them all away: the device that held them is lost."`
}

func (adminPasskeys) Help() string {
	return "People add and remove their own in the admin pages.\nExample: latchkey admin passkeys ada@example.com --remove-all"
}

func (c adminPasskeys) Run(a *app) error {
	return a.with(func(i *installation) error {
		admin, err := i.store.AdminByEmail(a.ctx, auth.Email(c.Email))
		if err != nil {
			return fmt.Errorf("admin %s: %w", c.Email, err)
		}
		if c.RemoveAll {
			desk := auth.New(i.store, i.vault, i.clock.now, i.service.RecordIn)
			n, err := desk.DropPasskeys(a.ctx, string(portal.ByCommand), admin.ID)
			if err == nil {
				fmt.Fprintf(a.stdout, "%d removed\n", n)
			}
			return err
		}
		keys, err := i.store.Passkeys(a.ctx, admin.ID)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, len(keys))
		return nil
	})
}
