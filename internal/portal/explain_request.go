package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// explainRequest finishes an explanation of an approval link: the window must
// be that of its attempt, then the request itself says how things stand.
func (x *explaining) explainRequest(ctx context.Context, g link.Grant, fault link.Fault) error {
	if !x.Known {
		x.fail("Request", "unknown", "tampered",
			"The checksum is right, but there is no such request: its holder reads that the link cannot be opened.",
			"Search for the company, or ask the partner to send the request again.")
		return nil
	}
	r, err := x.store.Request(ctx, Key{g.Account(), g.ObjectID()})
	if err != nil {
		return fmt.Errorf("request of a link: %w", err)
	}
	issued, err := x.issuedAs(ctx, r, g)
	if err != nil {
		return err
	}
	if !issued {
		x.fail("Attempt", "its window is not the one it was issued with", "tampered",
			"The checksum is right, but no link of this request was issued with that window: somebody else signed it.",
			mendReissue)
		return nil
	}
	x.pass("Attempt", fmt.Sprintf("link %d of %d", g.Attempt(), r.Attempt))
	x.explainRequestStanding(r, x.requestStanding(r, g, fault), fault)
	return nil
}

func (x *explaining) explainRequestStanding(r LinkRequest, st Standing, fault link.Fault) {
	when := x.account.moment
	switch st {
	case WasApproved:
		x.pass("Request", "approved on "+when(r.DecidedAt))
		x.Page, x.Sentence = "used", "It was approved on "+when(r.DecidedAt)+": whoever opens it reads that."
	case WasDeclined:
		x.fail("Request", "declined on "+when(r.DecidedAt), "declined",
			"It was declined on "+when(r.DecidedAt)+".", "Send a new link only if the customer asks for it.")
	case Withdrawn:
		if fault == link.Revoked {
			x.fail("Not revoked", "key "+x.query.KeyID()+" is revoked", "withdrawn",
				"The link is genuine, but the key that signed it was revoked.", mendReissue)
			return
		}
		x.fail("Request", "withdrawn on "+when(r.EndedAt), "withdrawn",
			"The request was withdrawn on "+when(r.EndedAt)+".", "The partner can ask again, or send a new link.")
	case IsBlocked:
		x.fail("Request", "blocked on "+when(r.EndedAt), "blocked",
			"The customer was connected to another partner on "+when(r.EndedAt)+".", "Nothing: this request has come to its end.")
	case Superseded:
		x.fail("Newest link", fmt.Sprintf("link %d is in force", r.Attempt), "superseded",
			"It was replaced by a newer link on "+when(r.RequestedAt)+".", "Remind the customer of the newest link.")
	default:
		x.pass("Newest link", "yes")
		x.explainRequestWindow(st, when)
	}
}

func (x *explaining) explainRequestWindow(st Standing, when func(time.Time) string) {
	switch st {
	case NotYet:
		x.fail("Started", "starts on "+when(x.Start), "not-yet", "It is not active until "+when(x.Start)+".", "Wait, or send a new link that works now.")
	case Expired:
		x.fail("Not over", "ended on "+when(x.End), "expired", "It expired on "+when(x.End)+".", mendReissue)
	default:
		x.pass("Window", "open until "+when(x.End))
		x.Page, x.Sentence = "question", "It works: whoever opens it is asked to decide."
	}
}
