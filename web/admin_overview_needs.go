package web

import (
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// endpointsNamed is how many failing endpoints are named one by one.
const endpointsNamed = 3

// needs are the things that wait for a person, the most pressing first.
func (p overviewPresenter) needs() []views.Need {
	needs := p.endpointNeeds()
	t := p.Troubles
	for _, n := range []struct {
		n         int64
		one, many string
		note      string
		tone      views.Tone
		icon      views.Icon
		url       string
	}{
		{t.GivenUp, "email was given up", "emails were given up", "in 7 days", views.ToneStop, views.IconMail, p.list("/admin/mail", "failed")},
		{t.Addresses, "address bounced or complained", "addresses bounced or complained", "in 7 days; no mail goes there", views.ToneStop, views.IconMail, p.list("/admin/mail/suppressed", "")},
		{t.Cases, "case could not be landed", "cases could not be landed", "try again on the page of its request", views.ToneStop, views.IconCross, p.list("/admin/requests", "approved")},
		{t.Decisions, "decision waits for an answer", "decisions wait for an answer", "more than half of the time is over", views.ToneWarn, views.IconClock, p.list("/admin/decisions", string(portal.DecisionSubmitted))},
		{t.Lapsed, "decision ended without an answer", "decisions ended without an answer", "in 7 days", views.ToneWarn, views.IconClock, p.list("/admin/decisions", string(portal.DecisionLapsed))},
		{p.Ending, "request ends within 24 hours", "requests end within 24 hours", "", views.ToneWarn, views.IconClock, p.list("/admin/requests", "ending")},
		{t.Limits, "customer may ask for no more links today", "customers may ask for no more links today", "a day's limit was reached", views.ToneInfo, views.IconRenew, p.list("/admin/links", "")},
		{t.Imports, "import refused rows", "imports refused rows", "in 7 days", views.ToneInfo, views.IconInfo, p.list("/admin/imports", "")},
	} {
		if n.n > 0 {
			needs = append(needs, views.Need{Tone: n.tone, Icon: n.icon, Text: counted(n.n, n.one, n.many), Note: n.note, URL: n.url})
		}
	}
	return append(needs, p.burstNeeds()...)
}

func (p overviewPresenter) endpointNeeds() []views.Need {
	var needs []views.Need
	for i, e := range p.Failing {
		if i == endpointsNamed {
			rest := int64(len(p.Failing) - endpointsNamed)
			return append(needs, views.Need{Tone: views.ToneStop, Icon: views.IconBar, Text: counted(rest, "more webhook fails", "more webhooks fail"), URL: p.list("/admin/webhooks", "")})
		}
		n := views.Need{Tone: views.ToneStop, Icon: views.IconInfo, Text: hookHost(e) + " takes no events", Note: "they are tried again", URL: endpointURL(e)}
		if !e.DisabledAt.IsZero() {
			n.Icon, n.Text, n.Note = views.IconBar, hookHost(e)+" was turned off", e.Reason+"; what it missed is kept"
		}
		needs = append(needs, n)
	}
	return needs
}

// burstNeeds tell of networks that tried many links: somebody guesses, or a
// system signs with a wrong key.
func (p overviewPresenter) burstNeeds() []views.Need {
	var needs []views.Need
	for _, b := range p.Bursts {
		needs = append(needs, views.Need{
			Tone: views.ToneWarn, Icon: views.IconInfo,
			Text: "A burst: " + counted(b.Count, "wrong link", "wrong links") + " from one network within an hour",
			Note: b.Network + ", " + p.clocks[""].short(b.Hour) + " UTC",
		})
	}
	return needs
}
