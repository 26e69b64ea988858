package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

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
		{portal.RequestFilter{Expired: true, Now: now}, []string{"over"}},
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

func requestCounts(t *testing.T, s portal.Store) {
	register(t, s)
	got(t, map[string]int64{"pending": 2, "overdue": 1, "declined": 1})(s.CountRequests(ctx, portal.OnlyAccounts("demo"), opens+100, 9))
	got(t, map[string]int64{"pending": 4, "declined": 1})(s.CountRequests(ctx, portal.Accounts{}, opens+99, 9))
	got(t, map[string]int64{"overdue": 1})(s.CountRequests(ctx, portal.OnlyAccounts("other"), ends, 9))
	got(t, map[string]int64{"pending": 3, "declined": 1})(s.CountRequests(ctx, portal.Accounts{}, opens+99, 3))
	got(t, map[string]int64{})(s.CountRequests(ctx, portal.OnlyAccounts("none"), ends, 9))
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
