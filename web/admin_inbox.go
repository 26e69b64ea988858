package web

import (
	"net/http"
	"slices"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// messagesShown is how many messages of billing systems the list shows.
const messagesShown = 100

const inboxURL = "/admin/imports/messages"

// inboxCuts are the cuts of the list.
var inboxCuts = []struct {
	value, label string
	states       []portal.InboundState
	empty        string
}{
	{"", "Waiting or refused", []portal.InboundState{portal.InboundQueued, portal.InboundRejected}, "No message waits, and none was refused."},
	{"applied", "Taken", []portal.InboundState{portal.InboundApplied}, "No message was taken yet."},
	{"stale", "Older than what is kept", []portal.InboundState{portal.InboundStale}, "No message was older than what is kept."},
}

func (d *desk) inbox(w http.ResponseWriter, r *http.Request, c clerk) error {
	var result *views.AdminResult
	if d.told(w, r, inboxURL) != "" {
		result = done("The message waits to be read again.")
	}
	return d.showInbox(w, r, http.StatusOK, c, result)
}

func (d *desk) showInbox(w http.ResponseWriter, r *http.Request, status int, c clerk, result *views.AdminResult) error {
	q := r.URL.Query()
	at := 0
	page := views.Inbox{Tabs: importTabs(inboxURL)}
	for i, cut := range inboxCuts {
		if cut.value == q.Get("state") {
			at = i
		}
	}
	cut := inboxCuts[at]
	page.State, page.Empty = cut.value, cut.empty
	for i, other := range inboxCuts {
		page.Cuts = append(page.Cuts, views.Tab{Label: other.label, URL: inboxURL + "?state=" + other.value, Here: i == at})
	}
	list, err := d.messages(r, c, q.Get("account"), cut.states)
	if err != nil {
		return err
	}
	if len(list) > messagesShown {
		list, page.More = list[:messagesShown], "The newest 100 are shown. Narrow the list to see others."
	}
	clocks, err := d.clocks(r)
	if err != nil {
		return err
	}
	for _, in := range list {
		page.Rows = append(page.Rows, inboxRow(in, c, clocks[in.Account]))
	}
	if page.Accounts, err = d.accountChoice(r, c, q.Get("account")); err != nil {
		return err
	}
	page.Frame = d.frame(c, "admin-inbox", "Messages of billing systems – Imports", views.PlaceImports)
	page.Frame.Result = result
	visitOf(r).page = page.Frame.Page
	return d.render(w, r, status, views.InboxPage(page))
}

// messages are those in any of the states, of the accounts that the clerk may
// see, newest first; one more of each than is shown.
func (d *desk) messages(r *http.Request, c clerk, account string, states []portal.InboundState) ([]portal.Inbound, error) {
	accounts, err := d.accounts(r, c, portal.MaySee)
	if err != nil {
		return nil, err
	}
	var all []portal.Inbound
	for _, a := range accounts {
		if account != "" && a.Slug != account {
			continue
		}
		for _, state := range states {
			list, err := d.Portal.Inbounds(r.Context(), a.Slug, state, messagesShown+1)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
	}
	slices.SortStableFunc(all, func(a, b portal.Inbound) int { return b.ReceivedAt.Compare(a.ReceivedAt) })
	return all, nil
}

func inboxRow(in portal.Inbound, c clerk, at clock) views.InboxRow {
	row := views.InboxRow{Kind: in.Kind, Sub: in.Account + ", " + in.ID, Reason: in.Reason, At: at.moment(in.ReceivedAt)}
	if row.Kind == "" {
		row.Kind = "Not read yet"
	}
	switch in.State {
	case portal.InboundQueued:
		row.State = views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waits"}
		if in.Attempts > 0 {
			row.Reason = countOfTries(in.Attempts) + " failed; next one at " + at.time(in.NextAt)
		}
		return row
	case portal.InboundRejected:
		row.State = views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Refused"}
		if in.Kind == "" {
			row.Kind = "Not readable"
		}
	case portal.InboundStale:
		row.State = views.Badge{Tone: views.ToneMute, Icon: views.IconClock, Word: "Older"}
		return row
	default:
		row.State = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Taken"}
		return row
	}
	if c.may(in.Account, portal.MayAct) {
		row.Again = &views.PostButton{URL: inboxURL + "/" + in.Account + "/" + in.ID + "/again", Label: "Try again", Icon: views.IconRenew}
	}
	return row
}

// countOfTries is "1 try", "3 tries".
func countOfTries(n int) string { return counted(int64(n), "try", "tries") }

// retryMessage has a message read again that was refused.
func (d *desk) retryMessage(w http.ResponseWriter, r *http.Request, c clerk) error {
	queued, err := d.Portal.RetryInbound(r.Context(), c.actor(), keyIn(r))
	if err != nil {
		return err
	}
	if !queued {
		return d.showInbox(w, r, http.StatusConflict, c, &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: "It waits to be read already. Nothing was changed."})
	}
	if err := d.tell(w, r, inboxURL, "again"); err != nil {
		return err
	}
	return d.seeOther(w, r, inboxURL)
}
