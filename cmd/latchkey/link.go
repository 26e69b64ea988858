package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type linkCommand struct {
	Sign    linkSign    `cmd:"" help:"Print a link."`
	Explain linkExplain `cmd:"" help:"Say which page a link shows, why, and what would mend it."`
	Reissue linkReissue `cmd:"" help:"Make a new link; older ones say that there is a newer one."`
	Remind  linkRemind  `cmd:"" help:"Mail the link in force once more."`
	Revoke  linkRevoke  `cmd:"" help:"End every link to an object, without a new one."`
}

func (linkCommand) Help() string {
	return "Example: latchkey link explain 'https://pay.example.com/acme/p/366332011?s=…'"
}

type linkSign struct {
	Account string   `arg:""`
	Kind    string   `arg:"" help:"invoice, p, cq, scp, usi, urb, ccp or redop."`
	ID      string   `arg:"" help:"Path id, or an invoice number."`
	Params  []string `arg:"" optional:"" help:"Covered parameters, name=value."`
	Days    int      `help:"Life in days from now; default: the account's."`
	Start   int64    `help:"First second, unix time."`
	End     int64    `help:"Second at which it is over, unix time."`
	Scheme  string   `help:"v2 (with a key) or v1 (with the seed)." enum:"v1,v2" default:"v2"`
	SHA1    bool     `name:"sha1" help:"HMAC-SHA-1 under v1."`
	Mail    bool     `help:"Mail it to the address on file; v2 only."`
	JSON    bool     `help:"Print JSON."`
}

func (linkSign) Help() string {
	return "Example: latchkey link sign acme invoice INV-2026-0417 --days 30"
}

func (c linkSign) Run(a *app) error {
	kind, ok := link.ParseKind(c.Kind)
	if !ok {
		return usageError{fmt.Errorf("there is no page kind %q; the kinds are %v", c.Kind, link.Kinds())}
	}
	params, err := pairs(c.Params)
	if err != nil {
		return err
	}
	if (c.Start != 0 || c.End != 0) && c.Days != 0 {
		return usageError{errors.New("give --days, or --start and --end, not both")}
	}
	return a.with(func(i *installation) error {
		ask := portal.SignAsk{
			Actor: portal.ByCommand, Account: c.Account, Kind: kind, ID: c.ID, Params: params,
			Start: c.Start, End: c.End, Days: c.Days, V1: c.Scheme == "v1", SHA1: c.SHA1, Mail: c.Mail,
		}
		signed, err := i.service.Sign(a.ctx, ask)
		if err != nil {
			return err
		}
		if signed.Mailed {
			fmt.Fprintln(a.stderr, "Queued to the address on file.")
		}
		if !signed.Known {
			fmt.Fprintf(a.stderr, "Note: %s has no %s %s yet; until it has, the link answers that it cannot be found.\n", c.Account, c.Kind, c.ID)
		}
		if c.JSON {
			return a.printJSON(map[string]any{"url": signed.URL, "expiresAt": time.Unix(signed.End, 0).UTC(), "known": signed.Known})
		}
		fmt.Fprintln(a.stdout, signed.URL)
		return nil
	}, config.BaseURL)
}

func pairs(list []string) (map[string]string, error) {
	params := map[string]string{}
	for _, pair := range list {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, usageError{fmt.Errorf("%q is not name=value", pair)}
		}
		params[name] = value
	}
	return params, nil
}

type linkExplain struct {
	URL  string `arg:"" optional:"" help:"The link; without it, it is read from standard input, as pasted."`
	JSON bool   `help:"Print JSON."`
}

func (linkExplain) Help() string {
	return "A customer says that it was used already: see docs/runbooks/already-used.md.\n" +
		"Example: latchkey link explain 'https://pay.example.com/acme/p/366332011?s=…'\nOr: pbpaste | latchkey link explain"
}

func (c linkExplain) Run(a *app) error {
	if c.URL == "" {
		body, err := io.ReadAll(io.LimitReader(a.stdin, 64<<10))
		if err != nil {
			return err
		}
		c.URL = string(body)
	}
	return a.with(func(i *installation) error {
		x, err := i.service.Explain(a.ctx, portal.Accounts{}, c.URL)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(explanationJSON(x))
		}
		fmt.Fprintln(a.stdout, x.Sentence)
		for _, repair := range x.Repairs {
			fmt.Fprintln(a.stdout, "  "+repair)
		}
		for _, check := range x.Checks {
			mark := "ok  "
			switch {
			case check.Noted:
				mark = "    "
			case !check.Passed:
				mark = "FAIL"
			}
			fmt.Fprintf(a.stdout, "  %s  %-16s %s\n", mark, check.Name, check.Detail)
		}
		fmt.Fprintln(a.stdout, "Page: "+x.Page)
		if x.Mend != "" {
			fmt.Fprintln(a.stdout, "To mend it: "+x.Mend)
		}
		return nil
	}, config.BaseURL)
}

