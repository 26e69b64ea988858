package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func requests(t *testing.T, s portal.Store) {
	partners(t, s, "demo", "other")
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	full := portal.LinkRequest{Key: key("demo", "lr_1"), Reference: "7F3Q-2M9D", Partner: "books",
		Tenant: "Tenant " + text, Status: portal.RequestExpired, Attempt: 3, Start: opens, End: ends, TTLDays: 30,
		Clients: []string{"z", "a"}, Client: "z", Email: "z@example.org", Person: text,
		Submitted: `{"client": {"name": "Nordlys"}}`, ReturnURL: "https://app.example.com/?a=1",
		RequestedAt: hour(1), DecidedAt: hour(2), EndedAt: hour(3), ExpiredAt: hour(4), Reason: text,
		FormValue: "form", Reminders: 2, RemindedAt: hour(5), Sequence: 9, CreatedAt: hour(6), UpdatedAt: hour(7)}
	first := issueOf(full)
	first.EndedAt, first.EndReason = hour(8), "superseded"
	bare := portal.LinkRequest{Key: key("demo", "lr_2"), Partner: "books"}
	foreign := full
	foreign.Account = "other"
	in(t, s, func(tx portal.Tx) error { return tx.AddRequest(ctx, full, first) })
	ask(t, s, bare, foreign)

	got(t, full)(s.Request(ctx, full.Key))
	got(t, bare)(s.Request(ctx, bare.Key))
	got(t, foreign)(s.TenantRequest(ctx, "other", "books", full.Tenant))
	got(t, full)(s.TenantRequest(ctx, "demo", "books", full.Tenant))
	got(t, []portal.Attempt{first})(s.Attempts(ctx, full.Key))
	got(t, []portal.Attempt{issueOf(foreign)})(s.Attempts(ctx, foreign.Key))
	for _, tenant := range []string{"tenant " + text, "none"} {
		_, err := s.TenantRequest(ctx, "demo", "books", tenant)
		wantErr(t, portal.ErrNotFound, err)
	}
	for _, k := range []portal.Key{key("demo", "none"), key("none", "lr_1"), {}} {
		_, err := s.Request(ctx, k)
		wantErr(t, portal.ErrNotFound, err)
	}
	sameTenant, sameID := asked("lr_3"), asked("lr_1")
	sameTenant.Tenant = full.Tenant
	in(t, s, func(tx portal.Tx) error {
		wantErr(t, portal.ErrExists, tx.AddRequest(ctx, sameTenant, issueOf(sameTenant)))
		wantErr(t, portal.ErrExists, tx.AddRequest(ctx, sameID, issueOf(sameID)))
		return nil
	})
	sameTenant.Partner = "cars"
	ask(t, s, sameTenant)
}

func oneRequestPerTenant(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	won := together(t, 16, func(i int) (bool, error) {
		r := asked(fmt.Sprint("lr_", i))
		r.Tenant = "one"
		err := s.InTx(ctx, func(tx portal.Tx) error { return tx.AddRequest(ctx, r, issueOf(r)) })
		return err == nil, ignore(err, portal.ErrExists)
	})
	if n := count(won); n != 1 {
		t.Errorf("the tenant has %d requests", n)
	}
}

// register adds five requests: "live" and "over" are pending, "cars" is of
// another partner, "said" is declined, "far" is of another account.
func register(t *testing.T, s portal.Store) {
	t.Helper()
	partners(t, s, "demo", "other")
	live, over, cars, said, far := asked("live"), asked("over"), asked("cars"), asked("said"), asked("far")
	over.End, cars.Partner, said.Status, far.Account = opens+100, "cars", portal.Declined, "other"
	for i, r := range []*portal.LinkRequest{&live, &over, &cars, &said, &far} {
		r.UpdatedAt = noon.Add(-time.Duration(i) * time.Minute)
	}
	cars.UpdatedAt = said.UpdatedAt // one order of two alike: by id
	live.Reference, live.Tenant, live.Email = "LLLL-0001", "Tenant-42", "On.File@example.org"
	live.Submitted = `{"client": {"name": "Nordlys  Interiors", "supportEmail": "help@nordlys.example"},
		"users": [{"email": "Maja@nordlys.example"}]}`
	over.Submitted = `not JSON`
	ask(t, s, cars, far, live, over, said)
}

