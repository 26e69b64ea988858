package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func bulkJob(id string, n int) portal.BulkJob {
	at := noon.Add(time.Duration(n) * time.Second)
	return portal.BulkJob{Key: key("demo", id), Verb: portal.BulkRemind, State: portal.BulkPlanning, NextAt: at, CreatedAt: at,
		Selection: portal.Selection{Over: portal.OverRequests}}
}

func addBulk(t *testing.T, s portal.Store, all ...portal.BulkJob) {
	t.Helper()
	in(t, s, func(tx portal.Tx) error {
		for _, j := range all {
			wantErr(t, nil, tx.AddBulkJob(ctx, j))
			wantErr(t, portal.ErrExists, tx.AddBulkJob(ctx, j))
		}
		return nil
	})
}

func bulkJobs(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	full := portal.BulkJob{
		Key: key("demo", "job_1"), Verb: portal.BulkReissue, Days: 14, Actor: "admin:a1", State: portal.BulkStopped, Agreed: -1, Delay: time.Minute,
		Selection: portal.Selection{Over: portal.OverLinks, Picks: []portal.Pick{{Kind: link.Invoice, ID: text, Seen: 3}}, Job: "j", Partner: "p",
			Kind: link.Invoice, State: portal.PickExpired, By: portal.PickEnds, From: noon, Until: later, Now: 1, Soon: 2},
		Cursor: text, Runner: "run_1", NextAt: later, Looked: 9, Chosen: 6, LeftOut: 3, Done: 2, Skipped: 1, Failed: 1,
		SinceAt: noon, SinceDone: 1, CreatedAt: noon, StartsAt: later, EndedAt: later,
	}
	bare, foreign := bulkJob("job_2", 1), full
	foreign.Key = key("other", "job_0")
	addBulk(t, s, full, bare, foreign)
	got(t, full)(s.BulkJob(ctx, full.Key))
	_, err := s.BulkJob(ctx, key("other", "job_2"))
	wantErr(t, portal.ErrNotFound, err)
	demo := portal.OnlyAccounts("demo")
	got(t, []portal.BulkJob{bare, full})(s.BulkJobs(ctx, portal.BulkFilter{Accounts: demo}))
	got(t, []portal.BulkJob{bare})(s.BulkJobs(ctx, portal.BulkFilter{Accounts: demo, Limit: 1}))
	got(t, []portal.BulkJob{full})(s.BulkJobs(ctx, portal.BulkFilter{Accounts: demo, Before: portal.Cursor{At: bare.CreatedAt, ID: bare.ID}}))
	got(t, []portal.BulkJob{full, foreign})(s.BulkJobs(ctx, portal.BulkFilter{State: portal.BulkStopped}))
	got(t, []portal.BulkJob{foreign})(s.BulkJobs(ctx, portal.BulkFilter{Accounts: portal.Roles{"": portal.Owner, "demo": ""}.Where(portal.MaySee)}))
	got(t, []portal.BulkJob(nil))(s.BulkJobs(ctx, portal.BulkFilter{Accounts: portal.OnlyAccounts()}))
}

func claimBulk(s portal.Store, k portal.Key, runner string, now time.Time) (j portal.BulkJob, err error) {
	err = s.InTx(ctx, func(tx portal.Tx) (err error) {
		j, err = tx.ClaimBulkJob(ctx, k, runner, now, time.Minute)
		return err
	})
	return j, err
}

func moveBulk(s portal.Store, j portal.BulkJob, from portal.BulkState) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.MoveBulkJob(ctx, j, from) })
}

func holdBulk(s portal.Store, k portal.Key, runner string, until time.Time) (bool, error) {
	return verb(s, func(tx portal.Tx) (bool, error) { return tx.HoldBulkJob(ctx, k, runner, until) })
}

