package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Visitor says what seems to have opened a link. It is a guess by the signs that
// docs/security.md lists; nothing is ever decided by it.
type Visitor string

// What a visitor can be.
const (
	VisitPerson  Visitor = "person"
	VisitScanner Visitor = "scanner" // a program that follows the links of mails
	VisitUnknown Visitor = "unknown"
)

// Visit is a note that a link's page was looked at: by whom, and what it showed.
// Visits of one link that are alike are one note with a count. It holds no
// address and of the browser its family alone.
type Visit struct {
	Object  ObjectKey
	Start   int64 // s of the link that was opened, unix seconds
	Attempt int64 // of an approval link, else 0
	Who     Visitor
	Page    string // name of the page that was shown: "question", "expired", "damaged"
	Client  string // of the last visit: "Safari on iPhone", "Proofpoint"; empty: not known
	First   time.Time
	Last    time.Time
	Count   int64
}

// VisitOf is the note of one look at a checked link's page. That a link is
// genuine is what its Grant proves: nothing else is noted by its object. ok is
// false for the empty Grant.
func VisitOf(g link.Grant, who Visitor, page, client string, at time.Time) (v Visit, ok bool) {
	if g.Genuine(g.Kind()) != nil {
		return Visit{}, false
	}
	return Visit{
		Object: objectOf(g), Start: g.Start(), Attempt: int64(g.Attempt()),
		Who: who, Page: page, Client: client, First: at, Last: at, Count: 1,
	}, true
}

// add makes one note of two that are alike.
func (v Visit) add(o Visit) Visit {
	if o.First.Before(v.First) {
		v.First = o.First
	}
	if !o.Last.Before(v.Last) {
		v.Last, v.Client = o.Last, o.Client
	}
	v.Count += o.Count
	return v
}

// Visits returns what was noted about the links to one object, the last visit
// first. A note comes up to some seconds after its visit.
func (s *Service) Visits(ctx context.Context, k ObjectKey) ([]Visit, error) {
	visits, err := s.store.Visits(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return visits, nil
}