func requestFilters(t *testing.T, s portal.Store) {
	register(t, s)
	now := opens + 100
	for _, c := range []struct {
		filter portal.RequestFilter
		want   []string
	}{
		{portal.RequestFilter{}, []string{"live", "over", "said", "cars", "far"}},
		{portal.RequestFilter{Account: "demo"}, []string{"live", "over", "said", "cars"}},
		{portal.RequestFilter{Account: "other"}, []string{"far"}},
		{portal.RequestFilter{Account: "none"}, []string{}},
		{portal.RequestFilter{Account: "demo", Partner: "cars"}, []string{"cars"}},
		{portal.RequestFilter{Status: portal.Declined}, []string{"said"}},
		{portal.RequestFilter{Account: "demo", Live: true, Now: now}, []string{"live", "cars"}},
		{portal.RequestFilter{Account: "demo", Live: true, Now: now - 1}, []string{"live", "over", "cars"}},
		{portal.RequestFilter{Overdue: true, Now: now}, []string{"over"}},
		{portal.RequestFilter{Overdue: true, Now: now - 1}, []string{}},
		{portal.RequestFilter{Ending: now + 1, Now: now - 1}, []string{"over"}},
		{portal.RequestFilter{Ending: now, Now: now - 1}, []string{}},
		{portal.RequestFilter{Ending: now + 1, Now: now}, []string{}},
		{portal.RequestFilter{Limit: 2}, []string{"live", "over"}},
	} {
		got(t, c.want)(requestIDs(s.Requests(ctx, c.filter)))
	}
}

func requestPages(t *testing.T, s portal.Store) {
	register(t, s)
	for size := 1; size <= 5; size++ {
		f, all := portal.RequestFilter{Limit: size}, []string{}
		for {
			page, err := s.Requests(ctx, f)
			if err != nil || len(page) > size {
				t.Fatal(len(page), err)
			}
			if len(page) == 0 {
				break
			}
			ids, _ := requestIDs(page, nil)
			all = append(all, ids...)
			last := page[len(page)-1]
			f.Before = portal.Cursor{At: last.UpdatedAt, ID: last.ID}
		}
		got(t, []string{"live", "over", "said", "cars", "far"})(all, nil)
	}
}

func requestSearch(t *testing.T, s portal.Store) {
	register(t, s)
	for q, want := range map[string][]string{
		"nordlys interiors": {"live"}, "NORD": {"live"}, "tenant-4": {"live"}, "TENANT-42": {"live"},
		"on.file@": {"live"}, "llll-0001": {"live"}, "maja@nordlys": {"live"}, "help@nordlys.example": {"live"},
		"interiors": {}, "%": {}, "not json": {}, "over": {"over"},
	} {
		got(t, want)(requestIDs(s.Requests(ctx, portal.RequestFilter{Account: "demo", Query: q})))
	}
	got(t, []string{})(requestIDs(s.Requests(ctx, portal.RequestFilter{Account: "other", Query: "nord"})))

	hit := portal.Hit{Kind: link.Approve, Key: key("demo", "live"), Title: "Request for Nordlys  Interiors",
		Subtitle: "Books", Reference: "LLLL-0001"}
	for _, q := range []string{"live", "llll-0001", "tenant-42", "on.file@example.org", "nordlys"} {
		got(t, []portal.Hit{hit})(s.Search(ctx, q, 9))
	}
	got(t, []portal.Hit{{Kind: link.Approve, Key: key("demo", "said"), Title: "Request for said",
		Subtitle: "Books"}})(s.Search(ctx, "said", 9))

	// A merge and a renewal replace what is found.
	r := asked("live")
	r.Tenant, r.Submitted, r.Email = "Tenant-42", `{"client": {"name": "Sydlys"}}`, "new@example.org"
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) { return tx.MergeRequest(ctx, r, 1) }))
	got(t, []string{})(hits(s, "nordlys", 9))
	got(t, []string{"approve live"})(hits(s, "sydlys", 9))
	got(t, []string{"approve live"})(hits(s, "tenant-42", 9))
	r.Submitted = `{"client": {"name": "Vestlys"}}`
	got(t, true)(tryRenew(s, r, portal.Pending, renewal(r, opens)))
	got(t, []string{})(hits(s, "sydlys", 9))
	found, err := s.Search(ctx, "vestlys", 9)
	if err != nil || len(found) != 1 || found[0].Title != "Request for Vestlys" {
		t.Errorf("have %+v, %v", found, err)
	}
}

