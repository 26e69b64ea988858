package portal

import "github.com/latchkey-portal/latchkey/internal/link"

func (x *explaining) explainStanding(st Standing, fault link.Fault) {
	when := x.account.moment
	switch st {
	case Withdrawn:
		if fault == link.Revoked {
			x.keyRevoked()
			return
		}
		x.fail(checkState, "revoked on "+when(x.State.EndedAt), "withdrawn",
			"The link was turned off on "+when(x.State.EndedAt)+".", mendReissue)
	case Superseded:
		x.fail(checkNewest, "replaced on "+when(x.State.EndedAt), "superseded",
			"It was replaced by a newer link on "+when(x.State.EndedAt)+".", x.mendReplaced())
	default:
		x.pass(checkNewest, "yes")
		x.inWindow(st, "It expired on "+when(x.End)+".")
	}
}

// keyRevoked ends with a key whose links were all turned off with it.
func (x *explaining) keyRevoked() {
	x.fail(checkSum, "key "+x.query.KeyID()+" is revoked", "withdrawn",
		"The link is genuine, but the key that signed it was revoked.", mendReissue)
}

// inWindow judges a link that is the newest of something that stands.
func (x *explaining) inWindow(st Standing, expired string) {
	when := x.account.moment
	switch st {
	case NotYet:
		x.fail(checkWindow, x.windowSeen(), "not-yet",
			"It is not active until "+when(x.Start)+".", "Wait, or send a new link that works now.")
	case Expired:
		x.fail(checkWindow, x.windowSeen(), "expired", expired, mendReissue)
	default:
		x.pass(checkWindow, x.windowSeen())
	}
}

// mendReplaced is what helps whoever holds a replaced link: the newest, while it
// works.
func (x *explaining) mendReplaced() string {
	if x.State.Live(x.now().Unix()) {
		return "Remind the customer of the newest link."
	}
	return mendReissue
}
