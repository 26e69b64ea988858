package store

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The pages of a plan run by the primary key in the database's own order, so
// that each begins where an index says, however many there are.

func (r reader) PickRequests(
	ctx context.Context, account string, sel portal.Selection, after string, limit int,
) ([]portal.LinkRequest, error) {
	var w filter
	w.and("account = ?", account)
	w.and("id > ?", after)
	w.equal("partner", sel.Partner)
	switch sel.State {
	case "":
	case portal.PickWaiting:
		w.and("status = 'pending' and end_at > ?", sel.Now)
	case portal.PickEnding:
		w.and("status = 'pending' and end_at > ? and end_at < ?", sel.Now, sel.Soon)
	case portal.PickExpired:
		w.and("(status = 'expired' or status = 'pending' and end_at <= ?)", sel.Now)
	case portal.PickReplaced:
		w.and("attempt > 1")
	case portal.PickBounced:
		w.bounced("link_request.account", "'approve'", "link_request.id", "link_request.start_at")
	default:
		w.equal("status", string(sel.State))
	}
	w.times(sel, "requested_at")
	text := selectRequest + w.where() + ` order by id` + w.limit(limit)
	return list(ctx, r, "link requests of a selection", scanRequest, text, w.args...)
}

func (r reader) PickLinks(
	ctx context.Context, account string, sel portal.Selection, after portal.ObjectKey, limit int,
) ([]portal.LinkState, error) {
	const live = "start_at > 0 and not revoked and start_at >= cut_off"
	var w filter
	w.and("account = ?", account)
	w.and("(kind, id) > (?, ?)", string(after.Kind), after.ID)
	w.equal("kind", string(sel.Kind))
	switch sel.State {
	case portal.PickWaiting:
		w.and(live+" and end_at > ?", sel.Now)
	case portal.PickEnding:
		w.and(live+" and end_at > ? and end_at < ?", sel.Now, sel.Soon)
	case portal.PickExpired:
		w.and("start_at > 0 and not revoked and end_at <= ?", sel.Now)
	case portal.PickWithdrawn:
		w.and("revoked")
	case portal.PickReplaced:
		w.and("generation > 1")
	case portal.PickBounced:
		w.bounced("link_state.account", "link_state.kind", "link_state.id", "link_state.start_at")
	}
	w.times(sel, "issued_at")
	text := selectLinkState + w.where() + ` order by kind, id` + w.limit(limit)
	return list(ctx, r, "link states of a selection", scanLinkState, text, w.args...)
}

// bounced adds that a mail with the link in force came back.
func (f *filter) bounced(account, kind, id, start string) {
	f.and(`exists (select 1 from message m where m.object_account = ` + account + ` and m.object_kind = ` + kind + `
		and m.object_id = ` + id + ` and m.start_at = ` + start + ` and m.fate = 'bounced')`)
}

// times adds when the link was made, or when it ends; a link ends at a whole
// second.
func (f *filter) times(sel portal.Selection, made string) {
	column := made
	if sel.By == portal.PickEnds {
		column = "end_at * 1000000"
	}
	if !sel.From.IsZero() {
		f.and(column+" >= ?", micros(sel.From))
	}
	if !sel.Until.IsZero() {
		f.and(column+" < ?", micros(sel.Until))
	}
}
