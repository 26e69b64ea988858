package portal

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Many links at once. A BulkJob does one verb to many objects of one account:
// whose roles count, whose audit trail it stands in and whose keys sign is the
// same for all of it, so a selection over several accounts is a job in each.
//
// It goes through these states. Planning writes down its items, page by page;
// ready waits for somebody to agree to their number; running does them one
// after another, each in a transaction of its own together with its mark. A
// runner holds a job by a claim that lapses, so that another process goes on
// where one was cut off: nothing is done twice, and nothing is lost.
type BulkJob struct {
	Key       // account and job id
	Verb      BulkVerb
	Selection Selection
	Days      int   // life of new links; 0: as the partner or the account has it
	Actor     Actor // who made it, and then who agreed to it
	State     BulkState

	// Agreed is the number of items that was agreed to before they were counted:
	// the job then starts by itself if it is theirs. 0: somebody is to agree
	// behind the count; AgreedToAll: to any number that one person alone may start.
	Agreed int64
	Delay  time.Duration // from the agreement to the first item: the time to undo it

	Cursor string // where the next page of the plan begins
	Runner string // whose claim it is; empty: nobody's
	NextAt time.Time

	Looked  int64 // objects that the plan looked at, so far
	Chosen  int64 // of those, items to be done
	LeftOut int64 // of those, items that the verb cannot be done to
	Done    int64
	Skipped int64 // of the chosen: the verb could not be done any more
	Failed  int64 // of the chosen: the fault is ours

	SinceAt   time.Time // when it was started or continued last
	SinceDone int64     // how many were settled then
	CreatedAt time.Time
	StartsAt  time.Time // of the first item; zero: not agreed to
	EndedAt   time.Time // stopped or done
}

// Settled counts the items that nothing is left to do about.
func (j BulkJob) Settled() int64 { return j.Done + j.Skipped + j.Failed }

// Waits reports whether the job is agreed to and its first item is still to
// come: until then stopping it undoes it.
func (j BulkJob) Waits(now time.Time) bool {
	return j.State == BulkRunning && now.Before(j.StartsAt)
}

// BulkVerb is what a job does to each of its objects.
type BulkVerb string

// The verbs. Revoke withdraws a link request and keeps its cases.
const (
	BulkReissue BulkVerb = "reissue"
	BulkRemind  BulkVerb = "remind"
	BulkRevoke  BulkVerb = "revoke"
)

// Mails reports whether the verb mails: what goes out cannot be called back.
func (v BulkVerb) Mails() bool { return v != BulkRevoke }

// BulkState says how far a job has come.
type BulkState string

// The states of a job.
const (
	BulkPlanning BulkState = "planning"
	BulkReady    BulkState = "ready"
	BulkRunning  BulkState = "running"
	BulkPaused   BulkState = "paused"
	BulkStopped  BulkState = "stopped" // by somebody; what was done stays done
	BulkDone     BulkState = "done"
)

// Over reports whether nothing more comes of the job by itself.
func (s BulkState) Over() bool { return s == BulkStopped || s == BulkDone }

const (
	// AgreedToAll agrees to a job before it is counted: to any number that one
	// person alone may start.
	AgreedToAll = -1
	// BulkTicked is the most objects that can be named one by one.
	BulkTicked = 500
	// BulkConfirm is the number of items above which it is typed to confirm.
	BulkConfirm = 50
	// BulkDelay is how long a job that is started on a page can be undone.
	BulkDelay = time.Minute
)

// BulkItem is one object of a job.
type BulkItem struct {
	Account   string
	Job       string
	Place     int64     // 1, 2, …
	Kind      link.Kind // link.Approve: a link request
	Object    string    // request id, or path id of a document's links
	Seen      int64     // attempt or generation that the verb is meant for
	Reference string    // speakable
	State     BulkItemState
	Reason    BulkReason // of what was left out, skipped or failed
	At        time.Time  // when it was settled
}

// BulkItemState is what became of an item.
type BulkItemState string

// The states of an item.
const (
	ItemTodo    BulkItemState = "todo"
	ItemLeftOut BulkItemState = "left-out" // the plan saw that the verb cannot be done
	ItemDone    BulkItemState = "done"
	ItemSkipped BulkItemState = "skipped" // it moved on before its turn came
	ItemFailed  BulkItemState = "failed"
	ItemUndone  BulkItemState = "undone" // done, and mended by a later job
)

// BulkReason is why an item was not done.
type BulkReason string

// The reasons.
const (
	WhyApproved   BulkReason = "approved"
	WhyDeclined   BulkReason = "declined"
	WhyWithdrawn  BulkReason = "withdrawn"
	WhyBlocked    BulkReason = "blocked"
	WhyNotLive    BulkReason = "not-live"   // there is no link in force to remind of
	WhyMovedOn    BulkReason = "moved-on"   // somebody else changed it meanwhile
	WhyByPartner  BulkReason = "by-partner" // the partner mails its links itself
	WhyNoAddress  BulkReason = "no-address"
	WhyBounced    BulkReason = "bounced"
	WhyComplained BulkReason = "complained"
	WhyGone       BulkReason = "gone" // there is no such thing any more
	WhyDays       BulkReason = "days" // links of its kind do not last that long
	WhyFault      BulkReason = "fault"
)

// BulkFilter narrows a list of jobs, newest first; the zero value of a field
// narrows nothing.
type BulkFilter struct {
	Accounts Accounts
	State    BulkState
	Before   Cursor
	Limit    int
}

// BulkItemFilter narrows the items of a job, by place.
type BulkItemFilter struct {
	Job   Key
	State BulkItemState // empty: all
	After int64         // place
	Limit int
}
