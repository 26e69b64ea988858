package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/logs"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type requestCommand struct {
	List     requestList     `cmd:"" help:"List an account's link requests."`
	Show     requestShow     `cmd:"" help:"Show one with its attempts and cases."`
	Remind   requestRemind   `cmd:"" help:"Mail the link in force once more."`
	Reissue  requestReissue  `cmd:"" help:"Make a new link; the one before says that there is a newer one."`
	Withdraw requestWithdraw `cmd:"" help:"End a request without a new link."`
	Bundle   requestBundle   `cmd:"" help:"Print what a partner's support asks for."`
}

func (requestCommand) Help() string { return "Example: latchkey request list acme --status pending" }

type requestList struct {
	Account string `arg:""`
	Status  string `help:"pending, approved, declined, expired, withdrawn or blocked." enum:",pending,approved,declined,expired,withdrawn,blocked" default:""`
	Partner string `help:"Only this partner's."`
	Limit   int    `help:"How many." default:"50"`
	JSON    bool   `help:"Print JSON."`
}

func (requestList) Help() string { return "Example: latchkey request list acme --status expired" }

func (c requestList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		list, err := i.service.Requests(a.ctx, portal.RequestFilter{
			Account: c.Account, Partner: c.Partner, Status: portal.RequestStatus(c.Status), Limit: c.Limit,
		})
		if err != nil {
			return err
		}
		for _, r := range list {
			if c.JSON {
				if err := a.printJSON(requestJSON(r)); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-32s %-9s  attempt %d  until %s  %s\n", r.ID, r.Status, r.Attempt, time.Unix(r.End, 0).UTC().Format(time.RFC3339), r.Tenant)
		}
		return nil
	})
}

func requestJSON(r portal.LinkRequest) map[string]any {
	return map[string]any{
		"id": r.ID, "reference": r.Reference, "partner": r.Partner, "externalTenantId": r.Tenant, "state": r.Status, "attempt": r.Attempt,
		"startsAt": time.Unix(r.Start, 0).UTC(), "expiresAt": time.Unix(r.End, 0).UTC(), "requestedAt": r.RequestedAt, "reason": r.Reason,
	}
}

// requestTarget names a request on the command line.
type requestTarget struct {
	Account string `arg:""`
	ID      string `arg:"" help:"Request id."`
}

func (t requestTarget) ask() portal.RequestAsk {
	return portal.RequestAsk{Actor: portal.ByCommand, Request: portal.Key{Account: t.Account, ID: t.ID}}
}

type requestShow struct {
	requestTarget
	JSON bool `help:"Print JSON."`
}

func (requestShow) Help() string { return "Example: latchkey request show acme lr_…" }

func (c requestShow) Run(a *app) error {
	return a.with(func(i *installation) error {
		d, err := i.service.RequestDetail(a.ctx, c.ask().Request)
		if err != nil {
			return err
		}
		if c.JSON {
			view := requestJSON(d.Request)
			view["emailStatus"], view["attempts"], view["cases"] = d.EmailStatus, len(d.Attempts), len(d.Cases)
			return a.printJSON(view)
		}
		fmt.Fprint(a.stdout, d.Bundle())
		return nil
	})
}

type requestBundle struct{ requestTarget }

func (requestBundle) Help() string { return "Example: latchkey request bundle acme lr_… | pbcopy" }

func (c requestBundle) Run(a *app) error {
	return a.with(func(i *installation) error {
		d, err := i.service.RequestDetail(a.ctx, c.ask().Request)
		if err != nil {
			return err
		}
		fmt.Fprint(a.stdout, d.Bundle())
		return nil
	})
}

// tellRequest prints what became of a verb on a request.
func (a *app) tellRequest(o portal.RequestOutcome) error {
	switch o := o.(type) {
	case portal.RequestDone:
		if o.Mail != "" {
			fmt.Fprintf(a.stderr, "Mail: %s.\n", o.Mail)
		}
		if o.URL != "" {
			fmt.Fprintln(a.stdout, o.URL)
		}
		return nil
	case portal.RequestNot:
		fmt.Fprintf(a.stderr, "The request is %s, attempt %d: nothing was changed.\n", o.Request.Status, o.Request.Attempt)
	}
	return errSaid
}

type requestRemind struct{ requestTarget }

func (requestRemind) Help() string { return "Example: latchkey request remind acme lr_…" }

func (c requestRemind) Run(a *app) error {
	return a.with(func(i *installation) error {
		o, err := i.service.RemindRequest(a.ctx, c.ask())
		if err != nil {
			return err
		}
		return a.tellRequest(o)
	})
}

type requestReissue struct {
	requestTarget
	Days  int  `help:"How long the new link can be answered; default: the partner's TTL."`
	Mail  bool `help:"Mail it to the address on file." default:"true" negatable:""`
	Force bool `help:"Mail it although the client declined a few days ago."`
}

func (requestReissue) Help() string { return "Example: latchkey request reissue acme lr_… --days 14" }

func (c requestReissue) Run(a *app) error {
	return a.with(func(i *installation) error {
		ask := c.ask()
		ask.Days, ask.Mail, ask.Force = c.Days, c.Mail, c.Force
		o, err := i.service.ReissueRequest(a.ctx, ask)
		if err != nil {
			return err
		}
		return a.tellRequest(o)
	}, config.BaseURL)
}

type requestWithdraw struct {
	requestTarget
	DropCases bool `help:"Give up the held cases too."`
}

func (requestWithdraw) Help() string { return "Example: latchkey request withdraw acme lr_…" }

func (c requestWithdraw) Run(a *app) error {
	return a.with(func(i *installation) error {
		ask := c.ask()
		ask.Drop = c.DropCases
		o, err := i.service.WithdrawRequest(a.ctx, ask)
		if err != nil {
			return err
		}
		return a.tellRequest(o)
	})
}

type sweepCommand struct {
	Once bool `help:"One round, and end." required:""`
}

func (sweepCommand) Help() string {
	return "The server does this every minute by itself.\nExample: latchkey sweep --once"
}

func (sweepCommand) Run(a *app) error {
	return a.with(func(i *installation) error {
		return sweep(a.ctx, i, slog.New(logs.Redact(slog.NewTextHandler(a.stderr, nil))))
	})
}
