package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// signature is what the check of a try's signature found, in words; empty: there
// is nothing to check. It makes the body anew, as it was sent, and shows none of
// it.
func (d *desk) signature(r *http.Request, e portal.Endpoint, event portal.Event, tries []portal.HookTry) (string, error) {
	if event.ID == "" || len(tries) == 0 || tries[len(tries)-1].Sent == "" {
		return "", nil
	}
	whole, err := d.Portal.HookEvent(r.Context(), event.Account, event.ID)
	if errors.Is(err, portal.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	current, old, err := d.Portal.HookSecrets(e)
	if err != nil {
		return "", err
	}
	head := tries[len(tries)-1].Sent
	switch {
	case hook.Signed(e, whole, []string{current}, head):
		return "Right: it was made with the secret in force", nil
	case old != "" && hook.Signed(e, whole, []string{old}, head):
		return "Right: it was made with the secret before the one in force", nil
	}
	return "Cannot be made again: the secret, the style or the link in the event has changed since", nil
}

// sent shows the last request: its headers as they were, and the body without
// the link that it may carry, which is derived when it is sent and shown to
// nobody. What partners submit stands in it, so that only those who may act read
// it.
func (p deliveryPresenter) sent(role portal.Role) views.Exchange {
	x := views.Exchange{Heading: "What we sent"}
	var body bytes.Buffer
	if len(p.tries) == 0 {
		x.Heading = "What we send"
	}
	plain, err := hook.Payload(p.event)
	switch {
	case p.event.ID == "":
		x.Empty = "The event is no longer kept."
	case !role.May(portal.MayAct):
		x.Empty = "Your role does not show what events contain."
	case err != nil || json.Indent(&body, plain, "", "  ") != nil:
		x.Empty = "The event cannot be shown."
	default:
		x.Head = "No headers yet: they are made when it is sent."
		if n := len(p.tries); n > 0 {
			x.Head = p.tries[n-1].Sent
			if x.Head == "" {
				x.Head = "We keep headers for 30 days."
			}
		}
		x.Body = maskedText(body.String())
		x.Note = "Set out in lines, with addresses shortened. A link that it carries is made when it is sent, and is not shown."
	}
	return x
}

// answer shows what the receiver said at the last try.
func (p deliveryPresenter) answer(role portal.Role) views.Exchange {
	x := views.Exchange{Heading: "What came back", Empty: "It was not tried yet."}
	if len(p.tries) == 0 {
		return x
	}
	last := p.tries[len(p.tries)-1]
	x.Empty, x.Head = "", trySaid(last)
	switch {
	case !role.May(portal.MayAct):
		x.Note = "Your role does not show what receivers write."
	case last.Said != "":
		x.Body, x.Note = maskedText(last.Said), "The first 4 KB at most, kept for 30 days."
	case p.now.Sub(last.At) >= portal.KeptTries:
		x.Note = "We keep what receivers write for 30 days."
	default:
		x.Note = "It wrote nothing that is text."
	}
	return x
}

// nextIn says when the next try is: "in 4 minutes".
func nextIn(at, now time.Time) string {
	switch d := at.Sub(now); {
	case d < time.Minute:
		return "within a minute"
	case d < time.Hour:
		return "in " + counted(int64(d.Round(time.Minute)/time.Minute), "minute", "minutes")
	default:
		return "in " + counted(int64(d.Round(time.Hour)/time.Hour), "hour", "hours")
	}
}
