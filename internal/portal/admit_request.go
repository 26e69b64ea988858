package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// admitRequest judges an approval link. Its window must be the one its attempt
// was issued with: a right checksum over any other is tampered, so that a
// leaked key alone cannot lengthen a link.
func (s *Service) admitRequest(ctx context.Context, adm Admission, fault link.Fault) (Admission, error) {
	g := adm.Grant
	r, err := s.store.Request(ctx, Key{g.Account(), g.ObjectID()})
	if errors.Is(err, ErrNotFound) {
		return s.unissued(ctx, adm)
	}
	if err != nil {
		return Admission{}, fmt.Errorf("request: %w", err)
	}
	issued, err := s.issuedAs(ctx, r, g)
	if err != nil {
		return Admission{}, err
	}
	if !issued {
		return s.unissued(ctx, adm)
	}
	adm.Request = &r
	adm.Standing = s.requestStanding(r, g, fault)
	return adm, nil
}

// unissued is a link with a right checksum that is not known to have been made:
// its holder is no forger if it is from a time that a restore lost.
func (s *Service) unissued(ctx context.Context, adm Admission) (Admission, error) {
	from, err := s.lostSince(ctx, adm.Grant)
	if err != nil || from.IsZero() {
		return Admission{Standing: Tampered}, err
	}
	adm.Standing, adm.RecordsFrom = Forgotten, from
	return adm, nil
}

// issuedAs reports whether a grant's window is that of its attempt.
func (s *Service) issuedAs(ctx context.Context, r LinkRequest, g link.Grant) (bool, error) {
	if int64(g.Attempt()) == r.Attempt {
		return g.Start() == r.Start && g.End() == r.End, nil
	}
	attempts, err := s.store.Attempts(ctx, r.Key)
	if err != nil {
		return false, fmt.Errorf("attempts of a request: %w", err)
	}
	for _, a := range attempts {
		if a.Number == int64(g.Attempt()) {
			return g.Start() == a.Start && g.End() == a.End, nil
		}
	}
	return false, nil
}

// requestStanding looks in the order of docs/links.md: outcome, withdrawn or
// blocked, superseded, then the clock.
func (s *Service) requestStanding(r LinkRequest, g link.Grant, fault link.Fault) Standing {
	switch {
	case r.Status == Approved:
		return WasApproved
	case r.Status == Declined:
		return WasDeclined
	case r.Status == RequestWithdrawn, fault == link.Revoked:
		return Withdrawn
	case r.Status == Blocked:
		return IsBlocked
	case int64(g.Attempt()) < r.Attempt:
		return Superseded
	case fault == link.NotYet:
		return NotYet
	case fault == link.Expired, r.Status == RequestExpired:
		return Expired
	}
	return Good
}
