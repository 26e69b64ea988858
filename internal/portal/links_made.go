package portal

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// LinkMade is one link that was made to an object, and what became of it.
type LinkMade struct {
	Number     int64 // of the generation or the attempt; 0: it was signed for somebody, and ends no other
	Start, End int64 // unix seconds
	By         Actor
	At         time.Time // when it was made
	Mailed     bool      // it was made to be mailed
	How        LinkEnd
	Ended      time.Time // when it stopped working; zero: it has not
	Mail       *Message  // the last mail that carried it; nil: none
	Visits     []Visit   // last first
}

// LinkEnd is how a link ended.
type LinkEnd string

// The ends; empty: it works, or will.
const (
	LinkExpired   LinkEnd = "expired"
	LinkReplaced  LinkEnd = "replaced"
	LinkWithdrawn LinkEnd = "withdrawn"
	LinkApproved  LinkEnd = "approved"
	LinkDeclined  LinkEnd = "declined"
	LinkBlocked   LinkEnd = "blocked"
)

// Opened is when a person was last seen on the link's page, and when a mail
// scanner was. What is neither counts as a person, whom it may have been.
func (l LinkMade) Opened() (person, scanner time.Time) {
	for _, v := range l.Visits {
		at := &person
		if v.Who == VisitScanner {
			at = &scanner
		}
		if v.Last.After(*at) {
			*at = v.Last
		}
	}
	return person, scanner
}

// entriesForLinks is how far back the trail is read for the links that were made.
const entriesForLinks = 500

// LinksMade returns the links that were made to an object, newest first.
// ErrNotFound: there is no such request.
func (s *Service) LinksMade(ctx context.Context, k ObjectKey) ([]LinkMade, error) {
	var made []LinkMade
	var err error
	if k.Kind == link.Approve {
		made, err = s.attemptsMade(ctx, Key{k.Account, k.ID})
	} else {
		made, err = s.generationsMade(ctx, k)
	}
	if err != nil {
		return nil, err
	}
	mails, err := s.store.Messages(ctx, k, timelineLength)
	if err != nil {
		return nil, fmt.Errorf("mails: %w", err)
	}
	visits, err := s.store.Visits(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	for i := range made {
		l := &made[i]
		if at := slices.IndexFunc(mails, func(m Message) bool { return m.Start == l.Start && m.Template != TemplateCode }); at >= 0 {
			l.Mail = &mails[at]
		}
		for _, v := range visits {
			if v.Start == l.Start {
				l.Visits = append(l.Visits, v)
			}
		}
	}
	return made, nil
}

// attemptsMade are the links of a request.
func (s *Service) attemptsMade(ctx context.Context, k Key) ([]LinkMade, error) {
	r, err := s.store.Request(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	p, err := s.store.Partner(ctx, r.Account, r.Partner)
	if err != nil {
		return nil, fmt.Errorf("partner: %w", err)
	}
	attempts, err := s.store.Attempts(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("attempts: %w", err)
	}
	var made []LinkMade
	for _, a := range slices.Backward(attempts) {
		l := LinkMade{Number: a.Number, Start: a.Start, End: a.End, By: Actor(a.IssuedBy), At: a.IssuedAt, Mailed: p.Delivery == ByMail, Ended: a.EndedAt}
		switch a.EndReason {
		case "approved", "declined", "withdrawn", "blocked":
			l.How = LinkEnd(a.EndReason)
		case "superseded":
			l.How = LinkReplaced
		}
		end := time.Unix(a.End, 0)
		if over := l.How == "" && s.now().Unix() >= a.End; over || a.EndReason == "expired" || l.How == LinkReplaced && end.Before(a.EndedAt) {
			l.How, l.Ended = LinkExpired, end
		}
		made = append(made, l)
	}
	return made, nil
}

// generationsMade are the links to a document and the like, by the audit trail.
func (s *Service) generationsMade(ctx context.Context, k ObjectKey) ([]LinkMade, error) {
	entries, err := s.store.EntriesAbout(ctx, k, Cursor{}, entriesForLinks)
	if err != nil {
		return nil, fmt.Errorf("entries: %w", err)
	}
	var made []LinkMade // oldest first
	for _, e := range slices.Backward(entries) {
		if e.Act == "link.revoked" || e.Act == "link.reissued" {
			endAll(made, e)
		}
		var of struct {
			Generation, Start, End int64
			Mailed                 bool
		}
		if e.Act != "link.reissued" && e.Act != "link.signed" || json.Unmarshal([]byte(e.Data), &of) != nil {
			continue
		}
		made = append(made, LinkMade{
			Number: of.Generation, Start: of.Start, End: of.End, Mailed: of.Mailed, By: Actor(e.Actor), At: e.At,
		})
	}
	for i := range made {
		if l := &made[i]; l.How == "" && s.now().Unix() >= l.End {
			l.How, l.Ended = LinkExpired, time.Unix(l.End, 0)
		}
	}
	slices.Reverse(made)
	return made, nil
}

// endAll ends the links that were out when an entry was written.
func endAll(made []LinkMade, by Entry) {
	how := LinkReplaced
	if by.Act == "link.revoked" {
		how = LinkWithdrawn
	}
	for i := range made {
		l := &made[i]
		if end := time.Unix(l.End, 0); l.How == "" && end.After(by.At) {
			l.How, l.Ended = how, by.At
		} else if l.How == "" {
			l.How, l.Ended = LinkExpired, end
		}
	}
}

// InForce is the newest link that ends all others; false: none was made here.
func InForce(made []LinkMade) (LinkMade, bool) {
	i := slices.IndexFunc(made, func(l LinkMade) bool { return l.Number > 0 })
	if i < 0 {
		return LinkMade{}, false
	}
	return made[i], true
}
