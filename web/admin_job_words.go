package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// thousands is "1,234".
func thousands(n int64) string { return english.Number(strconv.FormatInt(n, 10)) }

// manyOf is "1,234 new links".
func manyOf(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// verbWords are the words for a verb of a job.
type verbWords struct {
	noun   string // what is counted: "new link"
	ask    string // in front of it on the button: "Send"
	doing  string
	did    string
	unit   string // behind a number: "sent"
	gets   string // of one that will be done: "Gets an email"
	icon   views.Icon
	effect string // what happens besides
	mend   string // what can be undone of it
}

func wordsOf(j portal.BulkJob) verbWords {
	switch {
	case j.Verb == portal.BulkRemind:
		return verbWords{
			noun: "reminder", ask: "Send", doing: "Sending", did: "Sent", unit: "sent", gets: "Gets an email", icon: views.IconMail,
			effect: "Each gets the same link again. Nothing else changes.",
			mend:   "A mail that went out cannot be called back.",
		}
	case j.Verb == portal.BulkRevoke && j.Selection.Over == portal.OverLinks:
		return verbWords{
			noun: "link", ask: "Revoke", doing: "Revoking", did: "Revoked", unit: "revoked", gets: "Is revoked", icon: views.IconBar,
			effect: "Their links stop working, also those that other systems signed. Nobody gets a mail.",
			mend:   "A link that was revoked stays dead. What can be done is to send new ones.",
		}
	case j.Verb == portal.BulkRevoke:
		return verbWords{
			noun: "request", ask: "Withdraw", doing: "Withdrawing", did: "Withdrew", unit: "withdrawn", gets: "Is withdrawn", icon: views.IconBar,
			effect: "Their links stop working, and their partners are told. Held cases are kept. Customers get no mail.",
			mend:   "A link that was withdrawn stays dead. What can be done is to send new ones.",
		}
	}
	return verbWords{
		noun: "new link", ask: "Send", doing: "Sending", did: "Sent", unit: "sent", gets: "Gets an email", icon: views.IconMail,
		effect: "Links in force stop working, and whoever opens one is told to use the newest email. Cases stay attached.",
		mend:   "The links before cannot come back.",
	}
}

// jobTitle names a job: "New links for expired requests".
func jobTitle(j portal.BulkJob) string {
	what := map[portal.BulkVerb]string{portal.BulkReissue: "New links for ", portal.BulkRemind: "Reminders about ", portal.BulkRevoke: "End of "}[j.Verb]
	return what + chosenSaid(j.Selection)
}

// chosenSaid names a selection in a few words.
func chosenSaid(sel portal.Selection) string {
	noun := "requests"
	if sel.Over == portal.OverLinks {
		noun = "links"
		if sel.Kind != "" {
			noun = lowerFirst(linkNames[sel.Kind]) + " links"
		}
	}
	switch {
	case sel.Job != "":
		return noun + " that another job ended"
	case len(sel.Picks) > 0:
		return manyOf(int64(len(sel.Picks)), strings.TrimSuffix(noun, "s")) + " that were ticked"
	case sel.State != "":
		noun = noun + ": " + lowerFirst(pickNames[sel.State])
	}
	if sel.Partner != "" {
		noun += ", of " + sel.Partner
	}
	return noun
}

// pickNames are the words for the states to choose by.
var pickNames = map[portal.PickState]string{
	portal.PickWaiting: "Waiting, in force", portal.PickEnding: "Ending within two days", portal.PickExpired: "Expired",
	portal.PickApproved: "Approved", portal.PickDeclined: "Declined", portal.PickWithdrawn: "Withdrawn", portal.PickBlocked: "Blocked",
	portal.PickReplaced: "Replaced an older link", portal.PickBounced: "Mail bounced",
}

// jobBadge is how a job stands, in a word or two.
func jobBadge(j portal.BulkJob, now time.Time) views.Badge {
	switch {
	case j.State == portal.BulkPlanning:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconSearch, Word: "Counting"}
	case j.State == portal.BulkReady:
		return views.Badge{Tone: views.ToneWait, Icon: views.IconInfo, Word: "Waits for an agreement"}
	case j.Waits(now):
		return views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Starts soon"}
	case j.State == portal.BulkRunning:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconRenew, Word: "Running"}
	case j.State == portal.BulkPaused:
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Paused"}
	case j.State == portal.BulkStopped && j.Settled() == 0:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Undone"}
	case j.State == portal.BulkStopped:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Stopped"}
	case j.Failed > 0:
		return views.Badge{Tone: views.ToneWarn, Icon: views.IconInfo, Word: "Done, some failed"}
	}
	return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Done"}
}

