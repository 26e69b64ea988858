package main

import (
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type keySessions struct{}

func (keySessions) Help() string {
	return "For an emergency. A session is a row, and the cookie only names it: ended rows open nothing, whoever has the cookie and whatever sealed it. " +
		"Passwords and second factors stay.\nExample: latchkey key sessions"
}

func (keySessions) Run(a *app) error {
	return a.with(func(i *installation) error {
		admins, err := i.store.Admins(a.ctx)
		if err != nil {
			return err
		}
		var ended int64
		for _, admin := range admins {
			n, err := i.people().EndAll(a.ctx, string(portal.ByCommand), admin.ID)
			if err != nil {
				return err
			}
			ended += n
		}
		_, err = fmt.Fprintf(a.stdout, "%d sessions of %d people ended\n", ended, len(admins))
		return err
	})
}
