package main

import (
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// onAdmin runs a change of the person of an address.
func onAdmin(a *app, email string, change func(i *installation, who portal.Admin) error) error {
	return a.with(func(i *installation) error {
		who, err := i.service.AdminCalled(a.ctx, auth.Email(email))
		if err != nil {
			return err
		}
		if err = change(i, who); errors.Is(err, portal.ErrLastOwner) {
			return fmt.Errorf("%s is the last owner of this installation; make another one first", who.Email)
		}
		return err
	})
}

type adminDisable struct {
	Email string `arg:""`
}

func (adminDisable) Help() string { return "Example: latchkey admin disable ada@example.com" }

func (c adminDisable) Run(a *app) error {
	return onAdmin(a, c.Email, func(i *installation, who portal.Admin) error {
		_, err := i.service.DisableAdmin(a.ctx, portal.ByCommand, who.ID)
		return err
	})
}

type adminEnable struct {
	Email string `arg:""`
}

func (adminEnable) Help() string { return "Example: latchkey admin enable ada@example.com" }

func (c adminEnable) Run(a *app) error {
	return onAdmin(a, c.Email, func(i *installation, who portal.Admin) error {
		_, err := i.service.EnableAdmin(a.ctx, portal.ByCommand, who.ID)
		return err
	})
}

type adminReset struct {
	Email string `arg:""`
}

func (adminReset) Help() string {
	return "Prints a code with which the person sets a password, once, within 10 minutes, at /admin/code.\n" +
		"Example: latchkey admin reset-password ada@example.com"
}

func (c adminReset) Run(a *app) error {
	return onAdmin(a, c.Email, func(i *installation, who portal.Admin) error {
		code, err := i.people().MakeCode(a.ctx, string(portal.ByCommand), who.ID, portal.CodeReset, auth.MinCodeLife)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, code)
		return nil
	})
}

type adminUnlock struct {
	Email string `arg:""`
}

func (adminUnlock) Help() string {
	return "For somebody who lost their phone and their recovery codes. Make sure that it is them.\n" +
		"Example: latchkey admin remove-authenticator ada@example.com"
}

func (c adminUnlock) Run(a *app) error {
	return onAdmin(a, c.Email, func(i *installation, who portal.Admin) error {
		had, err := i.people().DropApp(a.ctx, string(portal.ByCommand), who.ID)
		if err == nil && !had {
			return fmt.Errorf("%s has no authenticator app", who.Email)
		}
		return err
	})
}

type adminRoles struct {
	Email   string   `arg:""`
	Role    string   `help:"owner, support, viewer, auditor, or none." enum:"owner,support,viewer,auditor,none" required:""`
	Account []string `help:"In this account; may be given several times. Without it, in the installation and every account."`
}

func (adminRoles) Help() string {
	return "Changes the role in the accounts named and leaves the others. The person's sessions end.\n" +
		"Example: latchkey admin roles ada@example.com --role support --account acme"
}

func (c adminRoles) Run(a *app) error {
	accounts := c.Account
	if len(accounts) == 0 {
		accounts = []string{""}
	}
	return onAdmin(a, c.Email, func(i *installation, who portal.Admin) error {
		changed, err := i.service.ChangeRoles(a.ctx, portal.ByCommand, who.ID, func(roles portal.Roles) {
			for _, account := range accounts {
				if roles[account] = portal.Role(c.Role); c.Role == "none" {
					delete(roles, account)
				}
			}
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "%-8s %s\n", rolesSaid(changed.Roles), changed.Email)
		return nil
	})
}

// people checks and changes how the people of the admin pages come in.
func (i *installation) people() *auth.Auth {
	return auth.New(i.kept, i.vault, i.clock.now, i.service.RecordIn)
}
