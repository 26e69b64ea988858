package main

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type inboxCommand struct {
	List  inboxList  `cmd:"" help:"List what the billing system delivered, newest first, with what became of it."`
	Show  inboxShow  `cmd:"" help:"Show one message."`
	Retry inboxRetry `cmd:"" help:"Queue a message again."`
}

func (inboxCommand) Help() string { return "Example: latchkey inbox list acme --state rejected" }

type inboxList struct {
	Account string `arg:""`
	State   string `help:"Only messages in this state: queued, applied, stale, duplicate, rejected." enum:",queued,applied,stale,duplicate,rejected" default:""`
	Limit   int    `help:"How many." default:"50"`
	JSON    bool   `help:"Print JSON, one object per line."`
}

func (inboxList) Help() string { return "Example: latchkey inbox list acme --json" }

func (c inboxList) Run(a *app) error {
	return a.with(func(i *installation) error {
		list, err := i.service.Inbounds(a.ctx, c.Account, portal.InboundState(c.State), c.Limit)
		if err != nil {
			return err
		}
		for _, in := range list {
			if c.JSON {
				if err := a.printJSON(inboundJSON(in)); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%s  %s  %-9s  %s  %s\n", in.ID, in.ReceivedAt.Format(time.RFC3339), in.State, in.Kind, in.Reason)
		}
		return nil
	})
}

// inboundJSON is a message as --json prints it.
func inboundJSON(in portal.Inbound) map[string]any {
	out := map[string]any{
		"id": in.ID, "receivedAt": in.ReceivedAt, "contentType": in.Type, "sha256": in.Hash, "state": in.State, "kind": in.Kind,
		"reason": in.Reason, "attempts": in.Attempts,
	}
	if !in.DoneAt.IsZero() {
		out["doneAt"] = in.DoneAt
	}
	return out
}

type inboxShow struct {
	Account string `arg:""`
	ID      string `arg:"" help:"Id of the message, inb_…"`
	Body    bool   `help:"Print what the message said, word for word. It holds customers' data; the audit trail notes it."`
	JSON    bool   `help:"Print JSON."`
}

func (inboxShow) Help() string { return "Example: latchkey inbox show acme inb_… --body" }

func (c inboxShow) Run(a *app) error {
	return a.with(func(i *installation) error {
		key := portal.Key{Account: c.Account, ID: c.ID}
		if c.Body {
			body, err := i.service.InboundBody(a.ctx, portal.ByCommand, key)
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(body)
			return err
		}
		in, err := i.service.Inbound(a.ctx, key)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(inboundJSON(in))
		}
		for _, line := range [][2]string{
			{"Message", in.ID}, {"Received", in.ReceivedAt.Format(time.RFC3339)}, {"Content type", in.Type}, {"Kind", in.Kind},
			{"State", string(in.State)}, {"Reason", in.Reason}, {"Attempts", fmt.Sprint(in.Attempts)},
		} {
			fmt.Fprintf(a.stdout, "%-13s %s\n", line[0]+":", line[1])
		}
		return nil
	})
}

type inboxRetry struct {
	Account string `arg:""`
	ID      string `arg:"" help:"Id of the message, inb_…"`
}

func (inboxRetry) Help() string {
	return "The running server applies it, by the same rules as the first time.\nExample: latchkey inbox retry acme inb_…"
}

func (c inboxRetry) Run(a *app) error {
	return a.with(func(i *installation) error {
		queued, err := i.service.RetryInbound(a.ctx, portal.ByCommand, portal.Key{Account: c.Account, ID: c.ID})
		if err != nil {
			return err
		}
		if !queued {
			fmt.Fprintln(a.stderr, "It is queued already.")
		}
		return nil
	})
}
