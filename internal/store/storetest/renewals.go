package storetest

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// renew also wants what belonged to the old attempt to be gone, and what
// belongs to the request to stay.
func renew(t *testing.T, s portal.Store) {
	guarded(t, s, is(portal.Pending), func(r portal.LinkRequest) (bool, error) {
		return tryRenew(s, r, portal.Pending, renewal(r, ends))
	})
	wantAttempts(t, s, key("demo", "pending"), "superseded", "")
	for _, from := range everyStatus[1:] {
		r := asked("from " + string(from))
		r.Status, r.Client, r.Reason, r.FormValue, r.Reference = from, "c1", text, "form", "7F3Q-2M9D"
		r.DecidedAt, r.EndedAt, r.ExpiredAt, r.RemindedAt, r.Reminders, r.Sequence = noon, noon, noon, noon, 3, 5
		ask(t, s, r)
		a := renewal(r, ends)
		for _, other := range everyStatus {
			if other != from {
				got(t, false)(tryRenew(s, r, other, a))
			}
		}
		for _, number := range []int64{0, 1, 3} {
			a.Number = number
			got(t, false)(tryRenew(s, r, from, a))
		}
		got(t, r)(s.Request(ctx, r.Key))
		a.Number = 2
		r.TTLDays, r.Clients, r.Email, r.Person = 30, []string{"c2"}, "new@example.org", "Maja"
		r.Submitted, r.ReturnURL = `{"client": {}}`, "https://app.example.com"
		got(t, true)(tryRenew(s, r, from, a))
		got(t, false)(tryRenew(s, r, from, a))
		want := r
		want.Status, want.Attempt, want.Start, want.End = portal.Pending, 2, a.Start, a.End
		want.Client, want.Reason, want.FormValue, want.Reminders = "", "", "", 0
		want.DecidedAt, want.EndedAt, want.ExpiredAt, want.RemindedAt = none, none, none, none
		want.RequestedAt, want.UpdatedAt = later, later
		got(t, want)(s.Request(ctx, r.Key))
		first := issueOf(r)
		first.EndedAt, first.EndReason = later, "superseded"
		got(t, []portal.Attempt{first, a})(s.Attempts(ctx, r.Key))
	}
}

func renewApproved(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	r := asked("1", "c1")
	ask(t, s, r)
	got(t, true)(tryDecide(s, decided(r, portal.Approved), 1, opens))
	wantErr(t, nil, tryConnect(s, portal.Connection{Account: "demo", ID: "1", Partner: "books", Client: "c1", Tenant: "1"}))
	got(t, false)(tryRenew(s, r, portal.Approved, renewal(r, ends)))
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) { return tx.ArchiveConnection(ctx, "demo", "1", later) }))
	wantErr(t, nil, tryConnect(s, portal.Connection{Account: "demo", ID: "2", Partner: "cars", Client: "c1"}))
	got(t, true)(tryRenew(s, r, portal.Approved, renewal(r, ends))) // the one with cars is another's
	wantAttempts(t, s, r.Key, "approved", "")
}

func merge(t *testing.T, s portal.Store) {
	change := func(r portal.LinkRequest) portal.LinkRequest {
		r.Clients, r.Email, r.Person = []string{"c9", "c2"}, "new@example.org", text
		r.Submitted, r.ReturnURL, r.UpdatedAt = `{"client":{}}`, "https://app.example.com", later
		return r
	}
	try := func(r portal.LinkRequest, attempt int64) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.MergeRequest(ctx, r, attempt) })
	}
	guarded(t, s, is(portal.Pending), func(r portal.LinkRequest) (bool, error) { return try(change(r), 1) })
	r := asked("1", "c1")
	ask(t, s, r)
	got(t, false)(try(change(r), 0))
	got(t, false)(try(change(r), 2))
	got(t, r)(s.Request(ctx, r.Key))
	got(t, true)(try(change(r), 1))
	got(t, change(r))(s.Request(ctx, r.Key))
	wantAttempts(t, s, r.Key, "")
}
