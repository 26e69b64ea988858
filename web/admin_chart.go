package web

import (
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// outcomeSeries are the ways for links to end, from the bottom of a bar up.
var outcomeSeries = []struct {
	name, class string
	of          func(portal.DayFigures) int64
}{
	{"Approved or done", "done", func(f portal.DayFigures) int64 { return f.Done }},
	{"Declined", "declined", func(f portal.DayFigures) int64 { return f.Declined }},
	{"Expired", "expired", func(f portal.DayFigures) int64 { return f.Expired }},
	{"Replaced", "replaced", func(f portal.DayFigures) int64 { return f.Replaced }},
	{"Withdrawn", "withdrawn", func(f portal.DayFigures) int64 { return f.Withdrawn }},
}

// outcomeChart draws how links ended; the days follow each other, oldest first.
func outcomeChart(days []portal.OverviewDay, sum portal.DayFigures) *views.OutcomeChart {
	if len(days) == 0 {
		return nil
	}
	c := &views.OutcomeChart{From: dayName(days[0].Day, "2 Jan"), To: dayName(days[len(days)-1].Day, "2 Jan")}
	for _, s := range outcomeSeries {
		c.Series = append(c.Series, views.OutcomeSeries{Name: s.name, Class: s.class, Total: figure(s.of(sum))})
	}
	var most int64
	for _, d := range days {
		most = max(most, d.Figures.Outcomes())
	}
	top := roundUp(most)
	c.Top = figure(top)
	slot := views.ChartWidth / len(days)
	for i, d := range days {
		bar := views.OutcomeBar{Day: dayName(d.Day, "Mon 2 Jan"), X: i*slot + slot/10, Width: max(slot*8/10, 1)}
		var below int64
		for _, s := range outcomeSeries {
			n := s.of(d.Figures)
			bar.Parts = append(bar.Parts, part(s.class, below, below+n, top))
			bar.Counts = append(bar.Counts, figure(n))
			below += n
		}
		c.Bars = append(c.Bars, bar)
	}
	return c
}

// part is the stretch of a bar from one count to another. Both ends are rounded,
// not the length: so parts neither overlap nor leave a gap, and a bar is as high
// as its sum.
func part(class string, from, to, top int64) views.BarPart {
	height := func(n int64) int { return int((n*views.ChartHeight + top/2) / top) }
	y := views.ChartHeight - height(to)
	return views.BarPart{Class: class, Y: y, Height: views.ChartHeight - height(from) - y}
}

// roundUp is the next number of the form 1, 2 or 5 with noughts, 10 at least.
func roundUp(n int64) int64 {
	for step := int64(10); ; step *= 10 {
		for _, times := range []int64{1, 2, 5} {
			if n <= times*step {
				return times * step
			}
		}
	}
}

// dayName writes a day "2026-11-20" in another form.
func dayName(day, layout string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format(layout)
}

// figure is a number as people read it: "1,284".
func figure(n int64) string { return english.Quantity(strconv.FormatInt(n, 10)) }
