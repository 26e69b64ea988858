package main

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type keyCommand struct {
	List     keyList     `cmd:"" help:"List an account's keys and seeds, without their secrets."`
	Rotate   keyRotate   `cmd:"" help:"Make a new link key, or take a new seed."`
	Pay      keyPay      `cmd:"" help:"Keep an account's keys of its payment provider."`
	Revoke   keyRevoke   `cmd:"" help:"End a key at once: its links say that they were turned off."`
	Biller   keyBiller   `cmd:"" help:"Make or replace the key that signs what the billing system is asked."`
	Rewrap   keyRewrap   `cmd:"" help:"Seal everything under a new master key."`
	Sessions keySessions `cmd:"" help:"Sign everybody out of the admin pages, at once."`
	Inbox    keyInbox    `cmd:"" help:"Make or replace the password with which the billing system delivers notifications."`
}

func (keyCommand) Help() string { return "Example: latchkey key rotate acme" }

type keyList struct {
	Account string `arg:""`
	JSON    bool   `help:"Print JSON, one object per line."`
}

func (keyList) Help() string { return "Example: latchkey key list acme" }

func (c keyList) Run(a *app) error {
	return a.with(func(i *installation) error {
		keys, err := i.service.Keys(a.ctx, c.Account)
		if err != nil {
			return err
		}
		for _, k := range keys {
			if c.JSON {
				if err := a.printJSON(map[string]any{"kind": k.Kind, "id": k.ID, "state": k.State, "verifyUntil": k.VerifyUntil, "createdAt": k.CreatedAt}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-14s %-8s %-12s %s\n", k.Kind, k.ID, k.State, untilText(k.VerifyUntil))
		}
		return nil
	})
}

func untilText(at int64) string {
	if at == 0 {
		return ""
	}
	return "until " + time.Unix(at, 0).UTC().Format(time.RFC3339)
}

type keyRotate struct {
	Account  string `arg:""`
	SeedFile string `help:"Take this file's bytes as the new v1 seed, instead of making a link key." type:"existingfile"`
	Days     int    `help:"How long what is replaced still verifies." default:"99"`
	JSON     bool   `help:"Print JSON."`
}

func (keyRotate) Help() string {
	return "Links under the old key or seed work until its last day; 99 days is the longest a link can last.\nExample: latchkey key rotate acme --days 99"
}

func (c keyRotate) Run(a *app) error {
	return a.with(func(i *installation) error {
		until := i.clock.now().AddDate(0, 0, c.Days).Unix()
		if c.SeedFile != "" {
			seed, err := secretFile(c.SeedFile)
			if err != nil {
				return err
			}
			return i.service.RotateSeed(a.ctx, portal.ByCommand, c.Account, seed, until)
		}
		id, err := i.service.RotateKey(a.ctx, portal.ByCommand, c.Account, until)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(map[string]string{"id": id})
		}
		fmt.Fprintln(a.stdout, id)
		return nil
	})
}

type keyRevoke struct {
	Account string `arg:""`
	ID      string `arg:"" help:"Key id."`
}

func (keyRevoke) Help() string {
	return "It ends at once: for a key that leaked. See docs/runbooks/seed-leak.md.\nExample: latchkey key revoke acme k1"
}

func (c keyRevoke) Run(a *app) error {
	return a.with(func(i *installation) error {
		return i.service.RevokeKey(a.ctx, portal.ByCommand, c.Account, c.ID)
	})
}

type keyInbox struct {
	Account string `arg:""`
	JSON    bool   `help:"Print JSON."`
}

func (keyInbox) Help() string {
	return "The password is printed once. One that was there before ends at once.\nExample: latchkey key inbox acme"
}

func (c keyInbox) Run(a *app) error {
	return a.with(func(i *installation) error {
		password, err := i.service.RotateInboxKey(a.ctx, portal.ByCommand, c.Account)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, "inbox", c.Account, password)
	})
}

type keyBiller struct {
	Account string `arg:""`
	JSON    bool   `help:"Print JSON."`
}

func (keyBiller) Help() string {
	return "The key is printed once. Without one nothing is asked at --preview-url and --resolve-url.\nExample: latchkey key biller acme"
}

func (c keyBiller) Run(a *app) error {
	return a.with(func(i *installation) error {
		key, err := i.service.RotateBillerKey(a.ctx, portal.ByCommand, c.Account)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, "biller", c.Account, key)
	})
}