func requestCounts(t *testing.T, s portal.Store) {
	register(t, s)
	got(t, map[string]int64{"pending": 2, "overdue": 1, "declined": 1})(s.CountRequests(ctx, "demo", opens+100))
	got(t, map[string]int64{"pending": 4, "declined": 1})(s.CountRequests(ctx, "", opens+99))
	got(t, map[string]int64{"overdue": 1})(s.CountRequests(ctx, "other", ends))
	got(t, map[string]int64{})(s.CountRequests(ctx, "none", ends))
}

func lapsed(t *testing.T, s portal.Store) {
	register(t, s)
	got(t, []string{})(requestIDs(s.Lapsed(ctx, opens+99, 9)))
	got(t, []string{"over"})(requestIDs(s.Lapsed(ctx, opens+100, 9)))
	got(t, []string{"over", "cars", "live", "far"})(requestIDs(s.Lapsed(ctx, ends, 9)))
	got(t, []string{"over", "cars"})(requestIDs(s.Lapsed(ctx, ends, 2)))
}

func remindable(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	mailed, brought, declined := asked("mailed"), asked("brought"), asked("declined")
	brought.Partner, declined.Status = "cars", portal.Declined
	day := asked("day") // a window of one day has no time 24 h before its end
	day.Start, day.End = ends, ends+86400
	ask(t, s, mailed, brought, declined, day)
	half, last := opens+(ends-opens)/2, ends-86400
	want := func(now, most int64, ids ...string) {
		t.Helper()
		got(t, append([]string{}, ids...))(requestIDs(s.Remindable(ctx, now, most, 9)))
	}
	remind := func(so, now int64) {
		t.Helper()
		got(t, true)(verb(s, func(tx portal.Tx) (bool, error) {
			return tx.CountReminder(ctx, mailed.Key, 1, so, now, time.Unix(now, 0))
		}))
	}
	want(half-1, 3)
	want(half, 3, "mailed")
	want(half, 0)
	want(ends-1, 3, "mailed") // both were missed
	want(ends, 3)
	remind(0, half)
	want(half, 3)
	want(last-1, 3)
	want(last, 3, "mailed")
	want(last, 1)
	remind(1, last+5)
	want(ends-1, 3)
	want(ends+43199, 3)
	want(ends+43200, 3, "day")
}

func missedReminders(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	r := asked("1")
	ask(t, s, r)
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) {
		return tx.CountReminder(ctx, r.Key, 1, 0, ends-3600, time.Unix(ends-3600, 0))
	}))
	got(t, []string{})(requestIDs(s.Remindable(ctx, ends-1, 3, 9)))
}

func sequences(t *testing.T, s portal.Store) {
	partners(t, s, "demo")
	ask(t, s, asked("1"), asked("2"))
	together(t, 8, func(int) (bool, error) {
		err := s.InTx(ctx, func(tx portal.Tx) error { _, err := tx.NextSequence(ctx, key("demo", "1")); return err })
		return true, err
	})
	in(t, s, func(tx portal.Tx) error {
		got(t, int64(9))(tx.NextSequence(ctx, key("demo", "1")))
		got(t, int64(1))(tx.NextSequence(ctx, key("demo", "2")))
		_, err := tx.NextSequence(ctx, key("demo", "none"))
		wantErr(t, portal.ErrNotFound, err)
		return nil
	})
	want := asked("1")
	want.Sequence = 9
	got(t, want)(s.Request(ctx, want.Key))
}
