package portal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// Happening is one thing that happened to the links of an object.
type Happening struct {
	At   time.Time
	Fact HappeningFact
	rank int    // tells its source; later ones stand above at the same time
	id   string // in its source
}

// HappeningFact is what happened; its type says where it is kept.
//
//sumtype:decl
type HappeningFact interface{ happeningFact() }

// EntryFact is a change, as the audit trail has it.
type EntryFact struct{ Entry Entry }

// MailFact is something that happened to a mail.
type MailFact struct{ Step MailStep }

// EventFact is an event on its way to an endpoint; the zero Endpoint is one that
// is gone, or none where there is no delivery.
type EventFact struct {
	Step     EventStep
	Endpoint Endpoint
}

// VisitFact is that somebody or something looked at a link's page.
type VisitFact struct{ Visit Visit }

// EndFact is that a link ran out. Nobody had to write that down.
type EndFact struct{ Link LinkMade }

// NoteFact is what somebody wrote down.
type NoteFact struct{ Note DeskNote }

func (EntryFact) happeningFact() {}
func (MailFact) happeningFact()  {}
func (EventFact) happeningFact() {}
func (VisitFact) happeningFact() {}
func (EndFact) happeningFact()   {}
func (NoteFact) happeningFact()  {}

// Happenings returns what happened to the links of an object, newest first: at
// most limit of it from before a cursor on, which is one that Happening.Cursor
// gave. next is where the rest begins; the zero Cursor: there is no more.
func (s *Service) Happenings(ctx context.Context, k ObjectKey, before Cursor, limit int) (all []Happening, next Cursor, err error) {
	for rank, source := range []func(context.Context, ObjectKey, Cursor, int) ([]Happening, error){
		s.entryFacts, s.visitFacts, s.mailFacts, s.eventFacts, s.endFacts, s.noteFacts,
	} {
		from := before.within(rank)
		some, err := source(ctx, k, from, limit+1)
		if err != nil {
			return nil, Cursor{}, fmt.Errorf("what happened to %s %s: %w", k.Kind, k.ID, err)
		}
		for _, h := range some {
			if h.rank = rank; from == (Cursor{}) || h.compare(from) < 0 {
				all = append(all, h)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Happening) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.rank, a.rank), compareIDs(b.id, a.id))
	})
	if len(all) > limit {
		all = all[:limit]
		next = all[limit-1].Cursor()
	}
	return all, next, nil
}

// Cursor is where a page ends whose last line this is.
func (h Happening) Cursor() Cursor {
	return Cursor{At: h.At, ID: strconv.Itoa(h.rank) + ":" + h.id}
}

// compare tells whether it stands behind (-1) or in front of a cursor of its own
// source.
func (h Happening) compare(c Cursor) int {
	return cmp.Or(h.At.Compare(c.At), compareIDs(h.id, c.ID))
}

// compareIDs orders numbers by their size, and all else byte by byte.
func compareIDs(a, b string) int {
	m, errA := strconv.ParseInt(a, 10, 64)
	n, errB := strconv.ParseInt(b, 10, 64)
	if errA == nil && errB == nil {
		return cmp.Compare(m, n)
	}
	return cmp.Compare(a, b)
}

// lastID stands behind every id of a source, those that are numbers included.
const lastID = "9223372036854775807"

// within is where a page of the timeline begins in one of its sources: of the
// same time, what stands above is left out, and what stands below is all there.
func (c Cursor) within(rank int) Cursor {
	at, id, _ := strings.Cut(c.ID, ":")
	own, err := strconv.Atoi(at)
	switch {
	case c == (Cursor{}):
		return c
	case err != nil || rank > own:
		return Cursor{At: c.At}
	case rank == own:
		return Cursor{At: c.At, ID: id}
	case rank == 0:
		return Cursor{At: c.At, ID: lastID}
	}
	return Cursor{At: c.At, ID: "\U0010FFFF"}
}

func (s *Service) entryFacts(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]Happening, error) {
	entries, err := s.store.EntriesAbout(ctx, k, before, limit)
	return happened(entries, err, func(e Entry) Happening {
		return Happening{At: e.At, Fact: EntryFact{e}, id: strconv.FormatInt(e.Seq, 10)}
	})
}

func (s *Service) mailFacts(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]Happening, error) {
	steps, err := s.store.MailSteps(ctx, k, before, limit)
	return happened(steps, err, func(m MailStep) Happening { return Happening{At: m.At, Fact: MailFact{m}, id: m.ID()} })
}

// visitFacts are few: what is alike is one note.
func (s *Service) visitFacts(ctx context.Context, k ObjectKey, _ Cursor, _ int) ([]Happening, error) {
	visits, err := s.store.Visits(ctx, k)
	return happened(visits, err, func(v Visit) Happening {
		id := strconv.FormatInt(v.Start, 10) + "." + strconv.FormatInt(v.Attempt, 10) + string(v.Who) + v.Page
		return Happening{At: v.Last, Fact: VisitFact{v}, id: id}
	})
}

func (s *Service) noteFacts(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]Happening, error) {
	notes, err := s.store.Notes(ctx, k, before, limit)
	return happened(notes, err, func(n DeskNote) Happening { return Happening{At: n.CreatedAt, Fact: NoteFact{n}, id: n.ID} })
}

// endFacts are the ends of the links that were left to run out.
func (s *Service) endFacts(ctx context.Context, k ObjectKey, _ Cursor, _ int) ([]Happening, error) {
	links, err := s.LinksMade(ctx, k)
	links = slices.DeleteFunc(links, func(l LinkMade) bool { return l.How != LinkExpired })
	return happened(links, err, func(l LinkMade) Happening {
		return Happening{At: l.Ended, Fact: EndFact{l}, id: "link " + strconv.FormatInt(l.Start, 10)}
	})
}

// eventsAbout is how many things at most the events on a timeline are about.
const eventsAbout = 50

func (s *Service) eventFacts(ctx context.Context, k ObjectKey, before Cursor, limit int) ([]Happening, error) {
	about := []Subject{{Type: ofRequest, ID: k.ID}}
	if k.Kind != link.Approve {
		var err error
		if about, err = s.subjectsBehind(ctx, k); err != nil {
			return nil, err
		}
	}
	steps, err := s.store.EventSteps(ctx, k.Account, about[:min(len(about), eventsAbout)], before, limit)
	if err != nil || len(steps) == 0 {
		return nil, err
	}
	endpoints, err := s.store.Endpoints(ctx, k.Account)
	if err != nil {
		return nil, fmt.Errorf("endpoints: %w", err)
	}
	return happened(steps, nil, func(e EventStep) Happening {
		fact := EventFact{Step: e}
		if i := slices.IndexFunc(endpoints, func(p Endpoint) bool { return p.ID == e.Delivery.Endpoint }); i >= 0 {
			fact.Endpoint = endpoints[i]
		}
		return Happening{At: e.At, Fact: fact, id: e.ID()}
	})
}

func happened[T any](list []T, err error, of func(T) Happening) ([]Happening, error) {
	if err != nil {
		return nil, err
	}
	all := make([]Happening, 0, len(list))
	for _, one := range list {
		all = append(all, of(one))
	}
	return all, nil
}
