package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type jobInput struct {
	Body struct {
		Verb   string     `json:"verb" enum:"reissue,remind,revoke" doc:"revoke withdraws link requests."`
		Over   string     `json:"over" enum:"requests,links"`
		IDs    []string   `json:"ids,omitempty" maxItems:"500" doc:"Of requests: the id. Of links: kind/id. The filter does not count then."`
		Filter *jobFilter `json:"filter,omitempty"`
		Undo   string     `json:"undo,omitempty" maxLength:"64" doc:"New links for what this job revoked, where nothing newer is in force."`
		Days   int        `json:"days,omitempty" minimum:"1" maximum:"99" doc:"Of new links; left out: as the partner or the account has it."`
		DryRun bool       `json:"dryRun,omitempty" doc:"Say what would be done, look at 10,000 objects at most, and keep nothing."`
	}
}

type jobFilter struct {
	Partner string `json:"partner,omitempty" maxLength:"64" doc:"Of requests."`
	Kind    string `json:"kind,omitempty" maxLength:"16" doc:"Of links: p, invoice, cq, …"`
	State   string `json:"state,omitempty" enum:"waiting,ending,expired,approved,declined,withdrawn,blocked,replaced,bounced"`
	By      string `json:"by,omitempty" enum:"made,ends" doc:"Which time from and until are about; made if left out."`
	From    string `json:"from,omitempty" format:"date-time" doc:"At or after."`
	Until   string `json:"until,omitempty" format:"date-time" doc:"Before."`
}

// jobView is a job as the API shows it.
type jobView struct {
	ID        string           `json:"id" doc:"Empty after a dry run."`
	Verb      string           `json:"verb" enum:"reissue,remind,revoke"`
	Over      string           `json:"over" enum:"requests,links"`
	State     string           `json:"state" enum:"planning,ready,running,paused,stopped,done,dry-run" doc:"ready: more than 500; people agree to it at the desk."`
	Looked    int64            `json:"looked" doc:"Objects that were looked at, so far."`
	Chosen    int64            `json:"chosen" doc:"Of those, what is to be done."`
	LeftOut   int64            `json:"leftOut"`
	Done      int64            `json:"done"`
	Skipped   int64            `json:"skipped" doc:"Moved on before its turn came."`
	Failed    int64            `json:"failed"`
	Why       map[string]int64 `json:"why,omitempty" doc:"After a dry run: why things are left out, counted."`
	Complete  bool             `json:"complete" doc:"Everything was looked at."`
	CreatedAt string           `json:"createdAt" format:"date-time"`
	StartsAt  *string          `json:"startsAt" format:"date-time"`
	EndedAt   *string          `json:"endedAt" format:"date-time"`
}

type jobOutput struct{ Body jobView }

// JobID names one job.
type JobID struct {
	ID string `path:"id" maxLength:"64"`
}

type jobItemsInput struct {
	JobID
	Paging
	State string `query:"state" enum:",todo,left-out,done,skipped,failed,undone"`
}

// jobItem is one object of a job as the API and the files show it.
type jobItem struct {
	Position  int64  `json:"position"`
	Kind      string `json:"kind"`
	ID        string `json:"id"`
	Reference string `json:"reference"`
	State     string `json:"state" enum:"todo,left-out,done,skipped,failed,undone"`
	Why       string `json:"why,omitempty"`
	At        string `json:"at,omitempty"`
}

const tagJobs = "Jobs"

// dryRunMost is how many objects a dry run looks at while its caller waits.
const dryRunMost = 10_000

func (a *api) jobs() {
	register(a, operation{
		method: http.MethodPost, path: "/api/v1/jobs", id: "start-job", tag: tagJobs, scopes: mayVerb(), status: http.StatusAccepted,
		summary: "Do one thing to many links", about: "The job is counted and worked through in the background, and goes on after a restart. " +
			"More than 500 wait for people to agree at the desk.",
	}, a.startJob)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/jobs", id: "list-jobs", tag: tagJobs, scopes: []string{"read"}, status: http.StatusOK,
		summary: "List jobs, newest first",
	}, a.listJobs)
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/jobs/{id}", id: "get-job", tag: tagJobs, scopes: []string{"read"}, status: http.StatusOK,
		summary: "See how far a job is",
	}, func(ctx context.Context, in *JobID) (*jobOutput, error) {
		j, err := a.Portal.BulkJob(ctx, in.key(ctx))
		return &jobOutput{showJob(j)}, err
	})
	register(a, operation{
		method: http.MethodGet, path: "/api/v1/jobs/{id}/items", id: "list-job-items", tag: tagJobs, scopes: []string{"read"}, status: http.StatusOK,
		summary: "List what became of each object of a job",
	}, a.listJobItems)
	for _, verb := range []struct {
		name, summary string
		move          func(context.Context, portal.Actor, portal.Key) (portal.BulkOutcome, error)
	}{
		{"pause", "Hold a job behind the object it is at", a.Portal.PauseBulk},
		{"resume", "Go on with a job that is paused", a.Portal.ResumeBulk},
		{"stop", "End a job behind the object it is at", a.Portal.StopBulk},
	} {
		register(a, operation{
			method: http.MethodPost, path: "/api/v1/jobs/{id}/" + verb.name, id: verb.name + "-job", tag: tagJobs, scopes: mayVerb(),
			status: http.StatusOK, summary: verb.summary, about: "409 if the job is in no state for it.",
		}, func(ctx context.Context, in *JobID) (*jobOutput, error) {
			outcome, err := verb.move(ctx, callOf(ctx).actor(), in.key(ctx))
			if err != nil {
				return nil, err
			}
			moved, did := outcome.(portal.BulkMoved)
			if !did {
				return nil, conflictNow("The job is in no state for that.")
			}
			return &jobOutput{showJob(moved.Job)}, nil
		})
	}
}

