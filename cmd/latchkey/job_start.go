package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"github.com/latchkey-portal/latchkey/internal/config"
	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type jobStart struct {
	Account string    `arg:""`
	Verb    string    `arg:"" help:"reissue, remind or revoke. To revoke a link request is to withdraw it." enum:"reissue,remind,revoke"`
	IDs     []string  `arg:"" optional:"" help:"Request ids, or kind/id of links; else the filter counts."`
	Over    string    `help:"requests or links." enum:"requests,links" default:"requests"`
	State   string    `help:"Only those: waiting, ending, expired, withdrawn, replaced, bounced; of requests also approved, declined, blocked."`
	Partner string    `help:"Only this partner's requests."`
	Kind    string    `help:"Only links of this kind: p, invoice, cq, …"`
	By      string    `help:"Which time --from and --until are about: made or ends." enum:"made,ends" default:"made"`
	From    time.Time `help:"Only at or after this time." format:"2006-01-02T15:04:05Z07:00"`
	Until   time.Time `help:"Only before this time." format:"2006-01-02T15:04:05Z07:00"`
	Undo    string    `help:"With reissue: new links for what this job revoked."`
	Days    int       `help:"How long new links work; default: as the partner or the account has it."`
	DryRun  bool      `help:"Say what would be done, and do nothing."`
	Wait    bool      `help:"Do the work here and now; else the server does it."`
	JSON    bool      `help:"Print JSON."`
}

func (jobStart) Help() string {
	return "A job goes on after a restart, and is there on the desk as well. Look first with --dry-run: there is no delay to undo it in, and no limit.\n" +
		"Example: latchkey job start acme reissue --state expired --days 14 --wait"
}

func (c jobStart) ask() portal.BulkAsk {
	sel := portal.Selection{
		Over: portal.Topic(c.Over), Partner: c.Partner, Kind: link.Kind(c.Kind), State: portal.PickState(c.State), By: portal.PickTime(c.By),
		From: c.From, Until: c.Until, Job: c.Undo,
	}
	for _, id := range c.IDs {
		p := portal.Pick{ID: id}
		if sel.Over == portal.OverLinks {
			kind, object, _ := strings.Cut(id, "/")
			p = portal.Pick{Kind: link.Kind(kind), ID: object}
		}
		sel.Picks = append(sel.Picks, p)
	}
	return portal.BulkAsk{
		Actor: portal.ByCommand, Account: c.Account, Verb: portal.BulkVerb(c.Verb), Selection: sel, Days: c.Days, Agreed: portal.AgreedToAll,
	}
}

func (c jobStart) Run(a *app) error {
	return a.with(func(i *installation) error {
		if c.DryRun {
			return c.dryRun(a, i)
		}
		j, err := i.service.MakeBulk(a.ctx, c.ask())
		if err != nil {
			return wrongAsk(err)
		}
		if c.Wait {
			if j, err = a.workJob(i, j); err != nil {
				return err
			}
		}
		if err := c.tell(a, j); err != nil {
			return err
		}
		if j.Failed > 0 {
			fmt.Fprintln(a.stderr, "Some failed. See: latchkey job results", j.Account, j.ID, "--state failed")
			return errSaid
		}
		return nil
	}, config.BaseURL)
}

// tell prints the id, for a script to keep, and how far it is beside it.
func (c jobStart) tell(a *app, j portal.BulkJob) error {
	if c.JSON {
		return a.printJSON(jobJSON(j))
	}
	if j.State == portal.BulkPlanning {
		fmt.Fprintln(a.stderr, "The server does it. See: latchkey job show", j.Account, j.ID)
	} else {
		fmt.Fprintf(a.stderr, "%d of %d done, %d skipped, %d failed, %d left out.\n", j.Done, j.Chosen, j.Skipped, j.Failed, j.LeftOut)
	}
	_, err := fmt.Fprintln(a.stdout, j.ID)
	return err
}

// wrongAsk tells wrong use from everything else.
func wrongAsk(err error) error {
	var invalid *portal.InvalidError
	if errors.As(err, &invalid) {
		return usageError{invalid}
	}
	return err
}

func (c jobStart) dryRun(a *app, i *installation) error {
	bar := a.countBar(-1, "Looking")
	looked, chosen, why := 0, 0, map[portal.BulkReason]int{}
	err := i.service.SurveyBulk(a.ctx, c.ask(), func(item portal.BulkItem) bool {
		looked++
		_ = bar.Add(1) // drawing only
		if item.State == portal.ItemTodo {
			chosen++
		} else {
			why[item.Reason]++
		}
		return a.ctx.Err() == nil
	})
	_ = bar.Finish() // drawing only
	if err != nil {
		return wrongAsk(err)
	}
	if c.JSON {
		return a.printJSON(map[string]any{"dryRun": true, "looked": looked, "chosen": chosen, "leftOut": looked - chosen, "why": why})
	}
	fmt.Fprintf(a.stdout, "%d looked at, %d to %s, %d left out\n", looked, chosen, c.Verb, looked-chosen)
	for _, reason := range slices.Sorted(maps.Keys(why)) {
		fmt.Fprintf(a.stdout, "%6d  %s\n", why[reason], reason)
	}
	return nil
}

// workJob plans and does a job here, beside a server that may be doing the same.
func (a *app) workJob(i *installation, j portal.BulkJob) (portal.BulkJob, error) {
	bar := a.countBar(-1, "Counting")
	for {
		n, err := i.service.WorkBulk(a.ctx, j.Key)
		if err != nil && a.ctx.Err() == nil {
			fmt.Fprintln(a.stderr, "latchkey:", err)
		}
		was := j.State
		if j, err = i.service.BulkJob(a.ctx, j.Key); err != nil {
			return j, fmt.Errorf("%s goes on where a server runs: %w", j.ID, err)
		}
		if was == portal.BulkPlanning && j.State == portal.BulkRunning {
			_ = bar.Finish() // drawing only
			bar = a.countBar(j.Chosen, string(j.Verb))
		}
		_ = bar.Set64(max(j.Settled(), 0)) // drawing only
		if j.State != portal.BulkPlanning && j.State != portal.BulkRunning {
			return j, bar.Finish()
		}
		if n > 0 {
			continue
		}
		select { // a server has it just now
		case <-a.ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// countBar draws a count where a person watches.
func (a *app) countBar(all int64, what string) *progressbar.ProgressBar {
	out, isFile := a.stderr.(*os.File)
	if !isFile || !isatty.IsTerminal(out.Fd()) {
		return progressbar.DefaultSilent(all)
	}
	return progressbar.NewOptions64(all, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}
