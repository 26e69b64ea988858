package portal

import (
	"context"
	"fmt"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// endFormer ends the links to what the billing system gave to another customer:
// who holds one reads that it is no longer available, and nothing of the new
// customer. A link names no customer, so this is the only moment to see it.
// Links that start later open as ever. A word that names no customer takes it
// from nobody: whose it is stays what it was, so that the next one to name a
// customer is held against that.
func (s *Service) endFormer(ctx context.Context, tx Tx, by Actor, before, now any) error {
	var keys []ObjectKey
	switch old := before.(type) {
	case Purchase:
		if next, ok := now.(Purchase); !ok || old.Customer == "" || next.Customer == old.Customer {
			return nil
		}
		for _, kind := range []link.Kind{link.Confirmation, link.Quote, link.Renewal, link.Redo} {
			keys = append(keys, ObjectKey{old.Account, kind, old.ID})
		}
		invoices, err := tx.PurchaseInvoices(ctx, old.Key)
		if err != nil {
			return fmt.Errorf("invoices of a purchase: %w", err)
		}
		for _, inv := range invoices {
			keys = append(keys, inv.object())
		}
	case Subscription:
		if next, ok := now.(Subscription); !ok || old.Customer == "" || next.Customer == old.Customer {
			return nil
		}
		keys = []ObjectKey{old.object(link.Payment), old.object(link.Upgrade)}
	case Invoice:
		if next, ok := now.(Invoice); !ok || old.Customer == "" || next.Customer == old.Customer {
			return nil
		}
		keys = []ObjectKey{old.object()}
	}
	for _, k := range keys {
		if err := s.endLinks(ctx, tx, by, k); err != nil {
			return err
		}
	}
	return nil
}

// endLinks is Revoke for whoever gives no generation: whatever is out ends, with
// it what others signed since an earlier revocation.
func (s *Service) endLinks(ctx context.Context, tx Tx, by Actor, k ObjectKey) error {
	old, err := tx.LinkState(ctx, k)
	if err != nil {
		return fmt.Errorf("link state: %w", err)
	}
	cutOff := max(s.now().Unix()+1, old.Start+1, old.CutOff)
	if old.Revoked && old.CutOff == cutOff {
		return nil
	}
	won, err := tx.Revoke(ctx, k, old.Generation, cutOff, s.now())
	if err != nil {
		return fmt.Errorf("end links: %w", err)
	}
	if !won {
		return fmt.Errorf("end links to %s %s: another change was first: %w", k.Kind, k.ID, ErrUnavailable)
	}
	return s.RecordIn(ctx, tx, Entry{
		Account: k.Account, Actor: string(by), Act: "link.revoked", Kind: string(k.Kind), Object: k.ID,
		Data: facts(map[string]any{"generation": old.Generation + 1, "cutOff": cutOff, "reason": "another customer"}),
	})
}
