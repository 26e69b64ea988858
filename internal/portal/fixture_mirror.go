package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// loadMirror keeps what a fixture says of customers, orders and contracts, as it
// stands: a fixture may hold what an import refuses, such as one number for a
// customer and an order.
func loadMirror(ctx context.Context, tx Tx, f FixtureAccount) error {
	for _, c := range f.Customers {
		if _, err := tx.PutCustomer(ctx, c); err != nil {
			return fmt.Errorf("customer %s: %w", c.ID, err)
		}
	}
	for _, p := range f.Purchases {
		p.Reference = ReferenceOf(p.object())
		if _, err := tx.PutPurchase(ctx, p); err != nil {
			return fmt.Errorf("purchase %s: %w", p.ID, err)
		}
	}
	for _, q := range f.Quotes {
		q.Reference = ReferenceOf(q.object())
		if _, err := tx.PutQuote(ctx, q); err != nil {
			return fmt.Errorf("quote %s: %w", q.ID, err)
		}
	}
	for _, b := range f.Subscriptions {
		b.Reference = ReferenceOf(b.object(link.Payment))
		if _, err := tx.PutSubscription(ctx, b); err != nil {
			return fmt.Errorf("subscription %s: %w", b.ID, err)
		}
	}
	for _, o := range f.Offers {
		if _, err := tx.PutOffer(ctx, o); err != nil {
			return fmt.Errorf("offer %s: %w", o.ID, err)
		}
	}
	for _, m := range f.Methods {
		if _, err := tx.PutPaymentMethod(ctx, m); err != nil {
			return fmt.Errorf("payment method %s: %w", m.ID, err)
		}
	}
	return nil
}
