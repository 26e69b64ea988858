package main

import (
	"encoding/csv"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

type jobCommand struct {
	Start   jobStart   `cmd:"" help:"Reissue, remind of or revoke many links."`
	List    jobList    `cmd:"" help:"List an account's jobs, newest first."`
	Show    jobShow    `cmd:"" help:"Show how far a job is."`
	Pause   jobPause   `cmd:"" help:"Hold a job behind the object it is at."`
	Resume  jobResume  `cmd:"" help:"Go on with a job that is paused."`
	Stop    jobStop    `cmd:"" help:"End a job behind the object it is at."`
	Results jobResults `cmd:"" help:"Print what became of each object."`
}

func (jobCommand) Help() string {
	return "Example: latchkey job start acme reissue --state expired --dry-run"
}

func jobJSON(j portal.BulkJob) map[string]any {
	view := map[string]any{
		"id": j.ID, "account": j.Account, "verb": j.Verb, "over": j.Selection.Over, "state": j.State, "looked": j.Looked, "chosen": j.Chosen,
		"leftOut": j.LeftOut, "done": j.Done, "skipped": j.Skipped, "failed": j.Failed, "createdAt": j.CreatedAt,
	}
	if !j.EndedAt.IsZero() {
		view["endedAt"] = j.EndedAt
	}
	return view
}

// tellJob prints a job in a line.
func (a *app) tellJob(j portal.BulkJob, asJSON bool) error {
	if asJSON {
		return a.printJSON(jobJSON(j))
	}
	_, err := fmt.Fprintf(a.stdout, "%s  %-8s %-8s %-8s  %d of %d done, %d skipped, %d failed, %d left out\n",
		j.ID, j.Verb, j.Selection.Over, j.State, j.Done, j.Chosen, j.Skipped, j.Failed, j.LeftOut)
	return err
}

type jobList struct {
	Account string `arg:""`
	Limit   int    `help:"How many." default:"50"`
	JSON    bool   `help:"Print JSON."`
}

func (jobList) Help() string { return "Example: latchkey job list acme" }

func (c jobList) Run(a *app) error {
	return a.withAccount(c.Account, func(i *installation) error {
		list, err := i.service.BulkJobs(a.ctx, portal.BulkFilter{Accounts: portal.OnlyAccounts(c.Account), Limit: c.Limit})
		if err != nil {
			return err
		}
		for _, j := range list {
			if err := a.tellJob(j, c.JSON); err != nil {
				return err
			}
		}
		return nil
	})
}

// jobTarget names a job on the command line.
type jobTarget struct {
	Account string `arg:""`
	ID      string `arg:"" help:"Job id."`
}

func (t jobTarget) key() portal.Key { return portal.Key{Account: t.Account, ID: t.ID} }

type jobShow struct {
	jobTarget
	JSON bool `help:"Print JSON."`
}

func (jobShow) Help() string { return "Example: latchkey job show acme job_…" }

func (c jobShow) Run(a *app) error {
	return a.with(func(i *installation) error {
		j, err := i.service.BulkJob(a.ctx, c.key())
		if err != nil {
			return err
		}
		return a.tellJob(j, c.JSON)
	})
}

type jobPause struct{ jobTarget }

func (jobPause) Help() string { return "Example: latchkey job pause acme job_…" }

func (c jobPause) Run(a *app) error {
	return a.with(func(i *installation) error {
		return a.tellMoved(i.service.PauseBulk(a.ctx, portal.ByCommand, c.key()))
	})
}

type jobResume struct{ jobTarget }

func (jobResume) Help() string { return "Example: latchkey job resume acme job_…" }

func (c jobResume) Run(a *app) error {
	return a.with(func(i *installation) error {
		return a.tellMoved(i.service.ResumeBulk(a.ctx, portal.ByCommand, c.key()))
	})
}

type jobStop struct{ jobTarget }

func (jobStop) Help() string { return "Example: latchkey job stop acme job_…" }

func (c jobStop) Run(a *app) error {
	return a.with(func(i *installation) error {
		return a.tellMoved(i.service.StopBulk(a.ctx, portal.ByCommand, c.key()))
	})
}

func (a *app) tellMoved(outcome portal.BulkOutcome, err error) error {
	if err != nil {
		return err
	}
	if moved, did := outcome.(portal.BulkMoved); did {
		return a.tellJob(moved.Job, false)
	}
	fmt.Fprintln(a.stderr, "The job is in no state for that. Nothing was changed.")
	return errSaid
}

type jobResults struct {
	jobTarget
	State string `help:"Only these: todo, left-out, done, skipped, failed or undone." enum:",todo,left-out,done,skipped,failed,undone" default:""`
	JSON  bool   `help:"Print JSON, an object to a line."`
}

func (jobResults) Help() string { return "Example: latchkey job results acme job_… > results.csv" }

func (c jobResults) Run(a *app) error {
	return a.with(func(i *installation) error {
		if _, err := i.service.BulkJob(a.ctx, c.key()); err != nil {
			return err
		}
		out := csv.NewWriter(a.stdout)
		if !c.JSON {
			_ = out.Write([]string{"position", "kind", "id", "reference", "state", "why", "at"}) // told by Error
		}
		f := portal.BulkItemFilter{Job: c.key(), State: portal.BulkItemState(c.State), Limit: 1000}
		for {
			items, err := i.service.BulkItems(a.ctx, f)
			if err != nil || len(items) == 0 {
				return err
			}
			for _, item := range items {
				if c.JSON {
					err = a.printJSON(itemJSON(item))
				} else {
					err = out.Write([]string{fmt.Sprint(item.Place), string(item.Kind), item.Object, item.Reference, string(item.State), string(item.Reason), settledAt(item)})
				}
				if err != nil {
					return err
				}
				f.After = item.Place
			}
			if out.Flush(); out.Error() != nil {
				return out.Error()
			}
		}
	})
}

func itemJSON(i portal.BulkItem) map[string]any {
	view := map[string]any{"position": i.Place, "kind": i.Kind, "id": i.Object, "reference": i.Reference, "state": i.State}
	if i.Reason != "" {
		view["why"] = i.Reason
	}
	if !i.At.IsZero() {
		view["at"] = i.At
	}
	return view
}

func settledAt(i portal.BulkItem) string {
	if i.At.IsZero() {
		return ""
	}
	return i.At.UTC().Format(time.RFC3339)
}
