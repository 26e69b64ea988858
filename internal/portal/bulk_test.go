package portal_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// expired makes an account with a partner whose n requests ran out. No two are
// of one client.
func (o *office) expired(account string, n int) []portal.Key {
	o.t.Helper()
	o.account(account, "ledgerline")
	var all []portal.Key
	for i := range n {
		client := fmt.Sprintf("c%d", i)
		o.client(account, client)
		all = append(all, o.ask(account, "ledgerline", submission("tenant-"+client, client)).Request.Key)
	}
	o.clock.Add(8 * day)
	_, err := o.service.Sweep(ctx)
	o.must(err)
	return all
}

// overRequests asks for new links for an account's requests in a state.
func overRequests(account string, state portal.PickState) portal.BulkAsk {
	return portal.BulkAsk{
		Actor: portal.ByAdmin("adm_1"), Account: account, Verb: portal.BulkReissue, Agreed: portal.AgreedToAll,
		Selection: portal.Selection{Over: portal.OverRequests, State: state},
	}
}

func (o *office) make(ask portal.BulkAsk) portal.BulkJob {
	o.t.Helper()
	j, err := o.service.MakeBulk(ctx, ask)
	o.must(err)
	return j
}

// work runs rounds until there is nothing to do, and returns a job as it is then.
func (o *office) work(k portal.Key) portal.BulkJob {
	o.t.Helper()
	for {
		n, err := o.service.RunBulk(ctx)
		o.must(err)
		if n == 0 {
			return o.job(k)
		}
	}
}

func (o *office) job(k portal.Key) portal.BulkJob {
	o.t.Helper()
	j, err := o.service.BulkJob(ctx, k)
	o.must(err)
	return j
}

// states has the state and the reason of each item by its object.
func (o *office) states(k portal.Key) map[string]string {
	o.t.Helper()
	items, err := o.service.BulkItems(ctx, portal.BulkItemFilter{Job: k})
	o.must(err)
	all := map[string]string{}
	for _, i := range items {
		all[i.Object] = string(i.State) + " " + string(i.Reason)
	}
	return all
}

func wantJob(t *testing.T, j portal.BulkJob, state portal.BulkState, chosen, leftOut, done, skipped, failed int64) {
	t.Helper()
	got := [5]int64{j.Chosen, j.LeftOut, j.Done, j.Skipped, j.Failed}
	if want := [5]int64{chosen, leftOut, done, skipped, failed}; j.State != state || got != want {
		t.Errorf("the job is %s %v, want %s %v", j.State, got, state, want)
	}
}

func TestAJobReissuesWhatCanBeReissuedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		all := o.expired("acme", 4)
		o.expired("other", 1)
		_, err := o.service.WithdrawRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: all[1]})
		o.must(err)
		o.must(o.store.InTx(ctx, func(tx portal.Tx) error {
			return tx.PutSuppression(ctx, portal.Suppression{Account: "acme", Email: addressOf("c2"), Reason: portal.MailBounced, At: o.now()})
		}))
		j := o.make(overRequests("acme", ""))
		wantJob(t, o.work(j.Key), portal.BulkDone, 2, 2, 2, 0, 0)
		if got := o.states(j.Key); got[all[0].ID] != "done " || got[all[1].ID] != "left-out withdrawn" || got[all[2].ID] != "left-out bounced" {
			t.Errorf("the items are %v", got)
		}
		for i, want := range []int64{2, 1, 1, 2} {
			if got := o.request(all[i]).Attempt; got != want {
				t.Errorf("request %d has attempt %d, want %d", i, got, want)
			}
			if got := o.mails(all[i])[portal.TemplateRequest]; got != int(want) {
				t.Errorf("request %d was mailed %d times, want %d", i, got, want)
			}
		}
	})
}

func TestWhatIsApprovedMeanwhileIsSkipped(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.account("acme", "ledgerline")
		o.client("acme", "c1")
		o.client("acme", "c2")
		first := o.ask("acme", "ledgerline", submission("t1", "c1"))
		second := o.ask("acme", "ledgerline", submission("t2", "c2"))
		ask := overRequests("acme", portal.PickWaiting)
		ask.Verb, ask.Delay = portal.BulkRemind, portal.BulkDelay
		j := o.make(ask)
		if j = o.work(j.Key); !j.Waits(o.now()) || j.Done != 0 {
			t.Fatalf("the job does not wait to be undone: %+v", j)
		}
		_, err := o.service.Decide(ctx, o.grant(first.URL), portal.Choice{Approve: true})
		o.must(err)
		o.clock.Add(60)
		wantJob(t, o.work(j.Key), portal.BulkDone, 2, 0, 1, 1, 0)
		if got := o.states(j.Key)[first.Request.ID]; got != "skipped approved" {
			t.Errorf("the approved one is %q", got)
		}
		if o.mails(first.Request.Key)[portal.TemplateReminder] != 0 || o.mails(second.Request.Key)[portal.TemplateReminder] != 1 {
			t.Error("who approved was reminded, or who did not was not")
		}
	})
}