func explanationJSON(x portal.Explanation) map[string]any {
	checks := make([]map[string]any, 0, len(x.Checks))
	for _, c := range x.Checks {
		checks = append(checks, map[string]any{"name": c.Name, "passed": c.Passed, "noted": c.Noted, "detail": c.Detail})
	}
	return map[string]any{"why": x.Sentence, "page": x.Page, "mend": x.Mend, "checks": checks, "repairs": append([]string{}, x.Repairs...), "title": x.Title}
}

// target names an object on the command line.
type target struct {
	Account string `arg:""`
	Kind    string `arg:"" help:"invoice, p, cq, scp, usi, urb, ccp or redop."`
	ID      string `arg:"" help:"Path id, or an invoice number."`
	JSON    bool   `help:"Print JSON."`
}

// ask turns it into an Ask with the generation in force.
func (t target) ask(a *app, i *installation) (portal.Ask, error) {
	kind, ok := link.ParseKind(t.Kind)
	if !ok {
		return portal.Ask{}, usageError{fmt.Errorf("there is no page kind %q", t.Kind)}
	}
	id := t.ID
	if kind == link.Invoice {
		var err error
		if id, err = i.service.PathIDOf(a.ctx, t.Account, id); err != nil {
			return portal.Ask{}, err
		}
	}
	key := portal.ObjectKey{Account: t.Account, Kind: kind, ID: id}
	detail, err := i.service.Detail(a.ctx, key)
	if err != nil {
		return portal.Ask{}, err
	}
	return portal.Ask{Actor: portal.ByCommand, Object: key, Generation: detail.State.Generation}, nil
}

// tell prints what became of a verb.
func (t target) tell(a *app, o portal.Outcome) error {
	switch o := o.(type) {
	case portal.Done:
		if t.JSON && o.State.Revoked {
			return a.printJSON(map[string]any{"generation": o.State.Generation, "revokedAt": o.State.EndedAt.UTC()})
		}
		if t.JSON {
			return a.printJSON(map[string]any{"url": o.URL, "mailed": o.Mailed, "generation": o.State.Generation, "expiresAt": time.Unix(o.State.End, 0).UTC()})
		}
		if o.Mailed {
			fmt.Fprintln(a.stderr, "Queued to the address on file.")
		}
		if o.URL != "" {
			fmt.Fprintln(a.stdout, o.URL)
		}
		return nil
	case portal.Overtaken:
		fmt.Fprintf(a.stderr, "Someone else was first: the links are at generation %d now. Nothing was changed.\n", o.State.Generation)
	case portal.NothingLive:
		fmt.Fprintln(a.stderr, "There is no live link to remind of. Reissue makes one.")
	case portal.NoAddress:
		fmt.Fprintln(a.stderr, "There is no address on file. Nothing was changed; reissue without --mail prints the link.")
	}
	return errSaid
}

type linkReissue struct {
	target
	Days int  `help:"Life of the new link in days; default: the account's."`
	Mail bool `help:"Mail it to the address on file."`
}

func (linkReissue) Help() string {
	return "Example: latchkey link reissue acme invoice INV-2026-0417 --days 14 --mail"
}

func (c linkReissue) Run(a *app) error {
	return a.with(func(i *installation) error {
		ask, err := c.ask(a, i)
		if err != nil {
			return err
		}
		ask.Days, ask.Mail = c.Days, c.Mail
		outcome, err := i.service.Reissue(a.ctx, ask)
		if err != nil {
			return err
		}
		return c.tell(a, outcome)
	}, config.BaseURL)
}

type linkRemind struct{ target }

func (linkRemind) Help() string { return "Example: latchkey link remind acme invoice INV-2026-0417" }

func (c linkRemind) Run(a *app) error {
	return a.with(func(i *installation) error {
		ask, err := c.ask(a, i)
		if err != nil {
			return err
		}
		outcome, err := i.service.Remind(a.ctx, ask)
		if err != nil {
			return err
		}
		return c.tell(a, outcome)
	})
}

type linkRevoke struct{ target }

func (linkRevoke) Help() string { return "Example: latchkey link revoke acme invoice INV-2026-0417" }

func (c linkRevoke) Run(a *app) error {
	return a.with(func(i *installation) error {
		ask, err := c.ask(a, i)
		if err != nil {
			return err
		}
		outcome, err := i.service.Revoke(a.ctx, ask)
		if err != nil {
			return err
		}
		return c.tell(a, outcome)
	})
}
