package main

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type partnerCommand struct {
	Create partnerCreate `cmd:"" help:"Make a partner; its API key is printed once."`
	List   partnerList   `cmd:"" help:"List an account's partners."`
	Set    partnerSet    `cmd:"" help:"Change a partner. A new TTL holds for new links only."`
	Rotate partnerRotate `cmd:"" help:"Give a partner a new API key; the one before ends at once, or after --overlap."`
}

func (partnerCommand) Help() string {
	return "Example: latchkey partner create acme Ledgerly --ttl-days 14"
}

// partnerFlags are the settings of a partner. What is not given stays.
type partnerFlags struct {
	TTLDays      *int     `name:"ttl-days" help:"How long a request can be answered, 1 to 30 days."`
	About        *string  `help:"What it is, in a few words: 'accounting software'."`
	Delivery     *string  `help:"Who brings the link to the client: email or partner." enum:"email,partner"`
	ReturnOrigin []string `help:"Origin that a returnUrl may have; may be given several times."`
}

func (f partnerFlags) apply(p *portal.Partner) {
	set(&p.TTLDays, f.TTLDays)
	set(&p.About, f.About)
	if f.Delivery != nil {
		p.Delivery = portal.Handover(*f.Delivery)
	}
	if f.ReturnOrigin != nil {
		p.ReturnOrigins = f.ReturnOrigin
	}
}

func (f partnerFlags) none() bool {
	return f.TTLDays == nil && f.About == nil && f.Delivery == nil && f.ReturnOrigin == nil
}

type partnerCreate struct {
	Account string `arg:""`
	Name    string `arg:""`
	ID      string `help:"Id of the partner; made up where it is not given."`
	JSON    bool   `help:"Print JSON."`
	partnerFlags
}

func (partnerCreate) Help() string {
	return "Example: latchkey partner create acme Ledgerly --ttl-days 7"
}

func (c partnerCreate) Run(a *app) error {
	return a.with(func(i *installation) error {
		p := portal.Partner{Account: c.Account, ID: c.ID, Name: c.Name}
		c.apply(&p)
		p, key, err := i.service.CreatePartner(a.ctx, portal.ByCommand, p)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, p.ID, p.Name, key)
	})
}

// tellKey prints a key that is shown once.
func (a *app) tellKey(asJSON bool, id, name, key string) error {
	if asJSON {
		return a.printJSON(map[string]string{"id": id, "name": name, "key": key})
	}
	fmt.Fprintln(a.stdout, key)
	fmt.Fprintln(a.stderr, "This key is shown once. Keep it where only the system that uses it can read it.")
	return nil
}

type partnerList struct {
	Account string `arg:""`
	JSON    bool   `help:"Print JSON."`
}

func (partnerList) Help() string { return "Example: latchkey partner list acme" }

func (c partnerList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		partners, err := i.service.Partners(a.ctx, c.Account)
		if err != nil {
			return err
		}
		for _, p := range partners {
			if c.JSON {
				if err := a.printJSON(map[string]any{
					"id": p.ID, "name": p.Name, "about": p.About, "ttlDays": p.TTLDays, "delivery": p.Delivery,
					"returnOrigins": p.ReturnOrigins, "disabled": !p.DisabledAt.IsZero(), "createdAt": p.CreatedAt,
				}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-32s %2d days  %-8s %s\n", p.ID, p.TTLDays, p.Delivery, p.Name)
		}
		return nil
	})
}

type partnerSet struct {
	Account string `arg:""`
	ID      string `arg:""`
	Disable bool   `help:"Switch it off: its links cannot be answered, and nothing of them is lost." xor:"onoff"`
	Enable  bool   `help:"Switch it on again." xor:"onoff"`
	partnerFlags
}

func (partnerSet) Help() string { return "Example: latchkey partner set acme ledgerly --ttl-days 14" }

func (c partnerSet) Run(a *app) error {
	return a.with(func(i *installation) error {
		if c.Disable || c.Enable {
			if _, err := i.service.SwitchPartner(a.ctx, portal.ByCommand, c.Account, c.ID, c.Enable); err != nil {
				return err
			}
		}
		if c.none() {
			return nil
		}
		_, err := i.service.ChangePartner(a.ctx, portal.ByCommand, c.Account, c.ID, c.apply)
		return err
	})
}

type partnerRotate struct {
	Account string        `arg:""`
	ID      string        `arg:""`
	Overlap time.Duration `help:"How long the key before works on, up to 168h." default:"0"`
	JSON    bool          `help:"Print JSON."`
}

func (partnerRotate) Help() string {
	return "Example: latchkey partner rotate acme ledgerly --overlap 24h"
}

func (c partnerRotate) Run(a *app) error {
	return a.with(func(i *installation) error {
		key, err := i.service.RotatePartnerKey(a.ctx, portal.ByCommand, c.Account, c.ID, c.Overlap)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, c.ID, "", key)
	})
}
