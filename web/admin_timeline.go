package web

import (
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// happening is a line of a decision's timeline with what it is sorted by.
type happening struct {
	at   time.Time
	item views.TimelineItem
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
	at := m.CreatedAt
	if m.State == portal.Sent {
		at = m.SentAt
	}
	return happening{at, mailItem(portal.MailStep{Mail: m, At: at})}
}
