package web

import (
	"fmt"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// item puts something that happened into words.
func (h linkHistory) item(one portal.Happening) views.TimelineItem {
	switch fact := one.Fact.(type) {
	case portal.EntryFact:
		return entryItem(fact.Entry, h.clock, h.names)
	case portal.MailFact:
		item := mailItem(fact.Step)
		item.More = &views.Link{Label: "View email", URL: mailURL(fact.Step.Mail.ID)}
		return item
	case portal.EventFact:
		return eventItem(fact)
	case portal.VisitFact:
		return h.visitItem(fact.Visit)
	case portal.EndFact:
		days := daysSaid(int((fact.Link.End - fact.Link.Start) / secondsPerDay))
		return views.TimelineItem{Tone: views.ToneWarn, Icon: views.IconClock, Fact: "Link expired", Sub: days + " after it began to work"}
	case portal.NoteFact:
		return views.TimelineItem{
			Tone: views.ToneInfo, Icon: views.IconInfo, Fact: "Note", Sub: "by " + whoSaid(string(fact.Note.Author), h.names), Text: fact.Note.Text,
		}
	}
	return views.TimelineItem{}
}

// mailItem words what happened to a mail.
func mailItem(step portal.MailStep) views.TimelineItem {
	m := step.Mail
	to := templateSaid(m.Template) + ", to " + shownTo(m.To) + "."
	item := views.TimelineItem{Icon: views.IconMail, Sub: to}
	if step.Told {
		badge := mailBadge(m)
		item.Tone, item.Fact = badge.Tone, "Email "+lowerFirst(badge.Word)
		switch m.Delivered {
		case portal.MailBounced:
			item.Sub = to + " The receiving side gave it back: the mailbox is unknown, full or closed."
		case portal.MailComplained:
			item.Sub = to + " Its reader marked it as spam."
		}
		return item
	}
	switch m.State {
	case portal.Sent:
		item.Tone, item.Fact = views.ToneOK, "Email sent"
	case portal.Failed:
		item.Tone, item.Fact = views.ToneStop, "Email given up"
		item.Sub = fmt.Sprintf("%s %d tries. %s", to, m.Attempts, strings.ReplaceAll(m.LastError, m.To, shownTo(m.To)))
	case portal.Held:
		item.Tone, item.Fact = views.ToneWait, "Email held after a restore"
		item.Sub = to + " It waited when the backup was made and may have gone out since. Send it again from its page."
	case portal.Lapsed:
		item.Tone, item.Fact, item.Sub = views.ToneMute, "Email not sent", to+" Its link ended first."
	default:
		item.Tone, item.Fact = views.ToneWait, "Email waits to be sent"
	}
	return item
}

// eventItem words how an event fared on its way to one endpoint.
func eventItem(fact portal.EventFact) views.TimelineItem {
	e, d := fact.Step.Event, fact.Step.Delivery
	item := views.TimelineItem{Tone: views.ToneMute, Icon: views.IconCode}
	if d.ID == "" {
		item.Fact, item.Sub = e.Type+" noted", "No endpoint listens to it"
		return item
	}
	to := "an endpoint that is gone"
	if fact.Endpoint.ID != "" {
		to = hookHost(fact.Endpoint)
		item.More = &views.Link{Label: "View or send again", URL: deliveryURL(d)}
	}
	item.Sub = "Try " + triesSaid(d) + "."
	if d.LastStatus != 0 {
		item.Sub = fmt.Sprintf("Answered %d. Try %s.", d.LastStatus, triesSaid(d))
	}
	switch d.State {
	case portal.DeliveryDone:
		item.Fact = e.Type + " delivered to " + to
	case portal.DeliveryExhausted:
		item.Tone, item.Fact = views.ToneStop, e.Type+" not delivered to "+to
	case portal.DeliveryHeld:
		item.Fact, item.Sub = e.Type+" held for "+to, "The endpoint is turned off."
	default:
		item.Tone, item.Fact = views.ToneWait, e.Type+" on its way to "+to
	}
	return item
}

// visitItem words who looked at a link's page, and what they saw there.
func (h linkHistory) visitItem(v portal.Visit) views.TimelineItem {
	item := views.TimelineItem{Tone: views.ToneInfo, Icon: views.IconEye}
	late := v.Page == "expired"
	switch {
	case v.Who == portal.VisitScanner:
		item.Tone, item.Icon, item.Fact = views.ToneMute, views.IconScan, "Opened by a mail scanner"
	case v.Page == portal.VisitAnswered:
		item.Tone, item.Fact = views.ToneOK, "Customer sent the form"
	case late:
		item.Tone, item.Fact = views.ToneWarn, "Opened too late"
	case v.Who == portal.VisitPerson:
		item.Fact = "Opened by a person"
	default:
		item.Fact = "Opened, by a person or a program"
	}
	var said []string
	if v.Page != portal.VisitAnswered {
		said = append(said, pageSeen(v.Page))
	}
	if v.Client != "" {
		said = append(said, v.Client)
	}
	if v.Count > 1 {
		said = append(said, fmt.Sprintf("%d times, first %s", v.Count, h.clock.short(v.First)))
	}
	if v.Who == portal.VisitScanner {
		said = append(said, "Not counted as the customer")
	}
	item.Sub = strings.Join(said, ". ")
	return item
}

// pageSeen is what a page shows, by its name.
func pageSeen(page string) string {
	seen, ok := sights[page]
	if !ok {
		return "Saw the page “" + page + "”"
	}
	text, _, _ := strings.Cut(seen.sees, " (")
	if text = strings.TrimSuffix(text, "."); strings.HasPrefix(text, "“") {
		return "Saw " + text
	}
	return "Saw " + lowerFirst(text)
}

// look is how an act stands out.
type look struct {
	tone views.Tone
	icon views.Icon
	fact string // empty: the act in words
}

// actLooks are the acts that stand out on a timeline.
var actLooks = map[string]look{
	"link.reissued":     {views.ToneInfo, views.IconRenew, "New link made"},
	"link.reminded":     {views.ToneMute, views.IconMail, "Reminder asked for"},
	"link.revoked":      {views.ToneStop, views.IconBar, "Link turned off"},
	"link.signed":       {views.ToneInfo, views.IconPlus, "Link made for another system"},
	"link.copied":       {views.ToneMute, views.IconCopy, "Link shown to be copied"},
	"link.viewed":       {views.ToneMute, views.IconEye, "Page viewed as the customer"},
	"bundle.taken":      {views.ToneMute, views.IconCopy, "Support bundle taken"},
	"note.added":        {views.ToneMute, views.IconInfo, ""},
	"document.missing":  {views.ToneWarn, views.IconCross, ""},
	"request.issued":    {views.ToneInfo, views.IconPlus, "Link made"},
	"request.reminded":  {views.ToneMute, views.IconMail, "Reminder asked for"},
	"request.approved":  {views.ToneOK, views.IconCheck, "Approved"},
	"request.declined":  {views.ToneDeclined, views.IconCross, "Declined"},
	"request.expired":   {views.ToneWarn, views.IconClock, "Expiry reported"},
	"request.withdrawn": {views.ToneStop, views.IconBar, "Withdrawn"},
	"request.blocked":   {views.ToneStop, views.IconBar, "Customer connected elsewhere"},
	portal.ReportNotUs:  {views.ToneStop, views.IconInfo, "The customer says it was not them"},
	portal.ReportNotMe:  {views.ToneWarn, views.IconInfo, "The reader says they are the wrong person"},
	"mail.bounced":      {views.ToneStop, views.IconMail, "Address taken off: the mail bounced"},
	"mail.complained":   {views.ToneStop, views.IconMail, "Address taken off: reported as unwanted"},
}

// entryItem words an audit entry about an object.
func entryItem(e portal.Entry, c clock, names map[portal.Actor]string) views.TimelineItem {
	item := views.TimelineItem{Tone: views.ToneMute, Icon: views.IconInfo, Fact: actSaid(e.Act), Sub: "by " + whoSaid(e.Actor, names)}
	if look, ok := actLooks[e.Act]; ok {
		item.Tone, item.Icon = look.tone, look.icon
		if look.fact != "" {
			item.Fact = look.fact
		}
	} else if noun, verb, _ := strings.Cut(e.Act, "."); noun == "document" || verb == "mirrored" {
		item.Tone, item.Icon = views.ToneInfo, views.IconPlus
	} else if noun == "decision" {
		item.Tone, item.Icon = decisionMark(portal.BillingState(verb))
	}
	if facts := c.dataSaid(e.Data); facts != "" {
		item.Sub += ": " + facts
	}
	return item
}
