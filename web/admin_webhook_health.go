package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// healthSeries are the ways for tries to end, from the bottom of a bar up.
var healthSeries = []views.OutcomeSeries{{Name: "Taken", Class: "done"}, {Name: "Failed", Class: "expired"}}

// health draws how the tries of an endpoint ended in the last day and week; nil:
// none was made.
func (d *desk) health(r *http.Request, e portal.Endpoint, c clock) (*views.Health, error) {
	h := &views.Health{Series: healthSeries}
	for _, span := range []struct {
		id, heading, layout string
		length              time.Duration
		slots               int64
	}{
		{"day", "Last 24 hours", "15:04", time.Hour, 24},
		{"week", "Last 7 days", "Mon 2 Jan", 24 * time.Hour, 7},
	} {
		slots, since, err := d.Portal.Health(r.Context(), e.Account, e.ID, span.length, span.slots)
		if err != nil {
			return nil, err
		}
		chart := healthChart(slots, func(slot int64) string {
			return since.Add(time.Duration(slot) * span.length).In(c.zone).Format(span.layout)
		})
		chart.ID, chart.Heading = span.id, span.heading
		h.Charts = append(h.Charts, chart)
		h.Any = h.Any || chart.Any
	}
	if !h.Any {
		return nil, nil
	}
	return h, nil
}

// healthChart draws slots that follow each other; named names one.
func healthChart(slots []portal.TrySlot, named func(int64) string) views.HealthChart {
	var taken, failed, most int64
	for _, s := range slots {
		taken, failed, most = taken+s.Taken, failed+s.Failed, max(most, s.Taken+s.Failed)
	}
	c := views.HealthChart{
		Any: taken+failed > 0, Text: "No try", From: named(0), To: named(int64(len(slots) - 1)),
	}
	if c.Any {
		c.Text = figure(taken) + " of " + counted(taken+failed, "try", "tries") + " taken, " + strconv.FormatInt(taken*100/(taken+failed), 10) + " %"
	}
	top := roundUp(most)
	c.Top = figure(top)
	width := views.ChartWidth / len(slots)
	for i, s := range slots {
		c.Bars = append(c.Bars, views.OutcomeBar{
			Day: named(s.Slot), X: i*width + width/10, Width: max(width*8/10, 1), Counts: []string{figure(s.Taken), figure(s.Failed)},
			Parts: []views.BarPart{part("done", 0, s.Taken, top), part("expired", s.Taken, s.Taken+s.Failed, top)},
		})
	}
	return c
}
