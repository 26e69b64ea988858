package web

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// bar draws when the attempt in force works.
func (p requestPresenter) bar() *views.Bar {
	r, now := p.Request, p.now.Unix()
	length := max(r.End-r.Start, 1)
	days := int((length + secondsPerDay - 1) / secondsPerDay)
	bar := &views.Bar{
		Used: int(min(max(100*(now-r.Start)/length, 0), 100)), Parts: days, Mark: views.MarkNow,
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

// attempts are the links that were made, newest first.
func (p requestPresenter) attempts() []views.Attempt {
	var all []views.Attempt
	for _, a := range slices.Backward(p.Attempts) {
		shown := views.Attempt{
			Name: "Link " + strconv.FormatInt(a.Number, 10), State: p.attemptBadge(a),
			Window: p.clock.short(unix(a.Start)) + " to " + p.clock.short(unix(a.End)),
			By:     "by " + whoSaid(a.IssuedBy, p.names), Mail: "Not mailed",
		}
		if p.Partner.Delivery == portal.ByPartner {
			shown.Mail = "The partner mails it"
		}
		if m, ok := p.mailOf(a); ok {
			shown.Mail, shown.URL = "Email: "+lowerFirst(mailBadge(m).Word), mailURL(m.ID)
		}
		all = append(all, shown)
	}
	return all
}

// mailOf finds the mail that carried an attempt.
func (p requestPresenter) mailOf(a portal.Attempt) (portal.Message, bool) {
	for _, m := range p.Mails {
		if m.Start == a.Start && m.Template == portal.TemplateRequest {
			return m, true
		}
	}
	return portal.Message{}, false
}

func (p requestPresenter) attemptBadge(a portal.Attempt) views.Badge {
	if a.Number == p.Request.Attempt {
		if badge := requestBadge(p.Request, p.now); badge.Word != "Waiting" {
			return badge
		}
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Works"}
	}
	switch a.EndReason {
	case "declined":
		return views.Badge{Tone: views.ToneDeclined, Icon: views.IconCross, Word: "Declined"}
	case "expired":
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"}
	case "withdrawn":
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Withdrawn"}
	}
	return views.Badge{Tone: views.ToneMute, Icon: views.IconArrow, Word: "Replaced"}
}

// timeline is what happened to the request, newest first.
func (p requestPresenter) timeline() []views.TimelineItem {
	var all []happening
	if r := p.Request; r.Status == portal.Pending && !r.Live(p.now.Unix()) {
		all = append(all, happening{unix(r.End), views.TimelineItem{Tone: views.ToneWarn, Icon: views.IconClock, Fact: "Link expired", Sub: "not reported yet"}})
	}
	for _, m := range p.Mails {
		all = append(all, requestMail(m)...)
	}
	for _, e := range p.Timeline {
		all = append(all, happening{e.At, p.entry(e)})
	}
	return newestFirst(all, p.clock)
}

// requestMail is what is known of a mail: that it left, and what was heard of
// it since.
func requestMail(m portal.Message) []happening {
	sent := mailed(m)
	sent.item.Sub = templateSaid(m.Template) + ", " + sent.item.Sub
	if m.Delivered == "" {
		return []happening{sent}
	}
	badge := mailBadge(m)
	return []happening{sent, {m.FateAt, views.TimelineItem{
		Tone: badge.Tone, Icon: views.IconMail, Fact: "Email " + lowerFirst(badge.Word), Sub: templateSaid(m.Template) + ", " + shownTo(m.To),
	}}}
}

// entry words an audit entry about the request.
func (p requestPresenter) entry(e portal.Entry) views.TimelineItem {
	item := views.TimelineItem{Tone: views.ToneMute, Icon: views.IconInfo, Fact: actSaid(e.Act), Sub: "by " + whoSaid(e.Actor, p.names)}
	if look, ok := requestLooks[e.Act]; ok {
		item.Tone, item.Icon, item.Fact = look.tone, look.icon, look.fact
	}
	if facts := p.clock.dataSaid(e.Data); facts != "" {
		item.Sub = fmt.Sprintf("%s: %s", item.Sub, facts)
	}
	return item
}

type look struct {
	tone views.Tone
	icon views.Icon
	fact string
}

// requestLooks are the acts about a request that stand out.
var requestLooks = map[string]look{
	"request.issued":    {views.ToneInfo, views.IconPlus, "Link made"},
	"request.reminded":  {views.ToneMute, views.IconMail, "Reminder asked for"},
	"request.approved":  {views.ToneOK, views.IconCheck, "Approved"},
	"request.declined":  {views.ToneDeclined, views.IconCross, "Declined"},
	"request.expired":   {views.ToneWarn, views.IconClock, "Expired"},
	"request.withdrawn": {views.ToneStop, views.IconBar, "Withdrawn"},
	"request.blocked":   {views.ToneStop, views.IconBar, "Customer connected elsewhere"},
	portal.ReportNotUs:  {views.ToneStop, views.IconInfo, "The customer says it was not them"},
	portal.ReportNotMe:  {views.ToneWarn, views.IconInfo, "The reader says they are the wrong person"},
	"link.copied":       {views.ToneMute, views.IconArrow, "Link shown to be copied"},
	"mail.bounced":      {views.ToneStop, views.IconMail, "Address taken off: the mail bounced"},
	"mail.complained":   {views.ToneStop, views.IconMail, "Address taken off: reported as unwanted"},
}
