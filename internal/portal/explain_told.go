package portal

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// told adds what became of the mail that the link was in, and who opened it. Where
// the link works, a mail that came back is the reason why nobody uses it.
func (x *explaining) told(ctx context.Context) error {
	if !x.Known {
		return nil
	}
	k := x.Object
	if k.Kind == link.Approve {
		k.ID = RequestID(k.ID)
	}
	mails, err := x.store.Messages(ctx, k, timelineLength)
	if err != nil {
		return fmt.Errorf("mails of a link: %w", err)
	}
	x.mailed(mails)
	visits, err := x.store.Visits(ctx, k)
	if err != nil {
		return fmt.Errorf("visits of a link: %w", err)
	}
	x.clicked(visits)
	return nil
}

// mailed looks at the newest mail that carried the link; mails come newest first.
func (x *explaining) mailed(mails []Message) {
	own, newer := Message{}, Message{}
	for _, m := range mails {
		switch {
		case m.Start == x.query.Start() && own.ID == "":
			own = m
		case m.Start > x.query.Start() && newer.ID == "":
			newer = m
		}
	}
	if x.Page == "superseded" {
		x.Sentence += newerSaid(newer)
	}
	if own.ID == "" {
		x.note(checkMail, "not mailed from here")
		return
	}
	x.note(checkMail, x.mailSeen(own))
	if x.Mend == "" && x.Page != "used" && cameBack(own) {
		x.bounced(own)
	}
}

// cameBack reports whether the customer never got a mail.
func cameBack(m Message) bool { return m.Delivered == MailBounced || m.State == Failed }

// bounced is the reason where the link is right and the mail was not.
func (x *explaining) bounced(m Message) {
	i := len(x.Checks) - 1
	x.Checks[i].Passed, x.Checks[i].Noted = false, false
	why := "."
	if reason := bounceReason(m.LastError); reason != "" {
		why = ": " + reason + "."
	}
	x.Sentence = "The email bounced" + why + " The customer never got it."
	if m.Delivered != MailBounced {
		x.Sentence = "The email could not be sent" + why + " The customer never got it."
	}
	x.Mend = "The link works: copy it and pass it on in another way, or correct the address where it is kept."
}

func (x *explaining) mailSeen(m Message) string {
	on := " on " + x.account.moment(m.SentAt)
	switch {
	case m.Delivered == MailBounced:
		return strings.TrimSuffix("bounced: "+bounceReason(m.LastError), ": ")
	case m.Delivered == MailComplained:
		return "delivered, and reported as unwanted"
	case m.Delivered == MailDelivered:
		return "delivered on " + x.account.moment(m.FateAt)
	case m.State == Sent:
		return "sent" + on + "; nothing was heard of it since"
	case m.State == Failed:
		return strings.TrimSuffix("given up: "+bounceReason(m.LastError), ": ")
	case m.State == Lapsed:
		return "not sent: the link had ended before"
	}
	return "waiting to be sent"
}

// newerSaid is what became of the mail with the link that replaced this one.
func newerSaid(m Message) string {
	switch {
	case m.ID == "":
		return " The newer link was not mailed from here."
	case m.Delivered == MailDelivered:
		return " The newer email was delivered."
	case m.Delivered == MailBounced:
		return strings.TrimSuffix(" The newer email bounced: "+bounceReason(m.LastError), ": ") + "."
	case m.State == Sent:
		return " The newer email was sent."
	case m.State == Failed:
		return " The newer email could not be sent."
	}
	return " The newer email is waiting to be sent."
}

// enhanced is the status of RFC 3463 in the answer of a mail server.
var enhanced = regexp.MustCompile(`\b[45]\.(\d{1,3}\.\d{1,3})\b`)

// bounceReasons are the statuses that mean the same to everybody.
var bounceReasons = map[string]string{
	"1.1": "there is no such mailbox", "1.2": "there is no such domain", "1.6": "the mailbox has moved", "1.10": "the domain takes no mail",
	"2.0": "the mailbox does not take it", "2.1": "mailbox switched off", "2.2": "mailbox full", "2.3": "the mail is too large for the mailbox",
	"3.4": "the mail is too large", "4.1": "their mail server does not answer", "4.4": "no mail server was found", "4.7": "it took too long",
	"7.0": "refused by their mail server", "7.1": "refused by their mail server", "7.26": "refused: the sender could not be proven",
}

// bounceReason is the reason of a bounce in words; empty: none is known. What a
// server wrote is not repeated: it may hold the address.
func bounceReason(answer string) string {
	status := enhanced.FindStringSubmatch(answer)
	if status == nil {
		return ""
	}
	return bounceReasons[status[1]]
}

// clicked counts who opened this link.
func (x *explaining) clicked(visits []Visit) {
	var people, scanners, unsure int64
	last := Visit{}
	for _, v := range visits {
		if v.Start != x.query.Start() {
			continue
		}
		switch v.Who {
		case VisitPerson:
			people += v.Count
		case VisitScanner:
			scanners += v.Count
		default:
			unsure += v.Count
		}
		if v.Last.After(last.Last) {
			last = v
		}
	}
	if people+scanners+unsure == 0 {
		x.note(checkClicks, "nobody opened it")
		return
	}
	seen := fmt.Sprintf("people %d, scanners %d", people, scanners)
	if unsure > 0 {
		seen += fmt.Sprintf(", not known %d", unsure)
	}
	seen += "; the last on " + x.account.moment(last.Last)
	if last.Client != "" {
		seen += " (" + last.Client + ")"
	}
	x.note(checkClicks, seen)
}
