package main

import (
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/config"
)

type doctorCommand struct{}

func (doctorCommand) Help() string { return "Example: latchkey doctor" }

// Run checks one thing after another and goes on as far as it can, so that one
// run names everything there is to do.
func (doctorCommand) Run(a *app) error {
	sick := false
	say := func(what string, err error) {
		if err != nil {
			sick = true
			fmt.Fprintf(a.stdout, "FAIL  %s: %v\n", what, err)
			return
		}
		fmt.Fprintf(a.stdout, "ok    %s\n", what)
	}
	c, err := a.settings(config.BaseURL, config.MasterKey)
	say("settings", err)
	if c == nil {
		return errSaid
	}
	if c.SMTPURL == "" {
		fmt.Fprintln(a.stdout, "note  mail: there is no SMTP_URL, so mail stays queued")
	}
	i, err := a.open()
	say("database and keys", err)
	if i == nil {
		return errSaid
	}
	defer i.close()
	say("schema", i.store.Ready(a.ctx))
	say("keys of all accounts", openEveryKey(a, i))
	report, err := i.service.VerifyAudit(a.ctx)
	if err == nil && len(report.Breaks) > 0 {
		err = errors.New("it is broken; run latchkey audit verify")
	}
	say("audit trail", err)
	if sick {
		return errSaid
	}
	return nil
}

// openEveryKey finds a master key that is not the one the secrets were sealed
// with, before a customer does.
func openEveryKey(a *app, i *installation) error {
	accounts, err := i.store.Accounts(a.ctx)
	if err != nil {
		return err
	}
	for _, acct := range accounts {
		secrets, err := i.store.Secrets(a.ctx, acct.Slug)
		if err != nil {
			return err
		}
		for _, secret := range secrets {
			if _, err := i.vault.Open(secret); err != nil {
				return err
			}
		}
	}
	return nil
}
