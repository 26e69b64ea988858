package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type keyPay struct {
	Account  string `arg:""`
	Provider string `help:"Payment provider that the keys are of." enum:"stripe" required:""`
	KeyFile  string `help:"File with the API key on its first line and the webhook secret on its second." type:"existingfile"`
}

func (keyPay) Help() string {
	return "Keeps the account's keys of its payment provider, sealed, in place of earlier ones. They are read from --key-file, from the " +
		"environment (LATCHKEY_STRIPE_KEY, LATCHKEY_STRIPE_WEBHOOK_SECRET) or from standard input, the API key on the first line and the " +
		"webhook secret on the second; never from arguments.\nExample: latchkey key pay acme --provider stripe --key-file stripe-keys.txt"
}

func (c keyPay) Run(a *app) error {
	keys, err := c.read(a)
	if err != nil {
		return err
	}
	return a.with(func(i *installation) error {
		if err := i.service.SetPayKeys(a.ctx, portal.ByCommand, c.Account, keys); err != nil {
			return err
		}
		acct, err := i.service.AccountOf(a.ctx, c.Account)
		if err != nil {
			return err
		}
		if acct.Billing.Provider != c.Provider {
			fmt.Fprintf(a.stderr, "The keys are kept. To take payments with them: latchkey account set %s --payment %s\n", c.Account, c.Provider)
		}
		return nil
	})
}

// read takes the keys from the first place that has them.
func (c keyPay) read(a *app) (portal.PayKeys, error) {
	if c.KeyFile != "" {
		body, err := secretFile(c.KeyFile)
		if err != nil {
			return portal.PayKeys{}, err
		}
		return twoLines(strings.NewReader(string(body)))
	}
	keys := portal.PayKeys{API: a.env("LATCHKEY_STRIPE_KEY"), Hook: a.env("LATCHKEY_STRIPE_WEBHOOK_SECRET")}
	if keys.API != "" && keys.Hook != "" {
		return keys, nil
	}
	return twoLines(a.stdin)
}

func twoLines(r io.Reader) (portal.PayKeys, error) {
	var lines []string
	scan := bufio.NewScanner(r)
	for len(lines) < 2 && scan.Scan() {
		if line := strings.TrimSpace(scan.Text()); line != "" {
			lines = append(lines, line)
		}
	}
	if err := scan.Err(); err != nil {
		return portal.PayKeys{}, fmt.Errorf("read keys: %w", err)
	}
	if len(lines) < 2 {
		return portal.PayKeys{}, usageError{errors.New("give the API key and the webhook secret, a line each")}
	}
	return portal.PayKeys{API: lines[0], Hook: lines[1]}, nil
}