func claimBulkJobs(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	j, later2, over := bulkJob("a", 0), bulkJob("b", 9), bulkJob("c", 0)
	over.State = portal.BulkPaused
	addBulk(t, s, j, later2, over)
	got(t, []portal.Key{j.Key})(s.DueBulkJobs(ctx, noon, 9))
	got(t, []portal.Key{j.Key, later2.Key})(s.DueBulkJobs(ctx, later, 9))
	for _, k := range []portal.Key{later2.Key, over.Key, key("demo", "none")} {
		_, err := claimBulk(s, k, "run_1", noon)
		wantErr(t, portal.ErrNotFound, err)
	}
	j.Runner, j.NextAt = "run_1", noon.Add(time.Minute)
	got(t, j)(claimBulk(s, j.Key, "run_1", noon))
	_, err := claimBulk(s, j.Key, "run_2", noon)
	wantErr(t, portal.ErrNotFound, err)
	got(t, false)(holdBulk(s, j.Key, "run_1", later)) // it is planned, not run

	planned := j
	planned.Cursor, planned.Looked, planned.Chosen, planned.LeftOut = "x", 3, 2, 1
	plan := func(j portal.BulkJob, from string) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.PlanBulkJob(ctx, j, from) })
	}
	got(t, true)(plan(planned, ""))
	got(t, false)(plan(planned, ""))
	stranger := planned
	stranger.Runner = "run_2"
	got(t, false)(plan(stranger, "x"))
	got(t, planned)(s.BulkJob(ctx, j.Key))

	running := planned
	running.State, running.Runner, running.NextAt, running.Actor, running.Agreed = portal.BulkRunning, "", noon, "key:k", 2
	running.SinceAt, running.SinceDone, running.StartsAt, running.EndedAt = noon, 1, noon, later
	got(t, false)(moveBulk(s, running, portal.BulkReady))
	got(t, true)(moveBulk(s, running, portal.BulkPlanning))
	got(t, running)(s.BulkJob(ctx, j.Key))
	got(t, false)(plan(planned, "x"))

	// A claim that lapsed is another's, and the first holds nothing any more.
	running.Runner, running.NextAt = "run_3", noon.Add(time.Minute)
	got(t, running)(claimBulk(s, j.Key, "run_3", noon))
	got(t, true)(holdBulk(s, j.Key, "run_3", noon.Add(2*time.Minute)))
	_, err = claimBulk(s, j.Key, "run_4", noon.Add(2*time.Minute-time.Microsecond))
	wantErr(t, portal.ErrNotFound, err)
	running.Runner, running.NextAt = "run_4", noon.Add(3*time.Minute)
	got(t, running)(claimBulk(s, j.Key, "run_4", noon.Add(2*time.Minute)))
	got(t, false)(holdBulk(s, j.Key, "run_3", later))
	for _, runner := range []string{"run_3", "run_4"} {
		in(t, s, func(tx portal.Tx) error { return tx.ReleaseBulkJob(ctx, j.Key, runner, noon) })
		running.Runner, running.NextAt = map[string]string{"run_3": "run_4"}[runner], map[string]time.Time{"run_3": running.NextAt, "run_4": noon}[runner]
		got(t, running)(s.BulkJob(ctx, j.Key))
	}
}

func claimBulkRace(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	addBulk(t, s, bulkJob("a", 0))
	won := together(t, 16, func(i int) (bool, error) {
		_, err := claimBulk(s, key("demo", "a"), fmt.Sprint("run_", i), noon)
		return err == nil, ignore(err, portal.ErrNotFound)
	})
	if n := count(won); n != 1 {
		t.Errorf("%d claimed it", n)
	}
}

func bulkItems(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	j := bulkJob("a", 0)
	addBulk(t, s, j)
	var all []portal.BulkItem
	for i := range int64(250) {
		all = append(all, portal.BulkItem{Account: "demo", Job: "a", Place: i + 1, Kind: link.Approve, Object: fmt.Sprint("lr_", i), Seen: i,
			Reference: text, State: portal.ItemTodo})
	}
	all[3].State, all[3].Reason, all[3].At = portal.ItemLeftOut, portal.WhyBounced, noon
	in(t, s, func(tx portal.Tx) error { return tx.AddBulkItems(ctx, all) })
	items := func(state portal.BulkItemState, after int64, limit int) ([]portal.BulkItem, error) {
		return s.BulkItems(ctx, portal.BulkItemFilter{Job: j.Key, State: state, After: after, Limit: limit})
	}
	got(t, all)(items("", 0, 0))
	got(t, all[249:])(items("", 249, 9))
	got(t, all[3:4])(items(portal.ItemLeftOut, 0, 9))
	got(t, []portal.BulkItem(nil))(s.BulkItems(ctx, portal.BulkItemFilter{Job: key("other", "a")}))

	settle := func(i portal.BulkItem, state portal.BulkItemState) (bool, error) {
		i.State, i.Reason, i.At = state, portal.WhyFault, later
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.SettleBulkItem(ctx, i) })
	}
	got(t, true)(settle(all[0], portal.ItemDone))
	got(t, false)(settle(all[0], portal.ItemFailed))
	got(t, true)(settle(all[1], portal.ItemFailed))
	got(t, true)(settle(all[2], portal.ItemSkipped))
	got(t, false)(settle(all[3], portal.ItemDone))
	j.Done, j.Failed, j.Skipped = 1, 1, 1
	got(t, j)(s.BulkJob(ctx, j.Key))

	in(t, s, func(tx portal.Tx) error {
		n, err := tx.RetryBulkItems(ctx, j.Key)
		got(t, int64(1))(n, err)
		wantErr(t, nil, tx.UndoneBulkItem(ctx, j.Key, all[0], later))
		return tx.UndoneBulkItem(ctx, j.Key, all[2], later)
	})
	j.Failed = 0
	got(t, j)(s.BulkJob(ctx, j.Key))
	all[0].State, all[0].Reason, all[0].At = portal.ItemUndone, portal.WhyFault, later
	all[2].State, all[2].Reason, all[2].At = portal.ItemSkipped, portal.WhyFault, later
	got(t, all[:4])(items("", 0, 4))
}

