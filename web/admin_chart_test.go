package web

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// daysOf makes days with these outcomes, and their sum.
func daysOf(figures ...portal.DayFigures) (days []portal.OverviewDay, sum portal.DayFigures) {
	for i, f := range figures {
		days = append(days, portal.OverviewDay{Day: fmt.Sprintf("2026-11-%02d", i+1), Figures: f})
		sum.Done, sum.Declined, sum.Expired = sum.Done+f.Done, sum.Declined+f.Declined, sum.Expired+f.Expired
		sum.Replaced, sum.Withdrawn = sum.Replaced+f.Replaced, sum.Withdrawn+f.Withdrawn
	}
	return days, sum
}

// standsRight checks that the parts of a bar stand on each other without a gap,
// and reach as high as their sum.
func standsRight(t *testing.T, b views.OutcomeBar, outcomes, top int64) {
	t.Helper()
	floor := views.ChartHeight
	for _, p := range b.Parts {
		if p.Height < 0 || p.Y+p.Height != floor || p.Y < 0 {
			t.Fatalf("%s: part %+v does not stand on %d", b.Day, p, floor)
		}
		floor = p.Y
	}
	if want := int((outcomes*views.ChartHeight + top/2) / top); views.ChartHeight-floor != want {
		t.Errorf("%s: %d high, want %d for %d of %d", b.Day, views.ChartHeight-floor, want, outcomes, top)
	}
}

func TestBarsAreAsHighAsTheirSums(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for _, most := range []int64{1, 3, 12, 999, 40_000, 1 << 40} {
		figures := make([]portal.DayFigures, 30)
		for i := range figures {
			figures[i] = portal.DayFigures{Done: dice.Int64N(most + 1), Declined: dice.Int64N(most + 1), Expired: dice.Int64N(most + 1), Replaced: dice.Int64N(most + 1), Withdrawn: dice.Int64N(most + 1)}
		}
		days, sum := daysOf(figures...)
		c := outcomeChart(days, sum)
		var highest int64
		for _, d := range days {
			highest = max(highest, d.Figures.Outcomes())
		}
		top := roundUp(highest)
		if len(c.Bars) != 30 || c.Top != figure(top) || top < highest || top > max(10, highest*5/2) {
			t.Fatalf("%d bars up to %s for %d", len(c.Bars), c.Top, highest)
		}
		for i, b := range c.Bars {
			standsRight(t, b, days[i].Figures.Outcomes(), top)
			if i > 0 && b.X < c.Bars[i-1].X+c.Bars[i-1].Width || b.X+b.Width > views.ChartWidth {
				t.Errorf("%s overlaps or sticks out: %+v", b.Day, b)
			}
		}
	}
}

func TestTheTableOfAChartAddsUp(t *testing.T) {
	days, sum := daysOf(
		portal.DayFigures{Done: 1200, Declined: 2}, portal.DayFigures{}, portal.DayFigures{Done: 34, Expired: 5, Replaced: 6, Withdrawn: 7})
	c := outcomeChart(days, sum)
	for i, want := range [][]string{{"1,200", "2", "0", "0", "0"}, {"0", "0", "0", "0", "0"}, {"34", "0", "5", "6", "7"}} {
		if fmt.Sprint(c.Bars[i].Counts) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", c.Bars[i].Day, c.Bars[i].Counts, want)
		}
	}
	for i, want := range []string{"1,234", "2", "5", "6", "7"} {
		if c.Series[i].Total != want {
			t.Errorf("%s: %s in all, want %s", c.Series[i].Name, c.Series[i].Total, want)
		}
	}
}

func TestAChartOfOneDayOrOfNothing(t *testing.T) {
	if c := outcomeChart(nil, portal.DayFigures{}); c != nil {
		t.Errorf("a chart of no day: %+v", c)
	}
	days, sum := daysOf(portal.DayFigures{Expired: 3})
	one := outcomeChart(days, sum)
	if len(one.Bars) != 1 || one.From != "1 Nov" || one.To != "1 Nov" || one.Top != "10" {
		t.Fatalf("a chart of one day: %+v", one)
	}
	standsRight(t, one.Bars[0], 3, 10)
	days, sum = daysOf(make([]portal.DayFigures, 30)...)
	for _, b := range outcomeChart(days, sum).Bars {
		standsRight(t, b, 0, 10)
	}
}

func TestHoursAreSaid(t *testing.T) {
	for hours, want := range map[int]string{0: "an hour", 4: "5 h", 23: "1 d", 28: "1 d 5 h", 47: "2 d"} {
		if got := hoursSaid(hours); got != want {
			t.Errorf("%d whole hours: %q, want %q", hours, got, want)
		}
	}
}