func (id JobID) key(ctx context.Context) portal.Key {
	return portal.Key{Account: callOf(ctx).account(), ID: id.ID}
}

func (a *api) startJob(ctx context.Context, in *jobInput) (*jobOutput, error) {
	c, b := callOf(ctx), in.Body
	ask := portal.BulkAsk{
		Actor: c.actor(), Account: c.account(), Verb: portal.BulkVerb(b.Verb), Days: b.Days, Agreed: portal.AgreedToAll,
		Selection: portal.Selection{Over: portal.Topic(b.Over), Job: b.Undo},
	}
	for _, id := range b.IDs {
		p := portal.Pick{ID: id}
		if ask.Selection.Over == portal.OverLinks {
			kind, object, _ := strings.Cut(id, "/")
			p = portal.Pick{Kind: link.Kind(kind), ID: object}
		}
		ask.Selection.Picks = append(ask.Selection.Picks, p)
	}
	if f := b.Filter; f != nil {
		f.onto(&ask.Selection)
	}
	if b.DryRun {
		return a.dryRunJob(ctx, ask)
	}
	j, err := a.Portal.MakeBulk(ctx, ask)
	return &jobOutput{showJob(j)}, err
}

// onto writes the filter into a selection; huma has checked the times.
func (f *jobFilter) onto(sel *portal.Selection) {
	sel.Partner, sel.Kind, sel.State, sel.By = f.Partner, link.Kind(f.Kind), portal.PickState(f.State), portal.PickTime(f.By)
	sel.From, _ = time.Parse(time.RFC3339, f.From)
	sel.Until, _ = time.Parse(time.RFC3339, f.Until)
}

func (a *api) dryRunJob(ctx context.Context, ask portal.BulkAsk) (*jobOutput, error) {
	out := jobView{
		Verb: string(ask.Verb), Over: string(ask.Selection.Over), State: "dry-run", Complete: true, Why: map[string]int64{},
		CreatedAt: stamp(a.Portal.Now()),
	}
	err := a.Portal.SurveyBulk(ctx, ask, func(i portal.BulkItem) bool {
		if out.Looked == dryRunMost {
			out.Complete = false
			return false
		}
		if out.Looked++; i.State == portal.ItemTodo {
			out.Chosen++
		} else {
			out.LeftOut++
			out.Why[string(i.Reason)]++
		}
		return true
	})
	return &jobOutput{out}, err
}

func (a *api) listJobs(ctx context.Context, in *Paging) (*listOf[jobView], error) {
	before, err := in.cursor()
	if err != nil {
		return nil, err
	}
	jobs, err := a.Portal.BulkJobs(ctx, portal.BulkFilter{Accounts: portal.OnlyAccounts(callOf(ctx).account()), Before: before, Limit: in.limit() + 1})
	if err != nil {
		return nil, err
	}
	return cut(jobs, in.limit(), func(j portal.BulkJob) string { return placeText(j.CreatedAt, j.ID) },
		func(j portal.BulkJob) (jobView, error) { return showJob(j), nil })
}

func (a *api) listJobItems(ctx context.Context, in *jobItemsInput) (*listOf[jobItem], error) {
	after, err := in.cursor()
	if err != nil {
		return nil, err
	}
	j, err := a.Portal.BulkJob(ctx, in.key(ctx))
	if err != nil {
		return nil, err
	}
	f := portal.BulkItemFilter{Job: j.Key, State: portal.BulkItemState(in.State), Limit: in.limit() + 1}
	if after.ID != "" {
		if f.After, err = strconv.ParseInt(after.ID, 10, 64); err != nil {
			return nil, unprocessable("query.after", "Give next of the page before.")
		}
	}
	items, err := a.Portal.BulkItems(ctx, f)
	if err != nil {
		return nil, err
	}
	return cut(items, in.limit(), func(i portal.BulkItem) string { return placeText(j.CreatedAt, strconv.FormatInt(i.Place, 10)) },
		func(i portal.BulkItem) (jobItem, error) { return showItem(i), nil })
}

func showJob(j portal.BulkJob) jobView {
	v := jobView{
		ID: j.ID, Verb: string(j.Verb), Over: string(j.Selection.Over), State: string(j.State), Looked: j.Looked, Chosen: j.Chosen,
		LeftOut: j.LeftOut, Done: j.Done, Skipped: j.Skipped, Failed: j.Failed, Complete: j.State != portal.BulkPlanning,
		CreatedAt: stamp(j.CreatedAt),
	}
	if !j.StartsAt.IsZero() {
		at := stamp(j.StartsAt)
		v.StartsAt = &at
	}
	if !j.EndedAt.IsZero() {
		at := stamp(j.EndedAt)
		v.EndedAt = &at
	}
	return v
}

func showItem(i portal.BulkItem) jobItem {
	return jobItem{i.Place, string(i.Kind), i.Object, i.Reference, string(i.State), string(i.Reason), settledAt(i)}
}
