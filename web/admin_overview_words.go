package web

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// overviewPresenter turns how links stand into the words of the first page.
type overviewPresenter struct {
	portal.Overview
	account string // the page is narrowed to it; empty: it is not
	now     time.Time
	clocks  map[string]clock
}

func (p overviewPresenter) page() views.Overview {
	v := views.Overview{
		Figures: p.figures(), Needs: p.needs(), SoonAll: views.Link{Label: "All that end soon", URL: p.list("/admin/requests", "ending")},
	}
	if p.Empty {
		return v
	}
	v.Chart = outcomeChart(p.Days, p.Sum)
	v.Facts = p.facts()
	for _, a := range p.Unfitting {
		v.Advice = append(v.Advice, "Most late openings have come by day "+strconv.Itoa(a.ByDay)+". Consider "+daysSaid(a.Days)+" for "+a.Partner.Name+".")
	}
	return v
}

// list is a list in one state, of the page's account.
func (p overviewPresenter) list(path, state string) string {
	v := url.Values{}
	if state != "" {
		v.Set("state", state)
	}
	if p.account != "" {
		v.Set("account", p.account)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func (p overviewPresenter) figures() []views.Figure {
	mailState := "failed"
	if p.Troubles.GivenUp == 0 && p.Troubles.Mails > 0 {
		mailState = "bounced"
	}
	return []views.Figure{
		{Label: "Waiting", Value: figure(p.Waiting), URL: p.list("/admin/requests", "waiting"), Note: compared(p.WaitMore, "a week ago")},
		{Label: "Ending in 24 h", Value: figure(p.Ending), URL: p.list("/admin/requests", "ending"), Note: p.firstEnds()},
		{
			Label: "Emails failed", Value: figure(p.Troubles.Mails), URL: p.list("/admin/mail", mailState), Trouble: p.Troubles.Mails > 0,
			Note: "in 7 days, " + compared(p.Troubles.Mails-p.Troubles.MailsBefore, "in the 7 before"),
		},
		{Label: "Webhooks failing", Value: strconv.Itoa(len(p.Failing)), URL: p.list("/admin/webhooks", ""), Note: p.failingSaid(), Trouble: len(p.Failing) > 0},
	}
}

// compared says how a number moved.
func compared(more int64, than string) string {
	switch {
	case more > 0:
		return figure(more) + " more than " + than
	case more < 0:
		return figure(-more) + " fewer than " + than
	}
	return "as many as " + than
}

func (p overviewPresenter) firstEnds() string {
	if p.FirstEnds.IsZero() {
		return "nothing to hurry for"
	}
	left := p.FirstEnds.Sub(p.now)
	if left < time.Hour {
		return "the first within the hour"
	}
	return "the first in " + countOf(int(left/time.Hour), "hour")
}

func (p overviewPresenter) failingSaid() string {
	if len(p.Failing) == 0 {
		return "all of them work"
	}
	more := ""
	if n := len(p.Failing) - 1; n > 0 {
		more = " and " + strconv.Itoa(n) + " more"
	}
	return hookHost(p.Failing[0]) + more
}

// facts are the rates of 30 days.
func (p overviewPresenter) facts() []views.AdminFact {
	median := "Nothing was decided yet"
	if hours, ok := p.Sum.Median(); ok {
		median = hoursSaid(hours) + " to a decision"
	}
	opened, unopened := "No link has ended yet", ""
	if p.Sum.Ended > 0 {
		opened = percent(p.Sum.Opened, p.Sum.Ended) + " of " + counted(p.Sum.Ended, "link", "links") + " that ended"
		unopened = percent(p.Sum.Unopened, p.Sum.Ended) + " expired without having been opened"
	}
	facts := []views.AdminFact{
		{Name: "Median time", Value: median}, {Name: "Opened", Value: opened}, {Name: "Unopened", Value: unopened},
		{Name: "Made", Value: counted(p.Sum.Made, "link", "links")},
	}
	return slices.DeleteFunc(facts, func(f views.AdminFact) bool { return f.Value == "" })
}

// hoursSaid is a number of whole hours that are over: "1 d 5 h", "an hour".
func hoursSaid(hours int) string {
	hours++ // what took 28 hours and a bit is done within 29
	switch days := hours / 24; {
	case hours == 1:
		return "an hour"
	case days == 0:
		return strconv.Itoa(hours) + " h"
	case hours%24 == 0:
		return strconv.Itoa(days) + " d"
	default:
		return strconv.Itoa(days) + " d " + strconv.Itoa(hours%24) + " h"
	}
}

// percent is a part of a whole that is not 0: "71 %".
func percent(n, of int64) string { return strconv.FormatInt((n*100+of/2)/of, 10) + " %" }
