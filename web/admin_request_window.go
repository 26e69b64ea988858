package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/views"
)

// bar draws when the attempt in force works.
func (p requestPresenter) bar() *views.Bar {
	r, now := p.Request, p.now.Unix()
	length := max(r.End-r.Start, 1)
	days := int((length + secondsPerDay - 1) / secondsPerDay)
	bar := &views.Bar{
		Used: int(min(max(100*(now-r.Start)/length, 0), 100)), Parts: days, Mark: views.MarkNow, Dots: p.history.dots(),
		Start: "Sent " + p.clock.short(unix(r.Start)), End: "Closes " + p.clock.short(unix(r.End)),
	}
	if days > daysInTicks {
		bar.Parts = (days + 6) / 7
	}
	if !r.Live(now) {
		bar.Used, bar.Mark, bar.End = 100, views.MarkClosed, "Closed "+p.clock.short(p.closed())
	}
	return bar
}

// closed is when the attempt in force could not be answered any more.
func (p requestPresenter) closed() time.Time {
	end := unix(p.Request.End)
	for _, t := range []time.Time{p.Request.DecidedAt, p.Request.EndedAt} {
		if !t.IsZero() && t.Before(end) && !t.Before(unix(p.Request.Start)) {
			end = t
		}
	}
	return end
}

func (p requestPresenter) windowSaid() string {
	if p.Request.Live(p.now.Unix()) {
		return "It works until " + p.clock.full(unix(p.Request.End)) + "."
	}
	return "It worked from " + p.clock.full(unix(p.Request.Start)) + " to " + p.clock.full(p.closed()) + "."
}

// others lead to the companies that are asked.
func (p requestPresenter) others() []views.Link {
	var links []views.Link
	for _, c := range p.Clients {
		links = append(links, views.Link{Label: c.Name, URL: customerURL(c.Key)})
	}
	return links
}