func bulkPicks(t *testing.T, s portal.Store) {
	register(t, s)
	now := opens + 100
	for _, c := range []struct {
		sel  portal.Selection
		want []string
	}{
		{portal.Selection{}, []string{"cars", "live", "over", "said"}},
		{portal.Selection{Partner: "cars"}, []string{"cars"}},
		{portal.Selection{State: portal.PickWaiting, Now: now}, []string{"cars", "live"}},
		{portal.Selection{State: portal.PickWaiting, Now: now - 1}, []string{"cars", "live", "over"}},
		{portal.Selection{State: portal.PickEnding, Now: now - 1, Soon: now + 1}, []string{"over"}},
		{portal.Selection{State: portal.PickExpired, Now: now}, []string{"over"}},
		{portal.Selection{State: portal.PickDeclined}, []string{"said"}},
		{portal.Selection{State: portal.PickReplaced}, nil},
		{portal.Selection{State: portal.PickBounced}, nil},
		{portal.Selection{By: portal.PickEnds, From: time.Unix(now, 0), Until: time.Unix(now+1, 0)}, []string{"over"}},
		{portal.Selection{By: portal.PickEnds, Until: time.Unix(now, 0)}, nil},
	} {
		list, err := s.PickRequests(ctx, "demo", c.sel, "", 9)
		wantErr(t, nil, err)
		var ids []string
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%+v picks %v, want %v", c.sel, ids, c.want)
		}
	}
	list, err := s.PickRequests(ctx, "demo", portal.Selection{}, "cars", 1)
	if err != nil || len(list) != 1 || list[0].ID != "live" {
		t.Errorf("the page behind cars: %+v, %v", list, err)
	}
}

func bulkPickLinks(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	state := func(account string, kind link.Kind, id string, end int64) portal.LinkState {
		return portal.LinkState{ObjectKey: portal.ObjectKey{Account: account, Kind: kind, ID: id}, Generation: 1, Start: opens, End: end,
			IssuedAt: noon, EndedAt: noon}
	}
	for _, st := range []portal.LinkState{
		state("demo", link.Invoice, "a", opens+100), state("demo", link.Confirmation, "b", opens+900), state("other", link.Invoice, "c", opens+900),
		state("demo", link.Invoice, "d", opens+900),
	} {
		got(t, true)(tryIssue(s, st))
	}
	again := state("demo", link.Confirmation, "b", opens+900)
	again.Generation = 2
	got(t, true)(tryIssue(s, again))
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) {
		return tx.Revoke(ctx, portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: "d"}, 1, opens+1, later)
	}))
	in(t, s, func(tx portal.Tx) error {
		m := portal.Message{ID: "msg_1", Account: "demo", Object: portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: "a"}, Start: opens, State: portal.Queued}
		wantErr(t, nil, tx.AddMessage(ctx, m))
		_, err := tx.SetMailFate(ctx, "msg_1", portal.MailBounced, later)
		return err
	})
	now := opens + 100
	for _, c := range []struct {
		sel  portal.Selection
		want []string
	}{
		{portal.Selection{}, []string{"a", "d", "b"}},
		{portal.Selection{Kind: link.Confirmation}, []string{"b"}},
		{portal.Selection{State: portal.PickWaiting, Now: now}, []string{"b"}},
		{portal.Selection{State: portal.PickWaiting, Now: now - 1}, []string{"a", "b"}},
		{portal.Selection{State: portal.PickEnding, Now: now - 1, Soon: now + 1}, []string{"a"}},
		{portal.Selection{State: portal.PickExpired, Now: now}, []string{"a"}},
		{portal.Selection{State: portal.PickWithdrawn}, []string{"d"}},
		{portal.Selection{State: portal.PickReplaced, Kind: link.Confirmation}, []string{"b"}},
		{portal.Selection{State: portal.PickBounced}, []string{"a"}},
		{portal.Selection{From: noon, Until: noon.Add(time.Microsecond), By: portal.PickMade}, []string{"a", "d", "b"}},
		{portal.Selection{From: noon.Add(time.Microsecond)}, nil},
	} {
		list, err := s.PickLinks(ctx, "demo", c.sel, portal.ObjectKey{}, 9)
		wantErr(t, nil, err)
		var ids []string
		for _, st := range list {
			ids = append(ids, st.ID)
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%+v picks %v, want %v", c.sel, ids, c.want)
		}
	}
	list, err := s.PickLinks(ctx, "demo", portal.Selection{}, portal.ObjectKey{Kind: link.Invoice, ID: "a"}, 1)
	if err != nil || len(list) != 1 || list[0].ID != "d" {
		t.Errorf("the page behind a: %+v, %v", list, err)
	}
}
