package portal

import "time"

// RequestStatus is the stored state of a link request. Whether a pending one
// has run out is for the clock to say; "expired" only means that it was
// reported.
type RequestStatus string

// The states of a link request.
const (
	Pending          RequestStatus = "pending"
	Approved         RequestStatus = "approved"
	Declined         RequestStatus = "declined"
	RequestExpired   RequestStatus = "expired"
	RequestWithdrawn RequestStatus = "withdrawn"
	Blocked          RequestStatus = "blocked" // the client was connected elsewhere meanwhile
)

// RequestStatuses lists every state there is.
func RequestStatuses() []RequestStatus {
	return []RequestStatus{Pending, Approved, Declined, RequestExpired, RequestWithdrawn, Blocked}
}

// LinkRequest is a partner's ask for a connection. There is one for each
// (partner, tenant) for life; every reissue is a new attempt of it.
type LinkRequest struct {
	Key              // account and request id
	Reference string // speakable
	Partner   string
	Tenant    string // externalTenantId, case counts
	Status    RequestStatus
	Attempt   int64
	Start     int64 // window of the attempt in force, unix seconds
	End       int64
	TTLDays   int      // of the attempt in force
	Clients   []string // the clients that matched; one of them decides
	Client    string   // the one that was chosen, once approved; else empty
	Email     string   // address on file that mail goes to; never one only the partner named
	Person    string   // name of the user that address belongs to
	Submitted string   // JSON of client and users as the partner sent them
	ReturnURL string   // allow-listed; empty: none

	RequestedAt time.Time // of the attempt in force
	DecidedAt   time.Time
	EndedAt     time.Time // withdrawn or blocked
	ExpiredAt   time.Time // when the expiry was reported
	Reason      string    // of a decline, in the client's words
	FormValue   string    // the form that decided: evidence that a second click is the same person
	Reminders   int64     // sent for the attempt in force
	RemindedAt  time.Time
	Sequence    int64 // counts the request's events, for receivers that get them out of order
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Live reports whether the attempt in force can be answered at now. Unlike a
// page, which opens 60 seconds early, it has no skew: it is what a partner is told.
func (r LinkRequest) Live(now int64) bool { return r.Status == Pending && now < r.End }

// endedAt is when the attempt in force ended; zero: it did not, or not yet in the
// books.
func (r LinkRequest) endedAt() time.Time {
	switch r.Status {
	case Approved, Declined:
		return r.DecidedAt
	case RequestExpired:
		return r.ExpiredAt
	case RequestWithdrawn, Blocked:
		return r.EndedAt
	}
	return time.Time{}
}

// Attempt is one issue of a link request. Attempts are kept for ever, so that
// an old link can say what became of it.
type Attempt struct {
	Account   string
	Request   string
	Number    int64
	Start     int64 // unix seconds
	End       int64
	IssuedBy  string // actor
	IssuedAt  time.Time
	EndedAt   time.Time // zero: in force
	EndReason string    // approved, declined, expired, superseded, withdrawn, blocked
}

// Decision is what a client decided, once, with what it was shown. It is never
// changed.
type Decision struct {
	ID        string
	Account   string
	Request   string
	Attempt   int64
	Choice    RequestStatus // Approved or Declined
	Client    string        // the client that was chosen
	Reason    string
	FormValue string
	Network   string // /24 or /48 the decision came from
	UserAgent string // shortened
	Hurried   bool   // it came within seconds of its form
	At        time.Time
}

// HeldCase is a case that a partner carried in its request, kept until it
// lands. It is never dropped by expiry, decline or reissue.
type HeldCase struct {
	Account   string
	Request   string
	Position  int64
	Reference string // creditorReference; empty: none
	Payload   string // JSON as the partner sent it
	State     CaseState
	CaseID    string // once landed
	ErrorType string // ValidationError, DuplicateReference, once failed
	Error     string
	UpdatedAt time.Time
}

// CaseState says how far a held case has come.
type CaseState string

// The states of a held case.
const (
	CaseHeld    CaseState = "held"
	CaseLanding CaseState = "landing" // its client approved; a job lands it
	CaseLanded  CaseState = "landed"
	CaseFailed  CaseState = "failed"  // with a reason, and can be retried
	CaseDropped CaseState = "dropped" // only because the partner said so
)
