package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/auth"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type adminCommand struct {
	Create   adminCreate   `cmd:"" help:"Make an admin; the password is read from standard input."`
	List     adminList     `cmd:"" help:"List the admins."`
	SSO      adminSSO      `cmd:"" name:"sso" help:"Bind an admin to a subject of the single sign-on provider, or forget the one they have."`
	Passkeys adminPasskeys `cmd:"" help:"Count the passkeys of an admin, or take them all away."`

	Roles   adminRoles   `cmd:"" help:"Change what somebody may do."`
	Disable adminDisable `cmd:"" help:"Keep somebody out, and end their sessions."`
	Enable  adminEnable  `cmd:"" help:"Let somebody in again."`
	Reset   adminReset   `cmd:"" name:"reset-password" help:"Print a code with which somebody sets a new password."`
	Unlock  adminUnlock  `cmd:"" name:"remove-authenticator" help:"Take somebody's authenticator app away."`
}

func (adminCommand) Help() string {
	return "Nobody can sign in any more: see docs/runbooks/lost-admin.md.\nExample: latchkey admin list"
}

type adminCreate struct {
	Email   string   `arg:""`
	Role    string   `help:"owner, support, viewer or auditor." enum:"owner,support,viewer,auditor" required:""`
	Account []string `help:"Only in this account; may be given several times. Without it, in the installation and every account."`
	Name    string   `help:"Name of the person."`
}

func (adminCreate) Help() string {
	return "Example: printf '%s\\n' \"$PASSWORD\" | latchkey admin create ada@example.com --role owner"
}

func (c adminCreate) Run(a *app) error {
	password, err := a.secretLine("password")
	if err != nil {
		return err
	}
	return a.with(func(i *installation) error {
		admin, err := createAdmin(a, i, c.Email, c.Name, password, c.roles())
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, admin.ID)
		return nil
	})
}

// roles are what the flags say: the role everywhere, or in the accounts named.
func (c adminCreate) roles() portal.Roles {
	if len(c.Account) == 0 {
		return portal.Roles{"": portal.Role(c.Role)}
	}
	roles := portal.Roles{}
	for _, account := range c.Account {
		roles[account] = portal.Role(c.Role)
	}
	return roles
}

// rolesSaid is "owner" or "support in acme, viewer in other".
func rolesSaid(roles portal.Roles) string {
	var said []string
	for _, account := range slices.Sorted(maps.Keys(roles)) {
		one := string(roles[account])
		if account != "" {
			one += " in " + account
		}
		said = append(said, one)
	}
	return strings.Join(said, ", ")
}

func createAdmin(a *app, i *installation, email, name, password string, roles portal.Roles) (portal.Admin, error) {
	email = auth.Email(email)
	if err := auth.CheckPassword(password, email, name); err != nil {
		return portal.Admin{}, err
	}
	admin := portal.Admin{Email: email, Name: name, Roles: roles, PasswordHash: auth.HashPassword(password)}
	return i.service.AddAdmin(a.ctx, portal.ByCommand, admin)
}

type adminList struct {
	JSON bool `help:"Print JSON, one object per line."`
}

func (adminList) Help() string { return "Example: latchkey admin list" }

func (c adminList) Run(a *app) error {
	return a.with(func(i *installation) error {
		admins, err := i.store.Admins(a.ctx)
		if err != nil {
			return err
		}
		for _, admin := range admins {
			if c.JSON {
				if err := a.printJSON(map[string]any{"id": admin.ID, "email": admin.Email, "name": admin.Name, "role": admin.Roles.In(""), "roles": admin.Roles}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-8s %s\n", rolesSaid(admin.Roles), admin.Email)
		}
		return nil
	})
}
