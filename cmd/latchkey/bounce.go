package main

import (
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/mail"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type bounceCommand struct {
	Account string `arg:"" help:"Account whose mail came back."`
}

func (bounceCommand) Help() string {
	return "Reads a delivery status notification (RFC 3464) from standard input, as a mail server pipes it. No more mail goes to an address that failed for good.\n" +
		"Example: latchkey bounce acme < report.eml"
}

// Run ends well too where a report is about somebody else's mail: a pipe that
// fails makes the mail server try for days.
func (c bounceCommand) Run(a *app) error {
	report, err := mail.ReadReport(a.stdin)
	if err != nil {
		return err
	}
	fate := portal.MailDelivered
	switch {
	case report.Failed():
		fate = portal.MailBounced
	case !report.Delivered():
		fmt.Fprintf(a.stdout, "%s: nothing final became of it (%s %s)\n", report.MessageID, report.Action, report.Status)
		return nil
	}
	return a.with(func(i *installation) error {
		id, _, _ := strings.Cut(report.MessageID, "@")
		known, err := i.service.MailFate(a.ctx, c.Account, id, fate)
		if err != nil {
			return err
		}
		if !known {
			fmt.Fprintf(a.stdout, "%s: no mail of %s\n", report.MessageID, c.Account)
			return nil
		}
		fmt.Fprintf(a.stdout, "%s: %s\n", report.MessageID, fate)
		return nil
	})
}
