package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ErrNoLink means that there is no link whose page could be shown: none was made
// here, or none can be made any more.
var ErrNoLink = errors.New("there is no link to show the page of")

// AsCustomer is how a link stands when its holder opens it now. Path and Query
// are those of a link that works where the real one does: they are for drawing
// its page and must not leave the program.
type AsCustomer struct {
	Path      link.Path
	Query     string
	Admission Admission
}

// AsCustomer derives the link in force to an object and admits it as any other;
// with fresh it is the link that would be made now. That somebody looked is
// recorded, and nothing else. ErrNotFound: no such object; ErrNoLink;
// link.ErrNoActiveKey.
func (s *Service) AsCustomer(ctx context.Context, by Actor, k ObjectKey, fresh bool) (AsCustomer, error) {
	if _, err := s.describe(ctx, k); err != nil {
		return AsCustomer{}, err
	}
	account, ring, err := s.knownRing(ctx, k.Account)
	if err != nil {
		return AsCustomer{}, err
	}
	v := viewing{Service: s, account: account, ring: ring, key: k}
	if k.Kind == link.Approve {
		err = v.ofRequest(ctx, fresh)
	} else {
		err = v.ofObject(ctx, fresh)
	}
	if err != nil {
		return AsCustomer{}, err
	}
	return v.seen, s.Record(ctx, Entry{
		Account: k.Account, Actor: string(by), Act: "link.viewed", Kind: string(k.Kind), Object: k.ID,
		Data: facts(map[string]any{"asNew": fresh}),
	})
}

// viewing is one look at a link as its customer.
type viewing struct {
	*Service
	account Account
	ring    *link.Ring
	key     ObjectKey
	seen    AsCustomer
}

// check derives a link and has it checked: there is no other way to a Grant.
func (v *viewing) check(signer *link.Ring, spec link.Spec) (link.Fault, error) {
	target, err := signer.SignV2(spec)
	if err != nil {
		return 0, fmt.Errorf("sign link: %w", err)
	}
	path, query, _ := strings.Cut(target, "?")
	parsed, ok := link.ParsePath(path)
	if !ok {
		return 0, fmt.Errorf("path of a link of kind %s: %w", spec.Kind, link.ErrID)
	}
	q, err := link.ParseQuery(query, spec.Kind)
	if err != nil {
		return 0, fmt.Errorf("query of a link: %w", err)
	}
	grant, fault := link.Check(v.ring, parsed, q, v.now().Unix())
	v.seen = AsCustomer{Path: parsed, Query: query, Admission: Admission{Account: v.account, Grant: grant}}
	return fault, nil
}

// ofObject looks at a link to a document and the like.
func (v *viewing) ofObject(ctx context.Context, fresh bool) error {
	state, err := v.LinkState(ctx, v.key)
	if err != nil {
		return err
	}
	signer := v.ring
	if fresh {
		state = successor(state, v.now(), v.account.LinkDays)
	} else if signer = signedBy(v.ring, state.KeyID); state.Start == 0 || signer == nil {
		return ErrNoLink
	}
	fault, err := v.check(signer, link.Spec{Kind: v.key.Kind, PathID: v.key.ID, Start: state.Start, End: state.End})
	if err != nil {
		return err
	}
	adm := &v.seen.Admission
	if fault == link.Tampered { // its key is not accepted any more
		*adm = Admission{Standing: Tampered}
		return nil
	}
	adm.State, adm.Standing = state, standing(fault, adm.Grant, state)
	if v.key.Kind == link.Quote {
		*adm, err = v.admitQuote(ctx, *adm)
	}
	return err
}

// signedBy signs as one key of a ring did, also if that is retired or revoked;
// nil: the ring has it no more.
func signedBy(ring *link.Ring, keyID string) *link.Ring {
	for _, key := range ring.Keys {
		if key.ID == keyID {
			key.State, key.VerifyUntil = link.Active, 0
			return &link.Ring{Account: ring.Account, Keys: []link.Key{key}}
		}
	}
	return nil
}

// ofRequest looks at the link of a request's attempt. No new one can be made
// once the customer is connected.
func (v *viewing) ofRequest(ctx context.Context, fresh bool) error {
	r, err := v.store.Request(ctx, Key{v.key.Account, v.key.ID})
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	if fresh {
		if r.Status == Approved || r.Status == Blocked {
			return ErrNoLink
		}
		r.Status, r.Attempt = Pending, r.Attempt+1
		r.Start, r.End, r.RequestedAt = v.now().Unix(), v.now().Add(time.Duration(r.TTLDays)*24*time.Hour).Unix(), v.now()
	}
	fault, err := v.check(v.ring, link.Spec{Kind: link.Approve, PathID: r.pathID(), Start: r.Start, End: r.End})
	if err != nil {
		return err
	}
	adm := &v.seen.Admission
	adm.Request, adm.Standing = &r, v.requestStanding(r, adm.Grant, fault)
	return nil
}
