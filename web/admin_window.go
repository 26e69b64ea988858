package web

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// window draws when the link issued last works.
func (p detailPresenter) window() *views.Bar {
	st, now := p.State, p.now.Unix()
	if st.Start == 0 {
		return nil
	}
	length := max(st.End-st.Start, 1)
	days := int((length + secondsPerDay - 1) / secondsPerDay)
	bar := &views.Bar{
		Used: int(min(max(100*(now-st.Start)/length, 0), 100)), Parts: days, Mark: views.MarkNow,
		Start: "Issued " + p.clock.short(unix(st.Start)), End: "Ends " + p.clock.short(unix(st.End)),
	}
	if days > daysInTicks {
		bar.Parts = (days + 6) / 7
	}
	switch {
	case !st.Live(now):
		bar.Used, bar.Mark, bar.End = 100, views.MarkClosed, "Ended "+p.clock.short(p.ended())
	case now < st.Start-early:
		bar.Mark, bar.Start = views.MarkNone, "Starts "+p.clock.short(unix(st.Start))
	}
	return bar
}

// ended is when the link issued last stopped working.
func (p detailPresenter) ended() time.Time {
	if end := unix(p.State.End); !p.State.Revoked || end.Before(p.State.EndedAt) {
		return end
	}
	return p.State.EndedAt
}

func (p detailPresenter) windowSaid() string {
	st, now := p.State, p.now.Unix()
	switch {
	case st.Start == 0:
		return "No link was issued here."
	case !st.Live(now):
		return "It worked from " + p.clock.full(unix(st.Start)) + " to " + p.clock.full(p.ended()) + "."
	case now < st.Start-early:
		return "It works from " + p.clock.full(unix(st.Start)) + " to " + p.clock.full(unix(st.End)) + "."
	}
	return "It works until " + p.clock.full(unix(st.End)) + "."
}

// linkRow is one line of a list of links.
func linkRow(l portal.RecentLink, c clock, now time.Time) views.LinkRow {
	st := l.State
	row := views.LinkRow{
		URL: linkURL(st.ObjectKey), Title: l.Title, Person: l.Person, Account: st.Account, Reference: l.Reference,
		State: badgeOf(st, now),
	}
	p := detailPresenter{Detail: portal.Detail{State: st}}
	switch {
	case st.Start == 0:
	case st.Live(now.Unix()):
		row.Window = "until " + c.short(unix(st.End))
	default:
		row.Window = "ended " + c.short(p.ended())
	}
	touched := st.IssuedAt
	if st.EndedAt.After(touched) {
		touched = st.EndedAt
	}
	row.Touched = c.moment(touched)
	return row
}
