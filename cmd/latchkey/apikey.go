package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type apikeyCommand struct {
	Create apikeyCreate `cmd:"" help:"Make a key; it is printed once."`
	List   apikeyList   `cmd:"" help:"List an account's keys, without their secrets."`
	Rotate apikeyRotate `cmd:"" help:"Make a key that takes another's place; the old one works for 24 hours more."`
	Revoke apikeyRevoke `cmd:"" help:"End a key at once."`
}

func (apikeyCommand) Help() string {
	return "Example: latchkey apikey create acme billing --scope write"
}

type apikeyCreate struct {
	Account string    `arg:""`
	Name    string    `arg:""`
	Scope   []string  `help:"read, write, links, links:read, webhooks, admin or *; may be given several times." default:"read"`
	Days    int       `help:"How long it works; 0: until it is revoked." xor:"end"`
	Expires time.Time `help:"Last day on which it works (UTC), 2027-03-01." xor:"end" format:"2006-01-02"`
	JSON    bool      `help:"Print JSON."`
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
		if !c.Expires.IsZero() {
			k.ExpiresAt = c.Expires.AddDate(0, 0, 1)
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
			state := keyState(k, i.clock.now())
			if c.JSON {
				if err := a.printJSON(map[string]any{
					"id": k.ID, "name": k.Name, "scopes": k.Scopes, "state": state, "createdAt": k.CreatedAt, "createdBy": k.CreatedBy, "lastUsed": k.LastUsed,
					"expiresAt": k.ExpiresAt, "replacedBy": k.ReplacedBy,
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

func keyState(k portal.APIKey, now time.Time) string {
	switch {
	case !k.RevokedAt.IsZero():
		return "revoked"
	case !k.Works(now):
		return "expired"
	case k.ReplacedBy != "":
		return "replaced"
	}
	return "active"
}

type apikeyRotate struct {
	Account string `arg:""`
	ID      string `arg:""`
	JSON    bool   `help:"Print JSON."`
}

func (apikeyRotate) Help() string { return "Example: latchkey apikey rotate acme key_…" }

func (c apikeyRotate) Run(a *app) error {
	return a.with(func(i *installation) error {
		k, key, err := i.service.RotateAPIKey(a.ctx, portal.ByCommand, c.Account, c.ID)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, k.ID, k.Name, key)
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
