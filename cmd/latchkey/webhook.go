package main

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type webhookCommand struct {
	Create     webhookCreate     `cmd:"" help:"Make an endpoint; its signing secret is printed once."`
	List       webhookList       `cmd:"" help:"List an account's endpoints."`
	Rotate     webhookRotate     `cmd:"" help:"Make a new secret; the one before signs beside it for a day."`
	Enable     webhookEnable     `cmd:"" help:"Turn an endpoint on again and send what was held for it."`
	Delete     webhookDelete     `cmd:"" help:"Remove an endpoint. Its deliveries stay as a log."`
	Test       webhookTest       `cmd:"" help:"Send an event that says it is a test."`
	Deliveries webhookDeliveries `cmd:"" help:"List deliveries, newest first."`
}

func (webhookCommand) Help() string {
	return "Example: latchkey webhook create acme https://hooks.example.com/in"
}

type webhookCreate struct {
	Account string   `arg:""`
	URL     string   `arg:"" name:"url" help:"Where events are posted, https."`
	Partner string   `help:"Only this partner's events."`
	Event   []string `help:"Only events of this type; may be given several times. Without it: all but those that must be named."`
	Prefix  string   `help:"Sign in the t=…,v1=… style under headers of this prefix, X-Acme-; without it by Standard Webhooks."`
	JSON    bool     `help:"Print JSON."`
}

func (webhookCreate) Help() string {
	return "Example: latchkey webhook create acme https://hooks.example.com/in --partner ledgerly --event client.linked"
}

func (c webhookCreate) Run(a *app) error {
	return a.with(func(i *installation) error {
		if err := hook.CheckURL(c.URL, i.config.WebhookAllowPrivate); err != nil {
			return err
		}
		e := portal.Endpoint{Account: c.Account, Partner: c.Partner, URL: c.URL, Events: c.Event, Style: portal.StandardStyle}
		if c.Prefix != "" {
			if err := hook.CheckPrefix(c.Prefix); err != nil {
				return err
			}
			e.Style, e.HeaderPrefix = portal.TimedStyle, c.Prefix
		}
		e, secret, err := i.service.CreateEndpoint(a.ctx, portal.ByCommand, e)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, e.ID, e.URL, secret)
	})
}

type webhookList struct {
	Account string `arg:""`
	JSON    bool   `help:"Print JSON."`
}

func (webhookList) Help() string { return "Example: latchkey webhook list acme" }

func (c webhookList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		list, err := i.service.Endpoints(a.ctx, c.Account)
		if err != nil {
			return err
		}
		for _, e := range list {
			if c.JSON {
				if err := a.printJSON(map[string]any{
					"id": e.ID, "url": e.URL, "partner": e.Partner, "events": e.Events, "style": e.Style, "headerPrefix": e.HeaderPrefix,
					"disabled": !e.DisabledAt.IsZero(), "reason": e.Reason, "createdAt": e.CreatedAt,
				}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%-32s %-3s  %s\n", e.ID, onOff(e.DisabledAt.IsZero()), e.URL)
		}
		return nil
	})
}

// webhookTarget names an endpoint.
type webhookTarget struct {
	Account string `arg:""`
	ID      string `arg:"" help:"Endpoint id."`
}

type webhookRotate struct {
	webhookTarget
	Overlap time.Duration `help:"How long the secret before signs beside the new one, up to 168h; 0 after a leak." default:"24h"`
	JSON    bool          `help:"Print JSON."`
}

func (webhookRotate) Help() string { return "Example: latchkey webhook rotate acme whk_…" }

func (c webhookRotate) Run(a *app) error {
	return a.with(func(i *installation) error {
		secret, err := i.service.RotateEndpointSecret(a.ctx, portal.ByCommand, c.Account, c.ID, c.Overlap)
		if err != nil {
			return err
		}
		return a.tellKey(c.JSON, c.ID, "", secret)
	})
}

type webhookEnable struct{ webhookTarget }

func (webhookEnable) Help() string { return "Example: latchkey webhook enable acme whk_…" }

func (c webhookEnable) Run(a *app) error {
	return a.with(func(i *installation) error {
		held, err := i.service.EnableEndpoint(a.ctx, portal.ByCommand, c.Account, c.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "%d held deliveries are sent\n", held)
		return nil
	})
}

type webhookDelete struct{ webhookTarget }

func (webhookDelete) Help() string { return "Example: latchkey webhook delete acme whk_…" }

func (c webhookDelete) Run(a *app) error {
	return a.with(func(i *installation) error {
		return i.service.DeleteEndpoint(a.ctx, portal.ByCommand, c.Account, c.ID)
	})
}

type webhookTest struct {
	webhookTarget
	Event string `help:"Type of the event." default:"client.linked"`
}

func (webhookTest) Help() string { return "Example: latchkey webhook test acme whk_…" }

func (c webhookTest) Run(a *app) error {
	return a.with(func(i *installation) error {
		e, err := i.service.TestEndpoint(a.ctx, portal.ByCommand, c.Account, c.ID, c.Event)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, e.ID)
		return nil
	})
}

type webhookDeliveries struct {
	Account  string `arg:""`
	Endpoint string `help:"Only to this endpoint."`
	Limit    int    `help:"How many." default:"50"`
	JSON     bool   `help:"Print JSON."`
}

func (webhookDeliveries) Help() string {
	return "Example: latchkey webhook deliveries acme --endpoint whk_…"
}

func (c webhookDeliveries) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		list, err := i.service.Deliveries(a.ctx, portal.DeliveryFilter{Account: c.Account, Endpoint: c.Endpoint, Limit: c.Limit})
		if err != nil {
			return err
		}
		for _, d := range list {
			if c.JSON {
				if err := a.printJSON(map[string]any{
					"id": d.ID, "endpoint": d.Endpoint, "event": d.Event, "type": d.Type, "state": d.State, "attempts": d.Attempts,
					"lastStatus": d.LastStatus, "lastError": d.LastError, "replay": d.Replay, "createdAt": d.CreatedAt,
				}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%s  %-32s %-24s %-10s %d tries, %d\n", d.CreatedAt.Format(time.RFC3339), d.ID, d.Type, d.State, d.Attempts, d.LastStatus)
		}
		return nil
	})
}
