package web

import (
	"encoding/json"
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
		Used: int(min(max(100*(now-st.Start)/length, 0), 100)), Parts: days, Mark: views.MarkNow, Dots: p.history.dots(),
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
		return p.signedSaid()
	case !st.Live(now):
		return "It worked from " + p.clock.full(unix(st.Start)) + " to " + p.clock.full(p.ended()) + "."
	case now < st.Start-early:
		return "It works from " + p.clock.full(unix(st.Start)) + " to " + p.clock.full(unix(st.End)) + "."
	}
	return "It works until " + p.clock.full(unix(st.End)) + "."
}

// signedLink is a link that somebody had signed to deliver it themselves.
type signedLink struct {
	where      string // "on the command line"
	at         time.Time
	start, end int64 // unix seconds
}

// signed is the newest of them; false: none is on record.
func (p detailPresenter) signed() (signedLink, bool) {
	for _, e := range p.Timeline {
		var window issued
		if e.Act != "link.signed" || json.Unmarshal([]byte(e.Data), &window) != nil {
			continue
		}
		where := "on the command line"
		if portal.Actor(e.Actor) != portal.ByCommand {
			where = "by " + whoSaid(e.Actor, p.names)
		}
		return signedLink{where, e.At, window.Start, window.End}, true
	}
	return signedLink{}, false
}

// signedSaid is the window of an object whose links this page never issued.
func (p detailPresenter) signedSaid() string {
	l, ok := p.signed()
	if !ok {
		return "No link was issued here."
	}
	said := "The link made " + l.where + " lasts "
	if p.State.CutOff > l.start || l.end <= p.now.Unix() {
		said = "The link made " + l.where + " has ended. It lasted "
	}
	return said + "from " + p.clock.full(unix(l.start)) + " to " + p.clock.full(unix(l.end)) + "."
}

// linkRow is one line of a list of links.
func linkRow(l portal.ListedLink, c clock, now time.Time) views.LinkRow {
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
