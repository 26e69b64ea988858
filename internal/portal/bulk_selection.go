package portal

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Selection says which objects of an account a job is about: those that were
// ticked, those that another job did, or those of a filter.
type Selection struct {
	Over  Topic
	Picks []Pick `json:",omitempty"` // ticked; the filter does not count then
	Job   string `json:",omitempty"` // what this job of the account did, to be undone

	Partner string    `json:",omitempty"` // of link requests
	Kind    link.Kind `json:",omitempty"` // of documents
	State   PickState `json:",omitempty"`
	By      PickTime  `json:",omitempty"` // which time From and Until are about
	From    time.Time `json:",omitzero"`  // at or after
	Until   time.Time `json:",omitzero"`  // before

	// Now and Soon are the times that the states were judged by, unix seconds:
	// one for all pages of a plan.
	Now  int64 `json:",omitempty"`
	Soon int64 `json:",omitempty"`
}

// Topic is what a selection is about.
type Topic string

// The topics.
const (
	OverRequests Topic = "requests"
	OverLinks    Topic = "links" // to documents and all else that is billed
)

// Pick is one object that was ticked.
type Pick struct {
	Kind link.Kind `json:",omitempty"` // of OverLinks
	ID   string
	Seen int64 `json:",omitempty"` // attempt or generation the asker saw; 0: whichever is in force
}

// PickState is how the objects of a filter stand.
type PickState string

// The states to filter by; empty: any. Those of requests alone are marked.
const (
	PickWaiting   PickState = "waiting" // in force, not decided
	PickEnding    PickState = "ending"  // in force, and over within two days
	PickExpired   PickState = "expired"
	PickApproved  PickState = "approved" // requests
	PickDeclined  PickState = "declined" // requests
	PickWithdrawn PickState = "withdrawn"
	PickBlocked   PickState = "blocked"  // requests
	PickReplaced  PickState = "replaced" // the link in force replaced another
	PickBounced   PickState = "bounced"  // the mail with the link in force came back
)

// PickTime names a time of an object.
type PickTime string

// The times to filter by.
const (
	PickMade PickTime = "made" // when the link in force was made
	PickEnds PickTime = "ends" // when it ends or ended
)

// pickID is the grammar of request ids and of path ids.
var pickID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// endsSoon is how near its end a link counts as ending.
const endsSoon = 48 * time.Hour

// PickStates are the states that a topic can be filtered by.
func PickStates(over Topic) []PickState {
	all := []PickState{PickWaiting, PickEnding, PickExpired, PickApproved, PickDeclined, PickWithdrawn, PickBlocked, PickReplaced, PickBounced}
	if over == OverRequests {
		return all
	}
	return slices.DeleteFunc(all, func(s PickState) bool { return s == PickApproved || s == PickDeclined || s == PickBlocked })
}

// checked returns the selection without doubles, judged by now.
func (sel Selection) checked(l *checklist, now time.Time) Selection {
	if sel.Over != OverRequests && sel.Over != OverLinks {
		l.say("over", "must be requests or links")
	}
	if sel.State != "" && !slices.Contains(PickStates(sel.Over), sel.State) {
		l.say("state", "is none of %s", joined(PickStates(sel.Over)))
	}
	if _, known := link.ParseKind(string(sel.Kind)); sel.Kind != "" && (!known || sel.Kind == link.Approve || sel.Over != OverLinks) {
		l.say("kind", "is no kind of link to documents")
	}
	if sel.Partner != "" && sel.Over != OverRequests {
		l.say("partner", "is for requests")
	}
	if sel.By == "" {
		sel.By = PickMade
	}
	if sel.By != PickMade && sel.By != PickEnds {
		l.say("by", "must be made or ends")
	}
	if !sel.From.IsZero() && !sel.Until.IsZero() && !sel.From.Before(sel.Until) {
		l.say("until", "must be after from")
	}
	if len(sel.Picks) > BulkTicked {
		l.say("id", "stands there more than %d times: use a filter", BulkTicked)
	}
	for _, p := range sel.Picks {
		_, known := link.ParseKind(string(p.Kind))
		if fits := known && p.Kind != link.Approve; !pickID.MatchString(p.ID) || fits != (sel.Over == OverLinks) {
			l.say("id", "holds what is none of %s", sel.Over)
			break
		}
	}
	sel.Picks = distinct(sel.Picks)
	sel.Now, sel.Soon = now.Unix(), now.Add(endsSoon).Unix()
	return sel
}

// distinct keeps the first pick of each object.
func distinct(picks []Pick) []Pick {
	seen := map[Pick]bool{}
	return slices.DeleteFunc(slices.Clone(picks), func(p Pick) bool {
		p.Seen = 0
		had := seen[p]
		seen[p] = true
		return had
	})
}

func joined[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return strings.Join(words, ", ")
}
