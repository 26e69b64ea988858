package storetest

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

func dayCounts(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	count := func(account, day string, made int64) portal.DayCount {
		return portal.DayCount{Account: account, Day: day, Figures: portal.DayFigures{
			Made: made, Waited: map[int]int64{5: 2}, Late: map[string]map[int]int64{"p": {8: 1}},
		}}
	}
	add := func(counts ...portal.DayCount) {
		in(t, s, func(tx portal.Tx) error {
			for _, c := range counts {
				if err := tx.AddDayCount(ctx, c); err != nil {
					return err
				}
			}
			return nil
		})
	}
	first, second := count("demo", "2026-03-13", 1), count("demo", "2026-03-14", 2)
	add(second, first, count("other", "2026-03-13", 3))
	add(count("demo", "2026-03-13", 9)) // what is kept stays
	got(t, []portal.DayCount{first, second})(s.DayCounts(ctx, "demo", "2026-03-13"))
	got(t, []portal.DayCount{second})(s.DayCounts(ctx, "demo", "2026-03-14"))
}

func dayFigures(t *testing.T, s portal.Store) {
	seed(t, s, "demo", "other")
	issue := func(account, id string, start, end int64, issued time.Time) portal.LinkState {
		return portal.LinkState{
			ObjectKey: portal.ObjectKey{Account: account, Kind: link.Invoice, ID: id}, Generation: 1, Start: start, End: end, KeyID: "k1", IssuedAt: issued,
		}
	}
	from, until := noon.Truncate(time.Second), noon.Truncate(time.Second).Add(24*time.Hour)
	lasts, over := until.Unix()+5, until.Unix()-1
	for _, st := range []portal.LinkState{
		issue("demo", "made", 1, lasts, from), issue("demo", "before", 1, lasts, from.Add(-1000)), issue("demo", "after", 1, lasts, until),
		issue("demo", "over", 1, over, from.Add(-1000)), issue("demo", "unopened", 2, from.Unix(), from.Add(-1000)), issue("demo", "next day", 1, until.Unix(), from.Add(-1000)),
		issue("other", "over", 1, over, from),
	} {
		got(t, true)(tryIssue(s, st))
	}
	replaced := issue("demo", "before", 7, lasts, until)
	replaced.Generation, replaced.EndedAt, replaced.CutOff = 2, from.Add(time.Hour), 7
	got(t, true)(tryIssue(s, replaced))
	got(t, true)(verb(s, func(tx portal.Tx) (bool, error) {
		return tx.Revoke(ctx, portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: "after"}, 1, 9, from.Add(2*time.Hour))
	}))
	look := func(id string, start int64, who portal.Visitor, page string) portal.Visit {
		return portal.Visit{Object: portal.ObjectKey{Account: "demo", Kind: link.Invoice, ID: id}, Start: start, Who: who, Page: page, First: from, Last: from, Count: 1}
	}
	in(t, s, func(tx portal.Tx) error {
		return tx.AddVisits(ctx, []portal.Visit{
			look("over", 1, portal.VisitUnknown, "document"), look("unopened", 2, portal.VisitScanner, "document"), look("unopened", 1, portal.VisitPerson, "document"),
			look("late", from.Unix()-8*86400-1, portal.VisitPerson, "expired"), look("late", from.Unix()-8*86400, portal.VisitScanner, "expired"),
		})
	})
	want := portal.DayFigures{
		Made: 1, Expired: 2, Replaced: 1, Withdrawn: 1, Ended: 2, Opened: 1, Unopened: 1, Late: map[string]map[int]int64{"": {9: 1}},
	}
	got(t, want)(s.DayFigures(ctx, "demo", from, until))
	got(t, portal.DayFigures{Made: 1, Expired: 1, Ended: 1, Unopened: 1})(s.DayFigures(ctx, "other", from, until))
	got(t, portal.DayFigures{})(s.DayFigures(ctx, "demo", from.Add(-48*time.Hour), from.Add(-24*time.Hour)))
	got(t, true)(s.AnyLink(ctx, "demo"))
	got(t, false)(s.AnyLink(ctx, "third"))
}