// jobFar is how far a job is, in a few words.
func jobFar(j portal.BulkJob) string {
	if j.State == portal.BulkPlanning {
		return thousands(j.Looked) + " so far"
	}
	if j.State == portal.BulkReady {
		return thousands(j.Chosen) + " to do"
	}
	text := fmt.Sprintf("%s of %s %s, %s failed", thousands(j.Done), thousands(j.Chosen), wordsOf(j).unit, thousands(j.Failed))
	if j.Skipped > 0 {
		text += ", " + thousands(j.Skipped) + " skipped"
	}
	return text
}

// leftSaidOf is ", about 20 seconds left", from how fast it went since it was
// started or continued; empty before there is anything to go by.
func leftSaidOf(j portal.BulkJob, now time.Time) string {
	settled, took := j.Settled()-j.SinceDone, now.Sub(j.SinceAt)
	if settled < 1 || took < time.Second {
		return ""
	}
	left := time.Duration(float64(took) / float64(settled) * float64(j.Chosen-j.Settled()))
	switch {
	case left < time.Minute:
		return ", about " + manyOf(int64(left/time.Second)+1, "second") + " left"
	case left < time.Hour:
		return ", about " + manyOf(int64(left/time.Minute)+1, "minute") + " left"
	}
	return ", about " + manyOf(int64(left/time.Hour)+1, "hour") + " left"
}

// whySaid says why an item was not done.
var whySaid = map[portal.BulkReason]string{
	portal.WhyApproved: "Approved already", portal.WhyDeclined: "Declined: ask again one by one, if the customer wants that",
	portal.WhyWithdrawn: "Ended already", portal.WhyBlocked: "The customer was connected elsewhere",
	portal.WhyNotLive: "There is no link in force", portal.WhyMovedOn: "Somebody changed it meanwhile",
	portal.WhyByPartner: "The partner mails its links itself", portal.WhyNoAddress: "There is no address on file",
	portal.WhyBounced: "The address bounced", portal.WhyComplained: "Somebody reported a mail as unwanted",
	portal.WhyGone: "There is no such thing", portal.WhyDays: "Links of its kind do not last that long",
	portal.WhyFault: "The fault is ours, and it is in the log",
}

// itemBadge is what became of an item.
func itemBadge(j portal.BulkJob, i portal.BulkItem) views.Badge {
	switch i.State {
	case portal.ItemLeftOut:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Left out"}
	case portal.ItemSkipped:
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Skipped"}
	case portal.ItemFailed:
		return views.Badge{Tone: views.ToneStop, Icon: views.IconCross, Word: "Failed"}
	case portal.ItemDone:
		return views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: upperFirst(wordsOf(j).unit)}
	case portal.ItemUndone:
		return views.Badge{Tone: views.ToneInfo, Icon: views.IconRenew, Word: upperFirst(wordsOf(j).unit) + ", then mended"}
	}
	if j.State == portal.BulkStopped {
		return views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Not begun"}
	}
	return views.Badge{Tone: views.ToneWait, Icon: wordsOf(j).icon, Word: wordsOf(j).gets}
}