func TestAJobIsPausedContinuedAndStopped(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		all := o.expired("acme", 3)
		by := portal.ByAdmin("adm_2")
		ask := overRequests("acme", portal.PickExpired)
		ask.Agreed, ask.Delay = 3, portal.BulkDelay
		j := o.make(ask)
		o.work(j.Key)
		moved(t, true)(o.service.PauseBulk(ctx, by, j.Key))
		o.clock.Add(120)
		wantJob(t, o.work(j.Key), portal.BulkPaused, 3, 0, 0, 0, 0)
		moved(t, false)(o.service.PauseBulk(ctx, by, j.Key))
		moved(t, true)(o.service.ResumeBulk(ctx, by, j.Key))
		moved(t, true)(o.service.StopBulk(ctx, by, j.Key))
		wantJob(t, o.work(j.Key), portal.BulkStopped, 3, 0, 0, 0, 0)
		moved(t, false)(o.service.ResumeBulk(ctx, by, j.Key))
		moved(t, false)(o.service.StopBulk(ctx, by, j.Key))
		if o.request(all[0]).Attempt != 1 {
			t.Error("it went on after it was stopped")
		}
		_, err := o.service.StopBulk(ctx, by, portal.Key{Account: "other", ID: j.ID})
		if err == nil {
			t.Error("a job is found in another account")
		}
	})
}

func moved(t *testing.T, want bool) func(portal.BulkOutcome, error) {
	return func(got portal.BulkOutcome, err error) {
		t.Helper()
		if _, did := got.(portal.BulkMoved); err != nil || did != want {
			t.Errorf("%T, %v; want it moved: %t", got, err, want)
		}
	}
}

func TestAJobWaitsForItsNumberToBeAgreedTo(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.expired("acme", 2)
	ask := overRequests("acme", portal.PickExpired)
	ask.Agreed = 3
	j := o.make(ask)
	wantJob(t, o.work(j.Key), portal.BulkReady, 2, 0, 0, 0, 0)
	moved(t, false)(o.service.AgreeBulk(ctx, ask.Actor, j.Key, 3))
	moved(t, true)(o.service.AgreeBulk(ctx, ask.Actor, j.Key, 2))
	wantJob(t, o.work(j.Key), portal.BulkDone, 2, 0, 2, 0, 0)
	again, err := o.service.MakeBulk(ctx, portal.BulkAsk{Actor: ask.Actor, Account: "acme", ID: j.ID, Verb: ask.Verb, Selection: ask.Selection})
	if err != nil || again.State != portal.BulkDone {
		t.Errorf("the form that came twice: %v, %v", again.State, err)
	}
}

func TestARevocationIsUndoneByNewLinks(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		all := o.expired("acme", 3)
		ask := overRequests("acme", portal.PickExpired)
		ask.Verb = portal.BulkRevoke
		revoked := o.make(ask)
		wantJob(t, o.work(revoked.Key), portal.BulkDone, 3, 0, 3, 0, 0)
		_, err := o.service.ReissueRequest(ctx, portal.RequestAsk{Actor: portal.BySystem, Request: all[2], Mail: true})
		o.must(err)
		undo := ask
		undo.Verb, undo.Selection = portal.BulkReissue, portal.Selection{Over: portal.OverRequests, Job: revoked.ID}
		j := o.make(undo)
		wantJob(t, o.work(j.Key), portal.BulkDone, 2, 1, 2, 0, 0)
		if got := o.states(revoked.Key); got[all[0].ID] != "undone " || got[all[2].ID] != "done " {
			t.Errorf("the items of the job that was undone: %v", got)
		}
		for i, k := range all {
			if r := o.request(k); r.Attempt != 2 || r.Status != portal.Pending {
				t.Errorf("request %d is %s, attempt %d", i, r.Status, r.Attempt)
			}
		}
		if _, err := o.service.MakeBulk(ctx, portal.BulkAsk{Account: "acme", Verb: portal.BulkReissue,
			Selection: portal.Selection{Over: portal.OverRequests, Job: j.ID}}); err == nil {
			t.Error("new links are said to be undone")
		}
	})
}

