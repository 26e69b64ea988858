package web

import (
	"slices"
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// attempts are the links that were made, newest first.
func (h linkHistory) attempts() []views.Attempt {
	var all []views.Attempt
	for _, l := range h.made {
		shown := views.Attempt{
			Name: "Link " + strconv.FormatInt(l.Number, 10), State: h.madeBadge(l),
			Window: h.clock.short(unix(l.Start)) + " to " + h.clock.short(unix(l.End)),
			By:     "by " + whoSaid(string(l.By), h.names), Mail: "Not mailed from here", Opened: h.openedSaid(l),
		}
		if l.Number == 0 {
			shown.Name = "Link made for another system"
		}
		if l.Ended.Before(unix(l.End)) && !l.Ended.IsZero() {
			shown.Window += ", ended " + h.clock.short(l.Ended)
		}
		if l.Mail != nil {
			shown.Mail, shown.URL = "Email: "+lowerFirst(mailBadge(*l.Mail).Word), mailURL(l.Mail.ID)
		}
		all = append(all, shown)
	}
	return all
}

func (h linkHistory) openedSaid(l portal.LinkMade) string {
	person, scanner := l.Opened()
	switch {
	case !person.IsZero() && !person.Before(unix(l.End)):
		return "Last opened " + h.clock.short(person) + ", too late"
	case !person.IsZero():
		return "Last opened " + h.clock.short(person)
	case !scanner.IsZero():
		return "Opened by a mail scanner only"
	}
	return "Not opened"
}

// madeBadges say how a link ended.
var madeBadges = map[portal.LinkEnd]views.Badge{
	portal.LinkExpired:   {Tone: views.ToneWarn, Icon: views.IconClock, Word: "Expired"},
	portal.LinkReplaced:  {Tone: views.ToneMute, Icon: views.IconArrow, Word: "Replaced"},
	portal.LinkWithdrawn: {Tone: views.ToneStop, Icon: views.IconBar, Word: "Withdrawn"},
	portal.LinkApproved:  {Tone: views.ToneOK, Icon: views.IconCheck, Word: "Approved"},
	portal.LinkDeclined:  {Tone: views.ToneDeclined, Icon: views.IconCross, Word: "Declined"},
	portal.LinkBlocked:   {Tone: views.ToneStop, Icon: views.IconBar, Word: "Blocked"},
}

func (h linkHistory) madeBadge(l portal.LinkMade) views.Badge {
	if badge, ok := madeBadges[l.How]; ok {
		return badge
	}
	if h.now.Unix() < l.Start-early {
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconCalendar, Word: "Scheduled"}
	}
	return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Works"}
}

// most that the drawing of a window has room for.
const (
	dotsOnBar    = 12
	behindTheEnd = 128 // percent of the window
)

// dots are what happened while the newest link was out: its mails, and who
// looked at it. What came long after the end stands at the edge.
func (h linkHistory) dots() []views.BarDot {
	l, ok := portal.InForce(h.made)
	if !ok {
		return nil
	}
	at := []time.Time{}
	for _, v := range l.Visits {
		at = append(at, v.First, v.Last)
	}
	if m := l.Mail; m != nil {
		at = append(at, m.SentAt, m.FateAt)
	}
	var dots []views.BarDot
	for _, t := range at {
		length := max(l.End-l.Start, 1)
		percent := int(100 * (t.Unix() - l.Start) / length)
		if t.IsZero() || percent < -1 || t.After(h.now) {
			continue
		}
		dot := views.BarDot{At: max(percent, 1), Late: t.Unix() >= l.End}
		if dot.Late {
			dot.At = min(max(dot.At, 103), behindTheEnd-1)
		}
		if !slices.Contains(dots, dot) && len(dots) < dotsOnBar {
			dots = append(dots, dot)
		}
	}
	return dots
}
