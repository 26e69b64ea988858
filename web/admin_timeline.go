package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// happening is a line of a timeline with what it is sorted by.
type happening struct {
	at   time.Time
	item views.TimelineItem
}

// timeline is what happened to the links of an object, newest first: the audit
// entries, how the mails fared, and the end that nobody had to write down.
func (p detailPresenter) timeline() []views.TimelineItem {
	var all []happening
	if end := unix(p.State.End); p.State.Start > 0 && !p.State.Revoked && !p.now.Before(end) {
		days := (p.State.End - p.State.Start) / secondsPerDay
		all = append(all, happening{end, views.TimelineItem{
			Tone: views.ToneWarn, Icon: views.IconClock, Fact: "Link expired", Sub: daysSaid(int(days)) + " after it was issued",
		}})
	}
	for _, m := range p.Mails {
		all = append(all, mailed(m))
	}
	for _, e := range p.Timeline {
		all = append(all, happening{e.At, entryItem(e, p.clock, p.names)})
	}
	return newestFirst(all, p.clock)
}

// newestFirst orders what happened and dates it.
func newestFirst(all []happening, c clock) []views.TimelineItem {
	slices.SortStableFunc(all, func(a, b happening) int { return b.at.Compare(a.at) })
	items := make([]views.TimelineItem, 0, len(all))
	for _, h := range all {
		h.item.At = c.moment(h.at)
		items = append(items, h.item)
	}
	return items
}

// mailed is the last thing known of a mail.
func mailed(m portal.Message) happening {
	to := shownTo(m.To)
	item := views.TimelineItem{Icon: views.IconMail, Sub: to}
	at := m.CreatedAt
	switch m.State {
	case portal.Sent:
		item.Tone, item.Fact, at = views.ToneOK, "Mail sent", m.SentAt
	case portal.Failed:
		item.Tone, item.Fact = views.ToneStop, "Mail given up"
		item.Sub = fmt.Sprintf("%s, %d tries. %s", to, m.Attempts, strings.ReplaceAll(m.LastError, m.To, to))
	case portal.Lapsed:
		item.Tone, item.Fact, item.Sub = views.ToneMute, "Mail not sent", to+". Its link ended first"
	default:
		item.Tone, item.Fact = views.ToneWait, "Mail waits to be sent"
	}
	return happening{at, item}
}

// entryItem words an audit entry about an object.
func entryItem(e portal.Entry, c clock, names map[portal.Actor]string) views.TimelineItem {
	item := views.TimelineItem{Tone: views.ToneMute, Icon: views.IconInfo, Fact: actSaid(e.Act), Sub: "by " + whoSaid(e.Actor, names)}
	switch e.Act {
	case "link.reissued":
		item.Tone, item.Icon = views.ToneInfo, views.IconRenew
	case "link.reminded":
		item.Icon = views.IconMail
	case "link.revoked":
		item.Tone, item.Icon = views.ToneStop, views.IconBar
	case "link.signed":
		item.Icon = views.IconPlus
	case "document.missing":
		item.Tone, item.Icon = views.ToneWarn, views.IconCross
	default:
		switch noun, verb, _ := strings.Cut(e.Act, "."); {
		case noun == "document" || verb == "mirrored":
			item.Tone, item.Icon = views.ToneInfo, views.IconPlus
		case noun == "decision":
			item.Tone, item.Icon = decisionMark(portal.BillingState(verb))
		}
	}
	if facts := c.dataSaid(e.Data); facts != "" {
		item.Sub += ": " + facts
	}
	return item
}

// earlier lists the links that newer ones replaced, newest first.
func (p detailPresenter) earlier() []views.EarlierLink {
	var links []views.EarlierLink
	var replaced time.Time // when the link after the current one was issued
	for _, e := range p.Timeline {
		var l issued
		if e.Act != "link.reissued" || json.Unmarshal([]byte(e.Data), &l) != nil {
			continue
		}
		if !replaced.IsZero() {
			links = append(links, views.EarlierLink{
				Name:   "Link " + strconv.FormatInt(l.Generation, 10),
				Window: p.clock.short(unix(l.Start)) + " to " + p.clock.short(unix(l.End)),
				Ended:  p.clock.moment(replaced),
			})
		}
		replaced = e.At
	}
	return links
}
