package main

import (
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type apikeyCommand struct {
	Create apikeyCreate `cmd:"" help:"Make a key; it is printed once."`
	List   apikeyList   `cmd:"" help:"List an account's keys, without their secrets."`
	Revoke apikeyRevoke `cmd:"" help:"End a key at once."`
}

func (apikeyCommand) Help() string {
	return "Example: latchkey apikey create acme billing --scope write"
}

type apikeyCreate struct {
	Account string   `arg:""`
	Name    string   `arg:""`
	Scope   []string `help:"read, write, links, links:read, webhooks, admin or *; may be given several times." default:"read"`
	Days    int      `help:"How long it works; 0: until it is revoked."`
	JSON    bool     `help:"Print JSON."`
}

func (apikeyCreate) Help() string {
	return "Example: latchkey apikey create acme billing --scope write --scope links"
}

func (c apikeyCreate) Run(a *app) error {
	return a.with(func(i *installation) error {
		k := portal.APIKey{Account: c.Account, Name: c.Name, Scopes: c.Scope}
		if c.Days > 0 {
			k.ExpiresAt = i.clock.now().AddDate(0, 0, c.Days)
		}
		k, key, err := i.service.CreateAPIKey(a.ctx, portal.ByCommand, k)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, k.ID, k.Name, key)
	})
}

type apikeyList struct {
	Account string `arg:""`
	JSON    bool   `help:"Print JSON."`
}

func (apikeyList) Help() string { return "Example: latchkey apikey list acme" }

func (c apikeyList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		keys, err := i.service.APIKeys(a.ctx, c.Account)
		if err != nil {
			return err
		}
		for _, k := range keys {
			state := "active"
			if !k.RevokedAt.IsZero() {
				state = "revoked"
			}
			if c.JSON {
				if err := a.printJSON(map[string]any{
					"id": k.ID, "name": k.Name, "scopes": k.Scopes, "state": state, "createdAt": k.CreatedAt, "lastUsed": k.LastUsed,
				}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-32s %-8s %-20s %s\n", k.ID, state, strings.Join(k.Scopes, ","), k.Name)
		}
		return nil
	})
}

type apikeyRevoke struct {
	Account string `arg:""`
	ID      string `arg:""`
}

func (apikeyRevoke) Help() string { return "Example: latchkey apikey revoke acme key_…" }

func (c apikeyRevoke) Run(a *app) error {
	return a.with(func(i *installation) error {
		return i.service.RevokeAPIKey(a.ctx, portal.ByCommand, c.Account, c.ID)
	})
}
