package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// refuseCollision refuses a new object whose number names something else
// already that a v1 link to it would open: v1 signs the bare number, not what
// it is the number of. What is there already is taken as before, so an account
// that has such numbers (see latchkey doctor) still hears of its changes.
func (s *Service) refuseCollision(ctx context.Context, tx Tx, r Record) error {
	kind, key := r.Identity()
	account, err := tx.Account(ctx, key.Account)
	if err != nil {
		return fmt.Errorf("account %s: %w", key.Account, err)
	}
	if !account.V1.On || account.V1.Until > 0 && s.now().Unix() >= account.V1.Until {
		return nil
	}
	number, field, signs := key.ID, "id", signsBare(account.V1)
	if d, ok := r.(IssuedDocument); ok {
		number, field = d.Number, "number"
	}
	if !signs[kind] {
		return nil
	}
	here, err := bearers(ctx, tx, Key{key.Account, number}, r)
	if err != nil || here[kind] {
		return err
	}
	for _, other := range []RecordType{SubscriptionRecord, CustomerRecord, PurchaseRecord, DocumentRecord} {
		if here[other] && signs[other] {
			return &InvalidError{[]Problem{{field, fmt.Sprintf(
				"%s is also the number of a %s, and v1 links sign the number alone: a link to the one would open the other. Switch v1 off, or give them different numbers.",
				field, other)}}}
		}
	}
	return nil
}

// signsBare are the types whose v1 links sign a bare number.
func signsBare(v V1Policy) map[RecordType]bool {
	return map[RecordType]bool{
		PurchaseRecord: true, DocumentRecord: true, SubscriptionRecord: !v.FullSubscription, CustomerRecord: v.Methods,
	}
}

// bearers are the types that have something of a number. An order and its own
// invoice may share one: the order's page lists the invoice anyway.
func bearers(ctx context.Context, tx Tx, k Key, r Record) (map[RecordType]bool, error) {
	_, purchase := tx.Purchase(ctx, k)
	_, customer := tx.Customer(ctx, k)
	_, subscription := tx.Subscription(ctx, k)
	invoices, err := tx.InvoicesNumbered(ctx, k.Account, k.ID)
	here := map[RecordType]bool{}
	for kind, look := range map[RecordType]error{PurchaseRecord: purchase, CustomerRecord: customer, SubscriptionRecord: subscription} {
		here[kind] = look == nil
		if look != nil && !errors.Is(look, ErrNotFound) {
			err = errors.Join(err, look)
		}
	}
	switch d, ok := r.(IssuedDocument); {
	case ok && d.Purchase == k.ID:
		here[PurchaseRecord] = false
	case ok:
		_, look := tx.DocumentByID(ctx, k.Account, d.ID)
		here[DocumentRecord] = look == nil
	default:
		_, isOrder := r.(Purchase)
		here[DocumentRecord] = slices.ContainsFunc(invoices, func(inv Invoice) bool { return !isOrder || inv.Purchase != k.ID })
	}
	return here, err
}
