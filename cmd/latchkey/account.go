package main

import (
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/till"
)

type accountCommand struct {
	Create accountCreate `cmd:"" help:"Make an account with its first link key."`
	List   accountList   `cmd:"" help:"List the accounts."`
	Show   accountShow   `cmd:"" help:"Show one account's settings."`
	Set    accountSet    `cmd:"" help:"Change an account's settings."`
}

func (accountCommand) Help() string { return "Example: latchkey account show acme" }

// accountFlags are the settings of an account. What is not given stays.
type accountFlags struct {
	Name          *string  `help:"Name customers read."`
	Locale        *string  `help:"Language and formats, en, de, da, fr, …"`
	Zone          *string  `help:"Time zone, Europe/Berlin."`
	Color         *string  `help:"Brand colour, six hex digits."`
	Legal         []string `help:"Footer line; may be given several times." sep:"none"`
	Email         *string  `help:"Support address on every page."`
	Phone         *string  `help:"Support telephone."`
	Hours         *string  `help:"Support hours, 'weekdays 9am to 4pm'."`
	LinkDays      *int     `help:"Default life of a link in days, 1 to 99."`
	V1            *string  `name:"v1" help:"Accept links of the v1 formula: on or off." enum:"on,off"`
	V1Until       *int64   `name:"v1-until" help:"End of v1, unix seconds; 0 for none."`
	AllowSHA1     *bool    `name:"allow-sha1" help:"Accept HMAC-SHA-1 under v1." negatable:""`
	CCP           *bool    `name:"ccp" help:"Accept kind ccp under v1." negatable:""`
	FullID        *bool    `name:"full-subscription" help:"v1 signs S and digits of a subscription." negatable:""`
	LegacyInvoice *bool    `name:"legacy-invoice" help:"Serve /invoice/NUMBER.pdf." negatable:""`
	StepUp        *bool    `name:"step-up" help:"Ask for a mailed code before v1 action pages. Off: whoever holds a receipt link can act." negatable:""`
	approvalFlags
	textFlags
	linkFlags
	billingFlags
	inboxFlags
}

func (f accountFlags) apply(acct *portal.Account) {
	set(&acct.Name, f.Name)
	if f.Locale != nil {
		acct.SetLocale(*f.Locale)
	}
	set(&acct.Zone, f.Zone)
	set(&acct.Brand.Color, f.Color)
	set(&acct.Contact.Email, f.Email)
	set(&acct.Contact.Phone, f.Phone)
	set(&acct.Contact.Hours, f.Hours)
	set(&acct.LinkDays, f.LinkDays)
	set(&acct.V1.Until, f.V1Until)
	set(&acct.V1.SHA1, f.AllowSHA1)
	set(&acct.V1.Methods, f.CCP)
	set(&acct.V1.FullSubscription, f.FullID)
	set(&acct.V1.LegacyInvoice, f.LegacyInvoice)
	set(&acct.V1.StepUp, f.StepUp)
	if f.V1 != nil {
		acct.V1.On = *f.V1 == "on"
	}
	if f.Legal != nil {
		acct.Brand.Legal = f.Legal
	}
	f.approvalFlags.apply(&acct.Approval)
	f.textFlags.apply(acct)
	f.linkFlags.apply(acct)
	f.billingFlags.apply(&acct.Billing)
	f.inboxFlags.apply(&acct.Billing)
}

func set[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

type accountCreate struct {
	Slug     string `arg:"" help:"Name in every path: lower-case letters, digits, dashes."`
	SeedFile string `help:"File with the v1 seed, bytes as typed." type:"existingfile"`
	accountFlags
}

func (accountCreate) Help() string {
	return "Example: latchkey account create acme --name 'Acme Software' --zone Europe/Berlin --seed-file seed.txt --v1 on"
}

func (c accountCreate) Run(a *app) error {
	return a.with(func(i *installation) error {
		acct := portal.Account{Slug: c.Slug, Name: c.Slug, Locale: "en", Zone: "UTC"}
		acct.V1.StepUp = true
		c.apply(&acct)
		var seed []byte
		if c.SeedFile != "" {
			var err error
			if seed, err = secretFile(c.SeedFile); err != nil {
				return err
			}
		}
		if err := i.service.CreateAccount(a.ctx, portal.ByCommand, acct, seed); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, c.Slug)
		return nil
	})
}

type accountList struct {
	JSON bool `help:"Print JSON, one object per line."`
}

func (accountList) Help() string { return "Example: latchkey account list" }

func (c accountList) Run(a *app) error {
	return a.with(func(i *installation) error {
		accounts, err := i.service.Accounts(a.ctx)
		if err != nil {
			return err
		}
		for _, acct := range accounts {
			if c.JSON {
				view, err := accountJSON(a, i, acct)
				if err == nil {
					err = a.printJSON(view)
				}
				if err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-32s %s\n", acct.Slug, acct.Name)
		}
		return nil
	})
}

type accountShow struct {
	Slug string `arg:"" help:"Account."`
	JSON bool   `help:"Print JSON."`
}

func (accountShow) Help() string { return "Example: latchkey account show acme --json" }

func (c accountShow) Run(a *app) error {
	return a.with(func(i *installation) error {
		acct, err := i.store.Account(a.ctx, c.Slug)
		if err != nil {
			return fmt.Errorf("account %s: %w", c.Slug, err)
		}
		view, err := accountJSON(a, i, acct)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(view)
		}
		fmt.Fprint(a.stdout, view)
		return nil
	})
}

type accountSet struct {
	Slug string `arg:"" help:"Account."`
	accountFlags
}

func (accountSet) Help() string {
	return "Example: latchkey account set acme --color 635bff --no-allow-sha1"
}

func (c accountSet) Run(a *app) error {
	return a.with(func(i *installation) error {
		if c.Payment != nil && *c.Payment == till.Test && !i.config.Mode.Lenient() {
			return errors.New("the test provider moves no money: customers would believe that they had paid. It works in MODE=development and MODE=test only")
		}
		return i.service.ChangeAccount(a.ctx, portal.ByCommand, c.Slug, c.apply)
	})
}
