package portal

import (
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ObjectKey names what links of one kind open: (account, kind, object id). The
// object id is link.Grant.PathID, prefix included: "S49694473", "c8801".
type ObjectKey struct {
	Account string
	Kind    link.Kind
	ID      string
}

// LinkState is what is kept about the links to one object: not the links, which
// can be derived, but the cut-off below which they no longer open. The zero
// LinkState is that of an object whose links were never reissued or revoked.
type LinkState struct {
	ObjectKey
	Generation int64     // 0: never touched by us; each issue and each revocation counts it up by one
	CutOff     int64     // unix seconds; links with s below it are superseded, or withdrawn if Revoked
	Start, End int64     // window of the link issued last, unix seconds; 0: none
	KeyID      string    // key of the link issued last
	IssuedBy   Actor     // who issued the last one; empty: not known
	Revoked    bool      // ended without a successor
	IssuedAt   time.Time // when the last one was issued
	EndedAt    time.Time // when CutOff was last raised
	MailedAt   time.Time // when a link was last mailed on a customer's own request
	DayStart   time.Time // start of the running 24 h count of such mails
	DayCount   int64
	TouchedAt  time.Time // last issue, end, or mail on a customer's own request; known in lists alone
}

// Live reports whether the link issued last opens at now (unix seconds).
func (s LinkState) Live(now int64) bool {
	return s.Start > 0 && !s.Revoked && now < s.End && s.Start >= s.CutOff
}

// MailAgain is when a customer's request is next granted (see Renew); the zero
// time where none was granted so far.
func (s LinkState) MailAgain() time.Time {
	if s.MailedAt.IsZero() {
		return time.Time{}
	}
	next := s.MailedAt.Add(MailGap)
	if dayOver := s.DayStart.Add(mailDay); s.DayCount >= mailsPerDay && next.Before(dayOver) {
		return dayOver
	}
	return next
}
