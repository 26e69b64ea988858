package main

import (
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type decisionsCommand struct {
	List     decisionsList     `cmd:"" help:"List what customers decided about what is billed."`
	Export   decisionsExport   `cmd:"" help:"Write them as CSV or NDJSON."`
	Conclude decisionsConclude `cmd:"" help:"Say what became of one."`
}

func (decisionsCommand) Help() string {
	return "Example: latchkey decisions list acme --state submitted"
}

type decisionsList struct {
	Account string `arg:""`
	State   string `help:"Only these: recorded, acknowledged, submitted, applied, refused, lapsed, withdrawn, superseded."`
	Limit   int    `help:"How many." default:"50"`
	JSON    bool   `help:"Print JSON."`
}

func (decisionsList) Help() string {
	return "Example: latchkey decisions list acme --state submitted --json"
}

func (c decisionsList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		f := portal.BillingFilter{Account: c.Account, State: portal.BillingState(c.State), Limit: c.Limit}
		found, err := i.service.Decisions(a.ctx, f)
		if err != nil {
			return err
		}
		for _, d := range found {
			if c.JSON {
				if err := a.printJSON(decisionJSON(d)); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(a.stdout, "%s  %-12s  %-16s %-28s %s\n", d.CreatedAt.UTC().Format(time.RFC3339), d.State, d.Action, d.Subject.Type+" "+d.Subject.ID, d.ID)
		}
		return nil
	})
}

// decisionJSON is a row as an object of strings, as the export has it.
func decisionJSON(d portal.BillingDecision) map[string]string {
	object := map[string]string{}
	for _, cell := range d.Row() {
		object[cell.Name] = cell.Value
	}
	return object
}

type decisionsExport struct {
	Account string        `arg:""`
	Format  string        `help:"csv or ndjson." enum:"csv,ndjson" default:"csv"`
	Since   time.Duration `help:"Those that changed in so long." default:"24h"`
}

func (decisionsExport) Help() string {
	return "Example: latchkey decisions export acme --since 24h > decisions.csv"
}

func (c decisionsExport) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		until := i.clock.now()
		return i.service.ExportDecisions(a.ctx, a.stdout, c.Account, portal.ExportFormat(c.Format), until.Add(-c.Since), until)
	})
}

type decisionsConclude struct {
	Account   string `arg:""`
	ID        string `arg:"" help:"Id of the decision."`
	Applied   bool   `help:"It was carried out." xor:"state" required:""`
	Refused   bool   `help:"It was not, and will not be." xor:"state" required:""`
	Code      string `help:"Your own code."`
	Message   string `help:"Shown to the customer."`
	Effective string `help:"When it takes effect: RFC 3339, or a date."`
}

func (decisionsConclude) Help() string {
	return "Example: latchkey decisions conclude acme dec_… --refused --message 'This plan is sold out.'"
}

func (c decisionsConclude) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		ask := portal.ConcludeAsk{State: portal.DecisionApplied, Code: c.Code, Message: c.Message, EffectiveAt: c.Effective}
		if c.Refused {
			ask.State = portal.DecisionRefused
		}
		got, err := i.service.Conclude(a.ctx, portal.ByCommand, portal.Key{Account: c.Account, ID: c.ID}, ask)
		if err != nil {
			return err
		}
		switch got := got.(type) {
		case portal.Concluded:
			fmt.Fprintf(a.stderr, "The decision is %s.\n", got.Decision.State)
			return nil
		case portal.AlreadyConcluded:
			fmt.Fprintf(a.stderr, "The decision is %s already.\n", got.Decision.State)
			if got.Same {
				return nil
			}
		case portal.CannotRefuse:
			fmt.Fprintln(a.stderr, "A declaration cannot be refused. It counts as acknowledged now, and what you said is kept with it.")
		case portal.ProviderDecides:
			fmt.Fprintln(a.stderr, "The payment provider says what becomes of this one.")
		}
		return errSaid
	})
}
