package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type eventsCommand struct {
	List   eventsList   `cmd:"" help:"List an account's events, oldest first."`
	Replay eventsReplay `cmd:"" help:"Send events again: one, or all that failed at an endpoint."`
}

func (eventsCommand) Help() string { return "Example: latchkey events list acme --after 100" }

type eventsList struct {
	Account string `arg:""`
	After   int64  `help:"Only events after this sequence number."`
	Limit   int    `help:"How many." default:"50"`
	JSON    bool   `help:"Print JSON."`
}

func (eventsList) Help() string { return "Example: latchkey events list acme --json" }

func (c eventsList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		events, err := i.service.Events(a.ctx, c.Account, "", c.After, c.Limit)
		if err != nil {
			return err
		}
		for _, e := range events {
			if c.JSON {
				if err := a.printJSON(map[string]any{
					"id": e.ID, "type": e.Type, "sequence": e.Seq, "epoch": e.Epoch, "occurredAt": e.OccurredAt,
					"object": map[string]string{"type": e.ObjectType, "id": e.ObjectID}, "data": json.RawMessage(e.Data),
				}); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%6d  %s  %-24s %s\n", e.Seq, e.OccurredAt.Format(time.RFC3339), e.Type, e.ObjectID)
		}
		return nil
	})
}

type eventsReplay struct {
	Account  string        `arg:""`
	Event    string        `help:"Id of one event." xor:"what" required:""`
	Endpoint string        `help:"Endpoint whose failed deliveries are sent again." xor:"what" required:""`
	Since    time.Duration `help:"With --endpoint: how far back." default:"72h"`
}

func (eventsReplay) Help() string {
	return "Example: latchkey events replay acme --event evt_…\nOr: latchkey events replay acme --endpoint whk_… --since 24h"
}

func (c eventsReplay) Run(a *app) error {
	return a.with(func(i *installation) error {
		f := portal.DeliveryFilter{Account: c.Account, Event: c.Event, Endpoint: c.Endpoint}
		if c.Endpoint != "" {
			f.State, f.Since = portal.DeliveryExhausted, i.clock.now().Add(-c.Since)
		}
		n, err := i.service.ReplayDeliveries(a.ctx, portal.ByCommand, f)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stderr, "%d deliveries are on their way again.\n", n)
		return nil
	})
}