func TestManyLinksTakeASecondOwner(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		all := o.expired("acme", 3)
		owners := o.owners(2)
		_, err := o.service.Undertake(ctx, portal.ByCommand, "acme", portal.RuleChange{FourEyes: true, BulkLimit: 2})
		o.must(err)
		ask := overRequests("acme", portal.PickExpired)
		ask.Actor, ask.Agreed = portal.ByAdmin(owners[0]), 3
		j := o.make(ask)
		wantJob(t, o.work(j.Key), portal.BulkReady, 3, 0, 0, 0, 0)
		moved(t, false)(o.service.AgreeBulk(ctx, ask.Actor, j.Key, 2))
		got, err := o.service.AgreeBulk(ctx, ask.Actor, j.Key, 3)
		o.must(err)
		p, proposed := got.(portal.BulkProposed)
		if !proposed {
			t.Fatalf("one person alone: %T", got)
		}
		wantJob(t, o.work(j.Key), portal.BulkReady, 3, 0, 0, 0, 0)
		if err := o.service.ApproveProposal(ctx, owners[0], p.Proposal.Key); err == nil {
			t.Error("approved by who proposed it")
		}
		o.must(o.service.ApproveProposal(ctx, owners[1], p.Proposal.Key))
		wantJob(t, o.work(j.Key), portal.BulkDone, 3, 0, 3, 0, 0)
		if o.request(all[0]).Attempt != 2 {
			t.Error("no new link was made")
		}

		alone := ask
		alone.Actor, alone.Agreed, alone.Verb = portal.ByCommand, portal.AgreedToAll, portal.BulkRevoke
		alone.Selection.State = portal.PickWaiting
		wantJob(t, o.work(o.make(alone).Key), portal.BulkDone, 3, 0, 3, 0, 0)
	})
}

// brokenPartner fails to read one request, as a fault of ours would.
type brokenPartner struct {
	portal.Store
	broken string
}

type brokenTx struct {
	portal.Tx
	broken string
}

func (b brokenPartner) InTx(ctx context.Context, f func(portal.Tx) error) error {
	return b.Store.InTx(ctx, func(tx portal.Tx) error { return f(brokenTx{tx, b.broken}) })
}

func (b brokenTx) Request(ctx context.Context, k portal.Key) (portal.LinkRequest, error) {
	if k.ID == b.broken {
		return portal.LinkRequest{}, fmt.Errorf("disk on fire")
	}
	return b.Tx.Request(ctx, k)
}

func TestWhatFailedIsTriedAgainAndNothingElse(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	all := o.expired("acme", 3)
	j := o.make(overRequests("acme", portal.PickExpired))
	whole := o.service
	o.service = portal.New(brokenPartner{o.store, all[1].ID}, vaultOf(t, 7), o.now, "https://pay.example.com")
	_, err := o.service.RunBulk(ctx) // plans
	o.must(err)
	for range 3 {
		_, err = o.service.RunBulk(ctx)
		if err != nil {
			break
		}
	}
	if err == nil {
		t.Error("nobody is told of the fault")
	}
	wantJob(t, o.work(j.Key), portal.BulkDone, 3, 0, 2, 0, 1)
	o.service = whole
	moved(t, true)(o.service.RetryBulk(ctx, portal.ByAdmin("adm_1"), j.Key))
	wantJob(t, o.work(j.Key), portal.BulkDone, 3, 0, 3, 0, 0)
	moved(t, false)(o.service.RetryBulk(ctx, portal.ByAdmin("adm_1"), j.Key))
	for i, k := range all {
		if o.request(k).Attempt != 2 || o.mails(k)[portal.TemplateRequest] != 2 {
			t.Errorf("request %d: attempt %d, mails %v", i, o.request(k).Attempt, o.mails(k))
		}
	}
}

func TestASelectionStaysInItsAccount(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	own, foreign := o.expired("acme", 1), o.expired("other", 1)
	ask := overRequests("acme", "")
	ask.Selection.Picks = []portal.Pick{{ID: own[0].ID}, {ID: foreign[0].ID}, {ID: own[0].ID, Seen: 7}}
	j := o.make(ask)
	wantJob(t, o.work(j.Key), portal.BulkDone, 1, 1, 1, 0, 0)
	if o.request(foreign[0]).Attempt != 1 {
		t.Error("a request of another account was reached")
	}
	for _, sel := range []portal.Selection{
		{Over: portal.OverRequests, Partner: "fakturo"},
		{Over: portal.OverRequests, Job: "job_none"},
		{Over: portal.OverLinks, Kind: "approve"},
		{Over: portal.OverLinks, State: portal.PickApproved},
		{Over: portal.OverRequests, Picks: []portal.Pick{{ID: "../other/" + foreign[0].ID}}},
		{Over: portal.OverLinks, Picks: []portal.Pick{{Kind: "approve", ID: own[0].ID}}},
		{Over: portal.OverRequests, From: time.Unix(2, 0), Until: time.Unix(1, 0)},
		{},
	} {
		if _, err := o.service.MakeBulk(ctx, portal.BulkAsk{Account: "acme", Verb: portal.BulkReissue, Selection: sel}); err == nil {
			t.Errorf("taken: %+v", sel)
		}
	}
}
