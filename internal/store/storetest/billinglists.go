package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ledger adds decisions b, a, C (changed at once), then d and e, and x of
// another account.
func ledger(t *testing.T, s portal.Store) {
	t.Helper()
	seed(t, s, "demo", "other")
	for i, id := range []string{"b", "a", "C", "d", "e"} {
		d := wish(id)
		d.UpdatedAt = noon.Add(time.Duration(max(0, i-2)) * time.Minute)
		d.CreatedAt = noon.Add(-time.Duration(i) * time.Minute) // the last one is the oldest
		d.Subject.Item = int64(i)
		if id == "d" {
			d.State, d.Action, d.Subject = portal.DecisionApplied, portal.ActionAccept, portal.Subject{Type: "quote", ID: "2"}
		}
		bill(t, s, d)
	}
	x := wish("x")
	x.Account = "other"
	bill(t, s, x)
}

func billingLists(t *testing.T, s portal.Store) {
	ledger(t, s)
	for _, c := range []struct {
		filter portal.BillingFilter
		want   []string
	}{
		{portal.BillingFilter{}, []string{"C", "a", "b", "x", "d", "e"}},
		{portal.BillingFilter{Account: "demo"}, []string{"C", "a", "b", "d", "e"}},
		{portal.BillingFilter{Account: "demo", Limit: 2}, []string{"C", "a"}},
		{portal.BillingFilter{Account: "demo", State: portal.DecisionApplied}, []string{"d"}},
		{portal.BillingFilter{Account: "demo", Action: portal.ActionRenew}, []string{"C", "a", "b", "e"}},
		{portal.BillingFilter{Account: "demo", Subject: portal.Subject{Type: "subscription", ID: "2"}}, []string{"C", "a", "b", "e"}},
		{portal.BillingFilter{Account: "demo", Subject: portal.Subject{Type: "quote"}}, []string{"d"}},
		{portal.BillingFilter{Account: "demo", Subject: portal.Subject{Type: "quote", ID: "3"}}, []string{}},
		{portal.BillingFilter{Account: "demo", After: portal.Cursor{At: noon, ID: "a"}}, []string{"b", "d", "e"}},
		{portal.BillingFilter{Account: "demo", After: portal.Cursor{At: noon, ID: "b"}, State: portal.DecisionSubmitted}, []string{"e"}},
		{portal.BillingFilter{Account: "demo", After: portal.Cursor{At: noon.Add(2 * time.Minute), ID: "e"}}, []string{}},
		{portal.BillingFilter{Account: "none"}, []string{}},
		{portal.BillingFilter{Newest: true}, []string{"e", "d", "x", "b", "a", "C"}},
		{portal.BillingFilter{Account: "demo", Newest: true, Limit: 2}, []string{"e", "d"}},
		{portal.BillingFilter{Account: "demo", Newest: true, After: portal.Cursor{At: noon, ID: "b"}}, []string{"a", "C"}},
	} {
		got(t, c.want)(billingIDs(s.BillingDecisions(ctx, c.filter)))
	}
	got(t, []string{"b", "a", "C", "e"})(billingIDs(s.SubjectDecisions(ctx, "demo", portal.Subject{Type: "subscription", ID: "2", Item: 1}, 9)))
	got(t, []string{"b"})(billingIDs(s.SubjectDecisions(ctx, "demo", portal.Subject{Type: "subscription", ID: "2"}, 1)))
	got(t, []string{"x"})(billingIDs(s.SubjectDecisions(ctx, "other", portal.Subject{Type: "subscription", ID: "2"}, 9)))
	got(t, []string{})(billingIDs(s.SubjectDecisions(ctx, "demo", portal.Subject{Type: "purchase", ID: "2"}, 9)))
}

// billingPages walks the list by its cursor; one that changes meanwhile comes
// again at the end.
func billingPages(t *testing.T, s portal.Store) {
	ledger(t, s)
	var seen []string
	f := portal.BillingFilter{Account: "demo", Limit: 2}
	for page := 0; ; page++ {
		all, err := s.BillingDecisions(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			break
		}
		last := all[len(all)-1]
		f.After = portal.Cursor{At: last.UpdatedAt, ID: last.ID}
		ids, _ := billingIDs(all, nil)
		seen = append(seen, ids...)
		if page == 0 {
			changed := wish("a")
			changed.State, changed.Open, changed.UpdatedAt = portal.DecisionApplied, false, later
			got(t, true)(tryFinish(s, changed, portal.DecisionSubmitted))
		}
	}
	if want := []string{"C", "a", "b", "d", "e", "a"}; !slices.Equal(seen, want) {
		t.Errorf("have %v, want %v", seen, want)
	}
}

func dueDecisions(t *testing.T, s portal.Store) {
	seed(t, s, "demo")
	for id, change := range map[string]func(*portal.BillingDecision){
		"due":      func(d *portal.BillingDecision) { d.DueAt = noon },
		"first":    func(d *portal.BillingDecision) { d.DueAt = noon.Add(-time.Hour) },
		"waits":    func(d *portal.BillingDecision) { d.DueAt = noon.Add(time.Microsecond) },
		"never":    func(*portal.BillingDecision) {},
		"answered": func(d *portal.BillingDecision) { d.DueAt, d.Open = noon, false },
		"declared": func(d *portal.BillingDecision) { d.DueAt, d.Class = noon, portal.Declaration },
	} {
		d := wish(id)
		change(&d)
		bill(t, s, d)
	}
	got(t, []string{"first", "due"})(billingIDs(s.DueDecisions(ctx, noon, 9)))
	got(t, []string{"first"})(billingIDs(s.DueDecisions(ctx, noon, 1)))
	got(t, []string{"first", "due", "waits"})(billingIDs(s.DueDecisions(ctx, later, 9)))
}
