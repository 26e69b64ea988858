package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var none time.Time

// everyStatus lists the states of a link request.
var everyStatus = []portal.RequestStatus{portal.Pending, portal.Approved, portal.Declined,
	portal.RequestExpired, portal.RequestWithdrawn, portal.Blocked}

// guarded asks for a request in each state, and for the same one in another
// account, and wants verb to win where may says so and to change nothing else.
func guarded(t *testing.T, s portal.Store, may func(portal.RequestStatus) bool,
	try func(r portal.LinkRequest) (bool, error),
) {
	t.Helper()
	partners(t, s, "demo", "other")
	for _, status := range everyStatus {
		r := asked(string(status))
		r.Status = status
		foreign := r
		foreign.Account = "other"
		ask(t, s, r, foreign)
		got(t, may(status))(try(r))
		if !may(status) {
			got(t, r)(s.Request(ctx, r.Key))
			wantAttempts(t, s, r.Key, "")
		}
		got(t, foreign)(s.Request(ctx, foreign.Key))
		wantAttempts(t, s, foreign.Key, "")
	}
}

func is(these ...portal.RequestStatus) func(portal.RequestStatus) bool {
	return func(s portal.RequestStatus) bool {
		for _, one := range these {
			if s == one {
				return true
			}
		}
		return false
	}
}

func decide(t *testing.T, s portal.Store) {
	guarded(t, s, is(portal.Pending), func(r portal.LinkRequest) (bool, error) {
		return tryDecide(s, decided(r, portal.Approved), 1, opens)
	})
	r := asked("1")
	r.Attempt = 2
	ask(t, s, r)
	want := decided(r, portal.Declined)
	want.Reason = text
	for _, attempt := range []int64{0, 1, 3} {
		got(t, false)(tryDecide(s, want, attempt, opens))
	}
	got(t, false)(tryDecide(s, want, 2, opens-61))
	got(t, false)(tryDecide(s, want, 2, ends))
	got(t, r)(s.Request(ctx, r.Key))
	got(t, true)(tryDecide(s, want, 2, opens))
	got(t, want)(s.Request(ctx, r.Key))
	got(t, false)(tryDecide(s, decided(r, portal.Approved), 2, opens))
	got(t, want)(s.Request(ctx, r.Key))
	all, err := s.Attempts(ctx, r.Key)
	ended := issueOf(r)
	ended.EndedAt, ended.EndReason = later, "declined"
	got(t, []portal.Attempt{ended})(all, err)
}

func decideWindow(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	for id, now := range map[string]int64{"first": opens - 60, "last": ends - 1} {
		r := asked(id)
		ask(t, s, r)
		want := decided(r, portal.Approved)
		got(t, true)(tryDecide(s, want, 1, now))
		got(t, want)(s.Request(ctx, r.Key))
		wantAttempts(t, s, r.Key, "approved")
	}
}

func expire(t *testing.T, s portal.Store) {
	guarded(t, s, is(portal.Pending), func(r portal.LinkRequest) (bool, error) {
		return tryExpire(s, r.Key, 1, ends)
	})
	r := asked("1")
	ask(t, s, r)
	got(t, false)(tryExpire(s, r.Key, 1, ends-1))
	got(t, false)(tryExpire(s, r.Key, 0, ends))
	got(t, false)(tryExpire(s, r.Key, 2, ends))
	got(t, r)(s.Request(ctx, r.Key))
	got(t, true)(tryExpire(s, r.Key, 1, ends))
	got(t, false)(tryExpire(s, r.Key, 1, ends))
	r.Status, r.ExpiredAt, r.UpdatedAt = portal.RequestExpired, later, later
	got(t, r)(s.Request(ctx, r.Key))
	wantAttempts(t, s, r.Key, "expired")
}

func withdraw(t *testing.T, s portal.Store) {
	may := is(portal.Pending, portal.RequestExpired, portal.Declined)
	guarded(t, s, may, func(r portal.LinkRequest) (bool, error) { return tryWithdraw(s, r.Key, 1) })
	r := asked("1")
	ask(t, s, r)
	got(t, false)(tryWithdraw(s, r.Key, 0))
	got(t, false)(tryWithdraw(s, r.Key, 2))
	got(t, true)(tryExpire(s, r.Key, 1, ends))
	got(t, true)(tryWithdraw(s, r.Key, 1))
	got(t, false)(tryWithdraw(s, r.Key, 1))
	r.Status, r.ExpiredAt, r.EndedAt, r.UpdatedAt = portal.RequestWithdrawn, later, later, later
	got(t, r)(s.Request(ctx, r.Key))
	wantAttempts(t, s, r.Key, "expired") // that is why it ended
	wantAttempts(t, s, key("demo", "pending"), "withdrawn")
}

func countReminder(t *testing.T, s portal.Store) {
	try := func(r portal.LinkRequest, attempt, so, now int64) (bool, error) {
		return verb(s, func(tx portal.Tx) (bool, error) { return tx.CountReminder(ctx, r.Key, attempt, so, now, later) })
	}
	guarded(t, s, is(portal.Pending), func(r portal.LinkRequest) (bool, error) { return try(r, 1, 0, opens) })
	r := asked("1")
	ask(t, s, r)
	got(t, false)(try(r, 2, 0, opens))
	got(t, false)(try(r, 1, 1, opens))
	got(t, false)(try(r, 1, 0, ends))
	got(t, r)(s.Request(ctx, r.Key))
	got(t, true)(try(r, 1, 0, ends-1))
	got(t, false)(try(r, 1, 0, opens))
	r.Reminders, r.RemindedAt, r.UpdatedAt = 1, later, later
	got(t, r)(s.Request(ctx, r.Key))
	won := together(t, 16, func(int) (bool, error) { return try(r, 1, 1, opens) })
	got(t, 1)(count(won), nil)
}

func decisions(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	foreign := asked("1")
	foreign.Account = "other"
	ask(t, s, asked("1"), asked("2"), foreign)
	_, err := s.LastDecision(ctx, key("demo", "1"))
	wantErr(t, portal.ErrNotFound, err)
	full := portal.Decision{ID: "d1", Account: "demo", Request: "1", Attempt: 1, Choice: portal.Declined, Client: "c1",
		Reason: text, FormValue: "form", Network: "192.0.2.0/24", UserAgent: text, Hurried: true, At: noon}
	newer := portal.Decision{ID: "a2", Account: "demo", Request: "1", Attempt: 2, Choice: portal.Approved}
	far := portal.Decision{ID: "d1", Account: "other", Request: "1", Attempt: 9}
	add := func(d portal.Decision) error {
		return s.InTx(ctx, func(tx portal.Tx) error { return tx.AddDecision(ctx, d) })
	}
	wantErr(t, nil, add(full))
	got(t, full)(s.LastDecision(ctx, key("demo", "1")))
	wantErr(t, nil, add(newer))
	wantErr(t, nil, add(far))
	got(t, newer)(s.LastDecision(ctx, key("demo", "1")))
	got(t, far)(s.LastDecision(ctx, key("other", "1")))
	full.Request = "2"
	wantErr(t, portal.ErrExists, add(full)) // the id
	newer.ID = "d3"
	wantErr(t, portal.ErrExists, add(newer)) // the attempt
}
