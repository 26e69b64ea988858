package portal

import (
	"context"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// OpenRedo is a purchase that was not completed, as the page that takes it up
// again shows it.
type OpenRedo struct {
	Purchase  Purchase
	Customer  Customer
	Quote     *Quote            // where it was quoted
	State     string            // of the quote, see OpenQuote; empty where there was none
	Why       string            // one of the Why… words; empty: it can be taken up again
	Decisions []BillingDecision // see Contract
	Offered   Offerings
	Links     Children
}

// Redo opens the purchase that a grant is for, whether it can be taken up again
// or not. ErrNotFound: the account has no such purchase.
func (s *Service) Redo(ctx context.Context, g link.Grant) (OpenRedo, error) {
	if err := g.For(link.Redo); err != nil {
		return OpenRedo{}, err
	}
	key := Key{g.Account(), g.ObjectID()}
	account, err := s.freshAccount(ctx, key, PurchaseRecord)
	if err != nil {
		return OpenRedo{}, err
	}
	m, err := s.ground(ctx, s.store, account, Subject{Type: ofPurchase, ID: key.ID})
	if err != nil {
		return OpenRedo{}, err
	}
	open := OpenRedo{
		Purchase: m.purchase, Quote: m.quote, Why: m.why(Act{Action: ActionAskQuote}),
		Decisions: m.unanswered(), Offered: m.offerings(actionsOf(g.Kind())),
	}
	wish := childWish{kind: link.Confirmation, pathID: key.ID}
	if m.quote != nil || m.purchase.Status == PurchaseQuoted {
		open.State, _ = m.quoteState()
		wish.kind = link.Quote
	}
	if open.Customer, err = s.customer(ctx, key.Account, m.purchase.Customer); err != nil {
		return OpenRedo{}, err
	}
	open.Links, err = s.children(ctx, g, wish)
	return open, err
}
