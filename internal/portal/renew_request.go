package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// renewApproval has the holder of an old approval link mailed the one in force,
// or, where the request ran out, a new attempt (T7). The limits and the answer
// are those of Renew.
func (s *Service) renewApproval(ctx context.Context, g link.Grant) error {
	k := Key{g.Account(), g.ObjectID()}
	return s.store.InTx(ctx, func(tx Tx) error {
		r, p, err := s.forVerb(ctx, tx, RequestAsk{Request: k})
		if isAgain(err) {
			return nil // somebody else is at it this moment
		}
		if err != nil {
			return err
		}
		if r.Status != Pending && r.Status != RequestExpired || p.Delivery == ByPartner || !p.DisabledAt.IsZero() {
			return nil
		}
		if _, counted, err := s.countMail(ctx, tx, ObjectKey{r.Account, link.Approve, r.ID}, r.Email); err != nil || !counted {
			return err
		}
		if r.Status == RequestExpired {
			next, won, err := s.renewRequest(ctx, tx, r, ByCustomer, p.TTLDays)
			if err != nil || !won {
				return err
			}
			r = next
		}
		_, err = s.mailRequestAsked(ctx, tx, p, r, TemplateRequest, ByCustomer)
		return err
	})
}
