package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// explainRequest finishes an explanation of an approval link: the window must
// be that of its attempt, then the request itself says how things stand.
func (x *explaining) explainRequest(ctx context.Context, g link.Grant, fault link.Fault) error {
	from, err := x.lostSince(ctx, g)
	if err != nil {
		return err
	}
	if !x.Known && from.IsZero() {
		x.fail(checkState, "unknown", "tampered",
			"The checksum is right, but there is no such request: its holder reads that the link cannot be opened.",
			"Search for the company, or ask the partner to send the request again.")
		return nil
	}
	if !x.Known {
		x.failLost()
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
	if !issued && !from.IsZero() {
		x.failLost()
		return nil
	}
	if !issued {
		x.fail(checkState, "its window is not the one it was issued with", "tampered",
			"The checksum is right, but no link of this request was issued with that window: somebody else signed it.",
			mendReissue)
		return nil
	}
	if int64(g.Attempt()) == r.Attempt {
		x.pass(checkNewest, fmt.Sprintf("yes, link %d of %d", g.Attempt(), r.Attempt))
	} else {
		x.note(checkNewest, fmt.Sprintf("no, link %d of %d", g.Attempt(), r.Attempt))
	}
	x.explainRequestStanding(r, x.requestStanding(r, g, fault), fault)
	return nil
}

// failLost explains a link that nobody forged and that is not known all the same.
func (x *explaining) failLost() {
	x.fail(checkState, "made in a time that a restore lost", "not-found",
		"The checksum is right, but the records of that time are lost: its holder reads that we had to restore them.",
		"Ask the partner to send the request again.")
}

func (x *explaining) explainRequestStanding(r LinkRequest, st Standing, fault link.Fault) {
	when := x.account.moment
	switch st {
	case WasApproved:
		x.pass(checkState, "approved on "+when(r.DecidedAt))
		x.Page, x.Sentence = "used", "It works. The customer approved it on "+when(r.DecidedAt)+"; they now see ‘You approved this’."
	case WasDeclined:
		x.fail(checkState, "declined on "+when(r.DecidedAt), "declined",
			"It was declined on "+when(r.DecidedAt)+".", "Send a new link only if the customer asks for it.")
	case Withdrawn:
		if fault == link.Revoked {
			x.keyRevoked()
			return
		}
		x.fail(checkState, "withdrawn on "+when(r.EndedAt), "withdrawn",
			"The request was withdrawn on "+when(r.EndedAt)+".", "The partner can ask again, or send a new link.")
	case IsBlocked:
		x.fail(checkState, "blocked on "+when(r.EndedAt), "blocked",
			"The customer was connected to another partner on "+when(r.EndedAt)+".", "Nothing: this request has come to its end.")
	case Superseded:
		x.note(checkState, string(r.Status))
		x.fail(checkNewest, fmt.Sprintf("link %d is in force", r.Attempt), "superseded",
			"It was replaced by a newer link on "+when(r.RequestedAt)+".", "Remind the customer of the newest link.")
	default:
		x.pass(checkState, "waiting for the customer")
		x.inWindow(st, "It expired before anyone approved it.")
		if !x.failed() {
			x.Page, x.Sentence = "question", "It works: whoever opens it is asked to decide."
		}
	}
}
